import Recurrent
import Synchronization

/// Writes texts with a language model: one thread owns the model and moves all running texts on by a step.
///
/// A text is what `TextGenerator.generate` writes for the same prompt and options, bit for bit, whatever is written
/// beside it. One whose client has left is removed before the next step.
package final class GeneratorEngine: Sendable {
    /// A text that is wanted.
    package struct Work: Sendable {
        package var prompt: String
        package var options: GenerationOptions
        /// Which probabilities come with the text.
        package var scores: GeneratedTexts.Scores?

        package init(prompt: String, options: GenerationOptions, scores: GeneratedTexts.Scores? = nil) {
            (self.prompt, self.options, self.scores) = (prompt, options, scores)
        }
    }

    /// A piece of one of the texts of a request.
    package struct Event: Sendable {
        /// Which of the texts.
        package let index: Int
        /// What is added to it.
        package let text: String
        /// Its tokens, where they are scored.
        package let tokens: [ScoredToken]
        /// Why the text has ended; `nil` while it goes on.
        package let end: GeneratedTexts.End?
    }

    /// Figures of a running engine.
    package struct Figures: Sendable {
        /// Texts that are being written.
        package var running = 0
        /// Texts that wait.
        package var waiting = 0
        /// Steps since the start.
        package var steps = 0
        /// Tokens read and written in these steps.
        package var tokens = 0
    }

    private struct Job: Sendable {
        let ticket: Ticket<Event>
        let index: Int
        let work: Work
    }

    /// The name in requests.
    package let name: String
    /// The model.
    package let generator: TextGenerator
    private let queue: EngineQueue<Job>
    private let limits: Limits
    private let running = Atomic(0)
    private let steps = Atomic(0)
    private let tokens = Atomic(0)

    /// Starts the engine's thread.
    package init(_ generator: TextGenerator, name: String, limits: Limits) {
        (self.generator, self.name, self.limits) = (generator, name, limits)
        queue = EngineQueue(limits)
        EngineQueue<Job>.start("engine \(name)") { [self] in run() }
    }

    /// Writes texts.
    ///
    /// - Throws: `ServingError.busy`, `.stopping`.
    package func generate(_ work: [Work], for client: ClientID) throws(ServingError) -> Answers<Event> {
        let ticket = Ticket<Event>(parts: work.count, seconds: limits.deadline)
        try queue.add(
            work.enumerated().map { Job(ticket: ticket, index: $0.offset, work: $0.element) }, from: client)
        return Answers(ticket)
    }

    /// Ends the thread; whatever runs or waits fails with `ServingError.stopping`.
    package func stop() {
        for job in queue.stop() { job.ticket.fail(ServingError.stopping) }
    }

    /// Figures of this moment.
    package var figures: Figures {
        Figures(
            running: running.load(ordering: .relaxed), waiting: queue.count, steps: steps.load(ordering: .relaxed),
            tokens: tokens.load(ordering: .relaxed))
    }

    /// Whether it works.
    package var activity: EngineActivity { queue.state }

    // MARK: The thread

    private func run() {
        var texts = GeneratedTexts(generator)
        var jobs: [GeneratedTexts.ID: Job] = [:]
        while let new = queue.take(limits.slots - jobs.count, isIdle: jobs.isEmpty) {
            for job in new { begin(job, &texts, &jobs) }
            dropEnded(&texts, &jobs)
            running.store(jobs.count, ordering: .relaxed)
            guard !jobs.isEmpty else { continue }
            tokens.add(jobs.count, ordering: .relaxed)
            steps.add(1, ordering: .relaxed)
            for update in texts.next() {
                guard let job = jobs[update.id] else { continue }
                deliver(update, to: job)
                if update.end != nil { jobs[update.id] = nil }
            }
            running.store(jobs.count, ordering: .relaxed)
        }
        for job in jobs.values { job.ticket.fail(ServingError.stopping) }
        running.store(0, ordering: .relaxed)
    }

    private func begin(_ job: Job, _ texts: inout GeneratedTexts, _ jobs: inout [GeneratedTexts.ID: Job]) {
        guard !job.ticket.isOver(at: .now) else { return }
        do {
            let id = try texts.add(job.work.prompt, options: job.work.options, scores: job.work.scores)
            jobs[id] = job
        } catch {
            job.ticket.fail(ServingError.invalid(String(describing: error), field: nil))
        }
    }

    /// Removes the texts whose clients have left or whose time is over, running ones and waiting ones.
    private func dropEnded(_ texts: inout GeneratedTexts, _ jobs: inout [GeneratedTexts.ID: Job]) {
        let now = ContinuousClock.now
        for (id, job) in jobs where job.ticket.isOver(at: now) {
            texts.remove(id)
            jobs[id] = nil
        }
        queue.remove { $0.ticket.isOver(at: now) }
    }

    private func deliver(_ update: GeneratedTexts.Update, to job: Job) {
        if case .failure(let error) = update.end {
            job.ticket.fail(ServingError.model(String(describing: error)))
            return
        }
        job.ticket.mailbox.send(Event(index: job.index, text: update.text, tokens: update.tokens, end: update.end))
        if update.end != nil { job.ticket.finishPart() }
    }
}
