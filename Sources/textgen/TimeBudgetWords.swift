import CommandSupport
import Foundation
import Recurrent

/// What a time budget has chosen, in words and as options that repeat it.
struct TimeBudgetWords {
    private let settings: TextGeneratorSettings

    init(_ settings: TextGeneratorSettings) { self.settings = settings }

    /// The network, its passes, and what the others would have had.
    var choice: String {
        guard let budget = settings.timeBudget else { return "" }
        let chosen = budget.chosen
        let others = budget.candidates.filter { $0.size != chosen.size }
            .map { "\(name(of: $0.size)) \(text(of: $0.passes)) (\($0.predictedLoss.fixed(2)))" }
        return "\(Duration.seconds(budget.seconds).readable) are enough for \(text(of: chosen.passes)) passes of "
            + "\(settings.cell.title) \(name(of: chosen.size)) (predicted loss \(chosen.predictedLoss.fixed(2)))"
            + (others.isEmpty ? "" : "; others: \(others.joined(separator: ", "))")
    }

    /// The options that give the same training without a budget, on any machine.
    var options: String {
        let (dropout, training) = (settings.dropout, settings.training)
        var options = [
            ("hidden-size", "\(settings.hiddenSize)"), ("num-layers", "\(settings.numLayers)"),
            ("batch-size", "\(settings.batches.batchSize)"), ("sequence-length", "\(settings.batches.sequenceLength)"),
            ("embedding-dropout", "\(dropout.embedding)"),
        ]
        if settings.numLayers > 1 { options.append(("dropout", "\(dropout.betweenLayers)")) }
        options += [
            ("recurrent-dropout", "\(dropout.recurrentWeights)"), ("output-dropout", "\(dropout.output)"),
            ("learning-rate", "\(training.schedule.peak)"), ("validations", "\(training.numValidations)"),
            ("epochs", "\(training.epochs)"), ("random-seed", "\(training.randomSeed)"),
        ]
        return "the same without a time: " + options.map { "--\($0.0) \($0.1)" }.joined(separator: " ")
    }

    private func text(of passes: Double) -> String { passes.fixed(passes < 1 ? 3 : 1) }

    private func name(of size: NetworkSize) -> String { "\(size.numLayers) x \(size.hiddenSize)" }
}
