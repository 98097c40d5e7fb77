import CommandSupport
import Recurrent

/// Shows a training on standard error: plan, bar, validations, samples, what comes after.
final class TrainingDisplay {
    private let unit: String
    private let isQuiet: Bool
    private let lossText: (Double) -> String
    private var bar: ProgressBar?
    private var label = TrainingDisplay.trainingLabel

    private static let trainingLabel = "training"

    /// - Parameters:
    ///   - unit: Plural of what progress is counted in.
    ///   - lossText: A loss with its unit.
    init(unit: String, isQuiet: Bool, lossText: @escaping (Double) -> String) {
        (self.unit, self.isQuiet, self.lossText) = (unit, isQuiet, lossText)
    }

    /// Says what is going to be trained.
    func begin(_ plan: String, _ progress: TrainingProgress) {
        say(plan)
        if progress.step > 0 {
            say(
                "continuing at step \(progress.step.grouped), \((100 * progress.fraction).fixed(1)) % done, with the "
                    + "options it was started with")
        }
        bar = ProgressBar(
            label, total: progress.totalUnits, completed: progress.units, unit: unit, isQuiet: isQuiet)
    }

    /// Shows an event; `false` when the user wants to stop.
    func show(_ event: ModelTrainingEvent) -> Bool {
        switch event {
        case .training(.stepEnded, let progress):
            showBar(Self.trainingLabel, total: progress.totalUnits)
            bar?.update(completed: progress.units, detail: "loss \(lossText(progress.trainingLoss))")
        case .training(.validated(let validation), let progress):
            bar?.writeLine(line(validation, isBest: progress.best == validation))
        case .training(.checkpointDue, _):
            break
        case .sample(let text):
            let oneLine = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
                .unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : String($0) }.joined()
            bar?.writeLine("  | \(oneLine)")
        case .stage(let name):
            end()
            say(name)
        case .working(let label, let completed, let total):
            showBar(label, total: total)
            bar?.update(completed: completed)
        }
        return !Interrupts.isRequested
    }

    /// Begins another bar where another work has begun.
    private func showBar(_ label: String, total: Int) {
        guard label != self.label else { return }
        end()
        bar = ProgressBar(label, total: total, unit: unit, isQuiet: isQuiet)
        self.label = label
    }

    func end() {
        bar?.finish()
        bar = nil
    }

    private func say(_ line: String) {
        if !isQuiet { StandardError.writeLine(line) }
    }

    private func line(_ validation: TrainingProgress.Validation, isBest: Bool) -> String {
        var text = "epoch \(validation.epoch.fixed(2))  train \(lossText(validation.trainingLoss))"
        if let loss = validation.validationLoss {
            text += "  validation \(lossText(loss))" + (isBest ? "  best so far" : "")
        }
        return text
    }
}

extension TrainingOptions {
    /// "1 epoch", "2.50 epochs".
    public var epochsText: String {
        "\(epochs.fixed(epochs == epochs.rounded() ? 0 : 2)) \(epochs == 1 ? "epoch" : "epochs")"
    }
}
