import Foundation
import NeuralLayers
import Tensors

/// The training loop: optimizer, schedule, clipping, validation, best-so-far and checkpoints.
///
/// All randomness comes from the seed of the options, and a checkpoint contains everything that the next step depends
/// on. A training that was killed and resumed is therefore bit for bit equal to an uninterrupted one.
public struct Trainer<Task: TrainingTask>: Sendable {
    /// What is trained.
    public internal(set) var task: Task
    /// The options it was made with.
    public let options: TrainingOptions
    /// How far the training is.
    public internal(set) var progress: TrainingProgress
    package var optimizer: any Optimizer
    package var bestParameters: [Tensor]
    package let parameters: [(name: String, parameter: Parameter)]
    private let rates: ParameterRates
    /// The weights that the training began with, where the options pull towards them.
    private let startingWeights: [Tensor]
    /// The mean of the weights over the steps, where the options ask for one.
    package var averages: [Tensor]

    /// How a training ended.
    public enum Outcome: String, Sendable, Equatable {
        /// All epochs were trained.
        case finished
        /// The validation loss had stopped improving.
        case stoppedEarly = "stopped early"
    }

    /// A trainer that has made no step.
    public init(task: Task, options: TrainingOptions) {
        self.task = task
        self.options = options
        progress = TrainingProgress(
            totalUnits: max(1, Int((options.epochs * Double(task.unitsPerEpoch)).rounded())),
            options: options)
        optimizer = options.makeOptimizer()
        parameters = task.model.namedParameters
        bestParameters = parameters.map(\.parameter.value)
        rates = ParameterRates(of: parameters.map(\.name), options)
        startingWeights = (options.continuation?.pull ?? 0) > 0 ? bestParameters : []
        averages = options.averageDecay == nil ? [] : bestParameters
    }

    /// Trains to the end.
    ///
    /// The training stops when `handle` returns `false` or throws `CancellationError`, or when the surrounding Swift
    /// task is cancelled. A last ``TrainingEvent/checkpointDue`` comes first, then `CancellationError` is thrown.
    ///
    /// - Parameters:
    ///   - checkpointInterval: Seconds between checkpoints that are due to time alone.
    ///   - handle: Called with every event.
    /// - Throws: `CancellationError`, ``TrainingError/diverged(step:loss:)``, or what `handle` throws.
    public mutating func run(
        checkpointInterval: Double = 60, _ handle: (TrainingEvent, borrowing Trainer) throws -> Bool
    ) throws -> Outcome {
        let clock = Stopwatch(secondsBefore: progress.seconds)
        if hasStalled { return .stoppedEarly }  // a checkpoint that was saved when it had stalled
        if progress.step == 0, try !report(.checkpointDue, to: handle) { throw CancellationError() }
        var lastCheckpoint = clock.seconds
        while progress.units < progress.totalUnits || progress.isValidationPending == true {
            var goesOn = true
            if progress.isValidationPending != true {
                let loss = try step()
                progress.seconds = clock.seconds
                goesOn = try report(.stepEnded(loss: loss), to: handle)
                progress.isValidationPending = isValidationDue ? true : nil
            }
            if progress.isValidationPending == true {
                // A long validation may be killed; what was learned before it is kept.
                if clock.seconds - lastCheckpoint > checkpointInterval / 10 || !goesOn {
                    goesOn = try report(.checkpointDue, to: handle) && goesOn
                    if !goesOn { throw CancellationError() }
                }
                progress.isValidationPending = nil
                try validate()
                progress.seconds = clock.seconds
                goesOn = try report(.validated(progress.history[progress.history.count - 1]), to: handle)
                goesOn = try report(.checkpointDue, to: handle) && goesOn
                lastCheckpoint = clock.seconds
                if goesOn, hasStalled { return .stoppedEarly }
            } else if !goesOn || clock.seconds - lastCheckpoint > checkpointInterval {
                goesOn = try report(.checkpointDue, to: handle) && goesOn
                lastCheckpoint = clock.seconds
            }
            if !goesOn { throw CancellationError() }
        }
        return .finished
    }

    /// - Returns: Whether the training goes on.
    private func report(
        _ event: TrainingEvent, to handle: (TrainingEvent, borrowing Trainer) throws -> Bool
    ) throws -> Bool {
        do {
            return try handle(event, self) && !isCurrentTaskCancelled
        } catch is CancellationError {
            return false
        }
    }

    /// Puts the best parameters so far into the model: those of the lowest validation loss, or of the last step where
    /// there are no held-out data.
    public func restoreBestParameters() {
        for (entry, best) in zip(parameters, bestParameters) { entry.parameter.value = best }
    }

    /// Runs `body` while the model has its best parameters, and puts the latest back.
    public func withBestParameters(_ body: (Task) throws -> Void) rethrows {
        let latest = parameters.map(\.parameter.value)
        restoreBestParameters()
        defer { for (entry, value) in zip(parameters, latest) { entry.parameter.value = value } }
        try body(task)
    }

