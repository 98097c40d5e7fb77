import Datasets
import Foundation
import NeuralLayers
import Training

extension TextGeneratorTraining {
    /// Sets the number of epochs so that training, validations and report fit into a time on this machine.
    ///
    /// The epochs are rounded to two decimals, so that the training can be repeated with that number of epochs. They are
    /// at most twice those of the settings: further epochs would only overfit. Sizes stay as they are;
    /// ``plan(seconds:choosing:)`` chooses them too.
    ///
    /// - Parameter adaptsWarmup: Sets the warm-up by the number of steps too.
    /// - Throws: `TrainingError.invalidSettings` if the time is not a positive number.
    public mutating func plan(seconds budget: Double, adaptsWarmup: Bool) throws {
        try requireTimeBudget(budget)
        let clock = Stopwatch()
        let cost = try measureCost(seconds: min(10, budget / 40))
        let left = max(0.95 * budget - cost.secondsForReport - clock.seconds, budget / 4)
        let affordable = trainer.epochs(in: left, speed: cost.secondsPerCharacter * charactersPerToken)
        settings.training.epochs = min(affordable, max(0.01, 2 * settings.training.epochs))
        trainer.plan(settings.training)
        if adaptsWarmup { adaptWarmup() }
    }

    public mutating func plan(seconds budget: Double) throws { try plan(seconds: budget, adaptsWarmup: true) }

    /// Chooses size, batches, dropout, learning rate and epochs, so that a time on this machine gives the lowest loss.
    ///
    /// Networks of several sizes are timed for a fraction of a second each, and the one with the lowest loss by
    /// ``LearningCurve`` is taken. ``settings`` then hold all that was chosen, and
    /// ``TextGeneratorSettings/timeBudget`` what it was compared with. A training with these settings and without a budget gives the same model, on any machine.
    ///
    /// ```swift
    /// try training.plan(seconds: 60) { $0.dropout.output = 0.3 }
    /// ```
    ///
    /// - Parameter customize: Changes the settings of each candidate; what it sets is kept as it is, apart from epochs.
    /// - Throws: `TrainingError.invalidSettings` if the time is not a positive number or the settings cannot be used, or
    ///   `CorpusError.tooShort`.
    /// - Precondition: The training does not start from a finished model, which decides the size.
    public mutating func plan(
        seconds budget: Double, choosing customize: (inout TextGeneratorSettings) throws -> Void
    ) throws {
        try requireTimeBudget(budget)
        let clock = Stopwatch()
        let (count, unit, seed) = (trainingCharacters, tokenizer.unit, self.settings.training.randomSeed)
        func settings(_ size: NetworkSize, _ passes: Double) throws -> TextGeneratorSettings {
            var settings = TextGeneratorSettings.suited(
                to: size, passes: passes, characters: count, unit: unit, randomSeed: seed)
            let warmup = settings.training.schedule.warmupSteps
            try customize(&settings)
            settings.training.epochs = passes
            if settings.training.schedule.warmupSteps == warmup { settings.adaptWarmup(characters: training.count) }
            return settings
        }
        var sizes: [NetworkSize] = []
        for size in NetworkSize.candidates(forCharacters: count) {
            let customized = NetworkSize(try settings(size, 1))
            if !sizes.contains(customized) { sizes.append(customized) }
        }
        let share = Self.timingShare * budget / Double(sizes.count)
        let search = TimeBudgetSearch(characters: count, seconds: (1 - Self.timingShare) * budget)
        let candidates = try search.choose(among: sizes.sorted { $0.megaweights < $1.megaweights }) { size, passes in
            try restart(with: settings(size, passes))
            return try measureCost(seconds: min(2, share))
        }
        let rest = TimeBudgetSearch(characters: count, seconds: budget - clock.seconds)  // now that the timing is over
        let choice = TimeBudgetChoice(seconds: budget, candidates: candidates.map { rest.candidate($0.size, $0.cost) })
        try restart(with: settings(choice.chosen.size, choice.chosen.passes))
        self.settings.timeBudget = choice
    }

    /// The share of a time budget that the timing of networks may take.
    private static let timingShare = 0.05

    /// Characters of a token, on average.
    private var charactersPerToken: Double { Double(max(trainingCharacters, 1)) / Double(max(training.count, 1)) }

    /// What the present network costs: some steps, a few chunks of reading, and what follows from them.
    private mutating func measureCost(seconds: Double) throws -> TimeBudgetChoice.Cost {
        let speed = try trainer.measureSpeed(steps: 60, seconds: seconds)  // seconds for each token
        let perCharacter = speed / charactersPerToken
        guard !validation.isEmpty else {
            return TimeBudgetChoice.Cost(secondsPerCharacter: perCharacter, secondsForReport: 0)
        }
        let readings = 2.7  // in three precisions, the lower ones a little faster
        let forward = speed / 3  // a step forward without the one back
        let calibration = 3.0  // two readings, each at many temperatures
        let rows = Double(TextGeneratorValidation(ids: validation).rowCount)
        let validations = (Double(settings.training.numValidations) + calibration) * rows * forward
        let report = readings * PartedReading.measureSeconds(of: validation, model: model)
        return TimeBudgetChoice.Cost(
            secondsPerCharacter: perCharacter,
            secondsForReport: validations + report + 4e-6 * Double(trainingCharacters))
    }
}
