import Foundation
import Tensors

/// What a hyperparameter search chooses from, and how a choice is measured.
public protocol TuningTask: Sendable {
    /// What is searched.
    associatedtype Settings: TrainingSettings

    /// The settings of the first trial; their epochs are those of a full training.
    var base: Settings { get }
    /// A text that changes with the data, so that trials on other data are not reused.
    var fingerprint: String { get }

    /// Random settings.
    func draw(using generator: inout SeededGenerator) -> Settings

    /// The same settings for so many epochs.
    func planned(_ settings: Settings, epochs: Double) -> Settings

    /// Trains with some settings.
    ///
    /// - Parameter goesOn: Asked again and again; `false` ends the training.
    /// - Returns: The error on held-out data, which is to be small, and the seconds that the training took.
    /// - Throws: Also `CancellationError` where the training was ended.
    func measure(_ settings: Settings, goesOn: () -> Bool) throws -> (error: Double, seconds: Double)

    /// Whether an error of ``measure(_:goesOn:)`` only says that drawn settings do not suit the data.
    func isUnsuitable(_ error: any Error) -> Bool
}

/// A hyperparameter search: random search (Bergstra & Bengio 2012) with successive halving (Jamieson & Talwalkar 2016).
///
/// Many settings are trained for a few epochs, the best third of them longer, and the best third of those in full.
public struct SuccessiveHalving<Task: TuningTask>: Sendable {
    /// One training of one choice of settings.
    public struct Trial: Codable, Sendable, Equatable {
        /// The fingerprint of the data.
        public let data: String
        /// The settings that were trained, with the epochs of the rung.
        public let settings: Task.Settings
        /// The round of successive halving: 0 for the shortest trainings, 2 for the full ones.
        public let rung: Int
        /// The error on the held-out data.
        public let error: Double
        /// Seconds that the training took.
        public let seconds: Double
    }

    private let task: Task
    private let earlier: [Trial]
    private var generator: SeededGenerator
    /// The trials so far, in the order they were made; reused ones are among them.
    public private(set) var trials: [Trial] = []

    /// - Parameter earlier: Trials of an interrupted search, whose results are reused where the same settings come up
    ///   again.
    public init(_ task: Task, earlier: [Trial] = []) {
        self.task = task
        self.earlier = earlier.filter { $0.data == task.fingerprint }
        generator = SeededGenerator(seed: task.base.training.randomSeed, stream: "tuning")
    }

    /// Searches for about so many seconds: a third of them for each rung.
    ///
    /// - Parameters:
    ///   - goesOn: Asked during the trainings; `false` ends the search without a result.
    ///   - handle: Called with every trial; returning `false` ends the search with what it has.
    /// - Returns: The best settings of the longest trainings.
    /// - Throws: What ``TuningTask/measure(_:goesOn:)`` throws for the base settings, or `CancellationError` where it was
    ///   ended or the surrounding Swift task was cancelled.
    public mutating func run(
        seconds budget: Double, goesOn: () -> Bool = { true }, _ handle: (Trial) throws -> Bool
    ) throws -> Task.Settings {
        let start = ContinuousClock.now
        func elapsed() -> Double { (ContinuousClock.now - start) / .seconds(1) }
        let full = task.base.training.epochs
        var candidates: [Task.Settings] = []
        var best = task.base
        for rung in 0..<Self.rungs {
            let epochs = max(0.5, full * [1.0 / 9, 1.0 / 3, 1][rung])
            let deadline = budget * Double(rung + 1) / Double(Self.rungs)
            var results: [Trial] = []
            var queue = candidates[...]
            while results.isEmpty || elapsed() < deadline {
                let isFirst = rung == 0 && results.isEmpty
                let next = rung == 0 ? (isFirst ? task.base : task.draw(using: &generator)) : queue.popFirst()
                guard let next else { break }
                guard let trial = try measure(next, epochs: epochs, rung: rung, isFirst: isFirst, goesOn)
                else { continue }
                results.append(trial)
                trials.append(trial)
                guard try handle(trial) else { return winner(of: results, epochs: full) ?? best }
            }
            results.sort { $0.error < $1.error }
            best = winner(of: results, epochs: full) ?? best
            candidates = results.prefix(max(1, results.count / 3)).map(\.settings)
        }
        return best
    }

    private static var rungs: Int { 3 }

    private func winner(of trials: [Trial], epochs: Double) -> Task.Settings? {
        trials.min { $0.error < $1.error }.map { task.planned($0.settings, epochs: epochs) }
    }

    /// Trains and measures; `nil` where a drawn choice does not suit the data.
    private func measure(
        _ settings: Task.Settings, epochs: Double, rung: Int, isFirst: Bool, _ goesOn: () -> Bool
    ) throws -> Trial? {
        let settings = task.planned(settings, epochs: epochs)
        if let known = earlier.first(where: { $0.settings == settings && $0.rung == rung }) { return known }
        do {
            let (error, seconds) = try task.measure(settings, goesOn: goesOn)
            return Trial(data: task.fingerprint, settings: settings, rung: rung, error: error, seconds: seconds)
        } catch let error where !isFirst && task.isUnsuitable(error) {
            return nil
        }
    }
}

/// Draws one of the choices, each equally likely; without choices the value stays.
package func draw<Value>(_ choices: [Value], into value: inout Value, using generator: inout SeededGenerator) {
    guard !choices.isEmpty else { return }
    value = choices[Int(generator.nextUniform() * Double(choices.count))]
}

/// Draws a rate uniformly on a logarithmic scale.
package func drawRate(
    _ range: ClosedRange<Double>, into value: inout Float, using generator: inout SeededGenerator
) {
    let (low, high) = (log(range.lowerBound), log(range.upperBound))
    value = Float(exp(low + generator.nextUniform() * (high - low)))
}
