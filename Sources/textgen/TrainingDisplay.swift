import CommandSupport
import Foundation
import Recurrent
import Tokenization
import Training

/// Shows a training on standard error: plan, bar, validations, samples.
final class TrainingDisplay {
    private let isQuiet: Bool
    private var bar: ProgressBar?
    private var report: ProgressBar?

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    /// Says what is going to be trained.
    func begin(_ training: LanguageModelTraining, isResuming: Bool) {
        guard !isQuiet else { return }
        let settings = training.settings
        StandardError.writeLine(
            """
            \(training.corpusName): \(training.trainingCharacters.grouped) \(settings.unit.plural) to train on, \
            \(training.validationCharacters.grouped) held out, \(training.tokenizer.vocabulary.count) in the vocabulary
            LSTM \(settings.numLayers) x \(settings.hiddenSize), \(training.model.parameterCount.grouped) parameters, \
            \(settings.training.epochs.readable) \(settings.training.epochs == 1 ? "epoch" : "epochs") of \
            \(settings.batches.batchSize) x \(settings.batches.sequenceLength) \(settings.unit.plural)
            """)
        if isResuming {
            let progress = training.progress
            StandardError.writeLine(
                "going on at step \(progress.step.grouped), \((100 * progress.fraction).fixed(1)) % done, with the "
                    + "options it was started with")
        }
        bar = ProgressBar(
            "training", total: training.progress.totalUnits, completed: training.progress.units, unit: "chars")
    }

    /// Shows an event; `false` when the user wants to stop.
    func show(_ event: LanguageModelTraining.Event) throws -> Bool {
        switch event {
        case .training(.stepEnded, let progress):
            bar?.update(completed: progress.units, detail: "loss \(nats(progress.trainingLoss))")
        case .training(.validated(let validation), let progress):
            bar?.writeLine(line(validation, isBest: progress.best == validation))
        case .training(.checkpointDue, _):
            break
        case .sample(let text):
            let oneLine = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
                .unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : String($0) }.joined()
            bar?.writeLine("  | \(oneLine)")
        case .evaluating(let label, let completed, let total):
            if completed == 0 {
                end()
                report = ProgressBar(label, total: total, unit: "chars", isQuiet: isQuiet)
            }
            report?.update(completed: completed)
        }
        return !Interrupts.isRequested
    }

    func end() {
        bar?.finish()
        report?.finish()
        (bar, report) = (nil, nil)
    }

    private func line(_ validation: TrainingProgress.Validation, isBest: Bool) -> String {
        var text = "epoch \(validation.epoch.fixed(2))  train \(nats(validation.trainingLoss))"
        if let loss = validation.validationLoss {
            text += "  validation \(nats(loss))" + (isBest ? "  best so far" : "")
        }
        return text
    }

    private func nats(_ loss: Double) -> String { "\(loss.fixed(4)) nats, \((loss / log(2)).fixed(4)) bits" }
}

extension Double {
    /// A whole number without a point, others with up to two decimals.
    fileprivate var readable: String { self == rounded() ? fixed(0) : fixed(2) }
}