    /// Makes `count` steps and takes them back, to learn how fast this machine is.
    ///
    /// - Returns: Seconds for each unit.
    public mutating func measureSpeed(steps count: Int, seconds limit: Double) throws -> Double {
        let start = (progress, optimizer, parameters.map(\.parameter.value), try task.snapshot(), averages)
        var clock = Stopwatch()
        for index in 0..<count where index < 3 || clock.seconds < limit {
            if index == 1 { clock = Stopwatch() }  // the first step fills the memory pool
            if index == 1 { progress.units = 0 }
            _ = try step()
        }
        let speed = clock.seconds / Double(max(progress.units, 1))
        (progress, optimizer, averages) = (start.0, start.1, start.4)
        for (entry, value) in zip(parameters, start.2) { entry.parameter.value = value }
        try task.restore(cursor: start.3.cursor, tensors: start.3.tensors)
        return speed
    }

    /// The same training under other options; it must not have begun.
    public func planned(_ options: TrainingOptions) -> Trainer {
        precondition(progress.step == 0, "Trainer.planned: \(progress.step) steps are made already.")
        return Trainer(task: task, options: options)
    }

    // MARK: Steps

    private mutating func step() throws -> Double {
        var (loss, gradients, units) = task.nextGradients(in: &progress.dropout)
        let all = parameters.map(\.parameter)
        let (scale, norm) = options.clipping.apply(to: &gradients, of: all)
        guard loss.isFinite, norm.isFinite else {
            throw TrainingError.diverged(step: progress.step, loss: Double(loss))
        }
        let rate = options.schedule.rate(
            step: progress.step, progress: progress.fraction, reductions: progress.plateau.reductions)
        let scales = rates.scales(at: progress.fraction)
        optimizer.update(all, with: gradients, learningRate: rate, gradientScale: scale, rateScales: scales)
        pullBack(learningRate: rate, scales)
        updateAverages()
        progress.step += 1
        progress.units += units
        progress.smoothedLoss.add(Double(loss))
        return Double(loss)
    }

    /// L2-SP, decoupled from the gradients as weight decay is; see ``Continuation/pull``.
    private func pullBack(learningRate: Float, _ scales: [Float]?) {
        guard let pull = options.continuation?.pull, options.schedule.peak > 0 else { return }
        for (index, start) in startingWeights.enumerated() {
            let share = min(1, pull * learningRate / options.schedule.peak * (scales?[index] ?? 1))
            if share > 0 { parameters[index].parameter.value.approach(start, by: share) }
        }
    }

    private var isValidationDue: Bool {
        let due = Int(progress.fraction * Double(options.numValidations))
        return progress.units >= progress.totalUnits || due > progress.history.count
    }

    private mutating func updateAverages() {
        guard let limit = options.averageDecay else { return }
        // Early on, a short memory: the first steps are far from where the weights will be.
        let decay = min(limit, Float(progress.step + 1) / Float(progress.step + 10))
        for index in averages.indices { averages[index].average(with: parameters[index].parameter.value, decay: decay) }
    }

    /// The weights that are validated and kept: the mean ones, where there are such.
    private var weightsInView: [Tensor] { averages.isEmpty ? parameters.map(\.parameter.value) : averages }

    /// Weights whose squares come to more than this are beyond what a model can compute with.
    private static var largestSumOfSquares: Double { 0x1p80 }

    private mutating func validate() throws {
        // Without held-out data, or with gates that have run full, no loss tells.
        guard weightsInView.allSatisfy({ $0.sumOfSquares < Self.largestSumOfSquares }) else {
            throw TrainingError.weightsDiverged(step: progress.step)
        }
        let latest = parameters.map(\.parameter.value)
        for (entry, value) in zip(parameters, weightsInView) { entry.parameter.value = value }
        defer { for (entry, value) in zip(parameters, latest) { entry.parameter.value = value } }
        let loss = try task.validationLoss()
        if let loss, !loss.isFinite { throw TrainingError.diverged(step: progress.step, loss: loss) }
        let judged = loss ?? progress.trainingLoss
        if progress.best == nil, judged > task.largestLoss {
            throw TrainingError.diverged(step: progress.step, loss: judged)
        }
        let validation = TrainingProgress.Validation(
            step: progress.step, epoch: Double(progress.units) / Double(max(task.unitsPerEpoch, 1)),
            trainingLoss: progress.trainingLoss, validationLoss: loss)
        progress.history.append(validation)
        guard let loss, let best = progress.best?.validationLoss, loss >= best else {
            progress.best = validation
            progress.validationsWithoutImprovement = 0
            bestParameters = parameters.map(\.parameter.value)
            if let loss { observePlateau(loss) }
            return
        }
        progress.validationsWithoutImprovement += 1
        observePlateau(loss)
    }

    private mutating func observePlateau(_ loss: Double) {
        guard case .plateau(_, let patience) = options.schedule.shape else { return }
        progress.plateau.observe(loss, patience: patience)
    }

    private var hasStalled: Bool {
        options.patience.map { progress.validationsWithoutImprovement >= max(1, $0) } ?? false
    }
}

/// An event of a ``Trainer`` while it runs.
public enum TrainingEvent: Sendable, Equatable {
    /// An optimizer step is made; the loss is that of its batch, in nats.
    case stepEnded(loss: Double)
    /// The held-out data were measured.
    case validated(TrainingProgress.Validation)
    /// Now is the time for ``Trainer/writeCheckpoint(to:description:)``.
    case checkpointDue
}

/// Seconds since it was made, plus those of earlier runs.
package struct Stopwatch {
    private let start = ContinuousClock.now
    private let before: Double

    package init(secondsBefore: Double = 0) { before = secondsBefore }

    package var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return before + Double(seconds) + Double(attoseconds) * 1e-18
    }
}
