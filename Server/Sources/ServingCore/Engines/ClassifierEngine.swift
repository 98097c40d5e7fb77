import Recurrent
import Synchronization

/// Classifies texts: one thread owns the model and classifies the texts that wait together, in one batch.
///
/// A batch holds what has come while the batch before was classified, so no text waits for others to come. The results
/// of a text are those of `TextClassifier.classify` bit for bit, whatever is in its batch.
package final class ClassifierEngine: Sendable {
    /// A text that is to be classified.
    package struct Work: Sendable {
        package var text: String
        /// Whether the words that speak for the class are wanted.
        package var isExplained: Bool

        package init(text: String, isExplained: Bool = false) { (self.text, self.isExplained) = (text, isExplained) }
    }

    /// The result of one of the texts of a request.
    package struct Event: Sendable {
        /// Which of the texts.
        package let index: Int
        package let classification: Classification
        /// Where it was asked for.
        package let explanation: Explanation?

        package init(index: Int, classification: Classification, explanation: Explanation?) {
            (self.index, self.classification, self.explanation) = (index, classification, explanation)
        }
    }

    /// Figures of a running engine.
    package struct Figures: Sendable {
        /// Texts that wait.
        package var waiting = 0
        /// Texts classified since the start.
        package var texts = 0
        /// Batches that they came in.
        package var batches = 0
    }

    private struct Job: Sendable {
        let ticket: Ticket<Event>
        let index: Int
        let work: Work
    }

    /// The most texts of a batch.
    private static let batchSize = 64
    /// Bytes of text from which on no more is added to a batch.
    private static let batchBytes = 1 << 16

    /// The name in requests.
    package let name: String
    /// The model.
    package let classifier: TextClassifier
    private let queue: EngineQueue<Job>
    private let limits: Limits
    private let texts = Atomic(0)
    private let batches = Atomic(0)

    /// Starts the engine's thread.
    package init(_ classifier: TextClassifier, name: String, limits: Limits) {
        (self.classifier, self.name, self.limits) = (classifier, name, limits)
        queue = EngineQueue(limits)
        EngineQueue<Job>.start("engine \(name)") { [self] in run() }
    }

    /// Classifies texts.
    ///
    /// - Throws: `ServingError.busy`, `.stopping`.
    package func classify(_ work: [Work], for client: ClientID) throws(ServingError) -> Answers<Event> {
        let ticket = Ticket<Event>(parts: work.count, seconds: limits.deadline)
        try queue.add(
            work.enumerated().map { Job(ticket: ticket, index: $0.offset, work: $0.element) }, from: client)
        return Answers(ticket)
    }

    /// Ends the thread; whatever waits fails with `ServingError.stopping`.
    package func stop() {
        for job in queue.stop() { job.ticket.fail(ServingError.stopping) }
    }

    /// Figures of this moment.
    package var figures: Figures {
        Figures(
            waiting: queue.count, texts: texts.load(ordering: .relaxed), batches: batches.load(ordering: .relaxed))
    }

    /// Whether it works.
    package var activity: EngineActivity { queue.state }

    // MARK: The thread

    private func run() {
        while let taken = queue.take(Self.batchSize, isIdle: true, while: { Self.hasRoom(after: $0) }) {
            let now = ContinuousClock.now
            let jobs = taken.filter { !$0.ticket.isOver(at: now) }
            guard !jobs.isEmpty else { continue }
            texts.add(jobs.count, ordering: .relaxed)
            batches.add(1, ordering: .relaxed)
            classify(jobs)
        }
    }

    /// An explanation takes as long as many texts, so it ends its batch.
    private static func hasRoom(after jobs: [Job]) -> Bool {
        jobs.last?.work.isExplained != true && jobs.reduce(0) { $0 + $1.work.text.utf8.count } < batchBytes
    }

    private func classify(_ jobs: [Job]) {
        do {
            for (job, classification) in zip(jobs, try classifier.classify(jobs.map(\.work.text))) {
                let explanation = job.work.isExplained ? try classifier.explain(job.work.text) : nil
                job.ticket.mailbox.send(
                    Event(index: job.index, classification: classification, explanation: explanation))
                job.ticket.finishPart()
            }
        } catch {
            for job in jobs { job.ticket.fail(ServingError.model(String(describing: error))) }
        }
    }
}
