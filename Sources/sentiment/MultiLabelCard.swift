import CommandSupport
import Foundation
import Recurrent

/// The evaluation of a multi-label model as people read it.
struct MultiLabelCard {
    private let evaluation: MultiLabelEvaluation
    private let name: String
    private let precision: Precision

    init(_ evaluation: MultiLabelEvaluation, name: String, precision: Precision = .fp32) {
        (self.evaluation, self.name, self.precision) = (evaluation, name, precision)
    }

    func print() throws {
        var table = TextTable([
            .left(""), .right("micro F1"), .right("macro F1"), .right("subset accuracy"), .right("Hamming loss"),
        ])
        func append(_ name: String, _ micro: Double, _ macro: Double, _ subset: Double, _ hamming: Double) {
            table.append([name, micro.percent, macro.percent, subset.percent, hamming.percent])
        }
        append(
            precision == .fp32 ? name : "\(name), \(precision.rawValue)", evaluation.microF1, evaluation.macroF1,
            evaluation.subsetAccuracy, evaluation.hammingLoss)
        for scores in evaluation.otherPrecisions {
            append(
                "\(name), \(scores.name)", scores.microF1, scores.macroF1, scores.subsetAccuracy, scores.hammingLoss)
        }
        for scores in evaluation.baselines {
            append(scores.name, scores.microF1, scores.macroF1, scores.subsetAccuracy, scores.hammingLoss)
        }
        try StandardOutput.writeLine(table.description)
        if !evaluation.beatsBaselines, let baseline = evaluation.bestBaseline {
            try StandardOutput.writeLine("The micro F1 of the model does not beat that of \(baseline.name) here.")
        }
        var line =
            "\n\(evaluation.documents.grouped) texts, \(evaluation.perLabel.count.grouped) labels; "
            + "ECE \(evaluation.ece.fixed(3)), Brier \(evaluation.brier.fixed(4))"
        if evaluation.emptyDocuments > 0 {
            line += "; \(evaluation.emptyDocuments.grouped) without any word, which get no label"
        }
        let absent = evaluation.perLabel.filter { $0.support == 0 }.map(\.name)
        if !absent.isEmpty {
            line += "\nMacro F1 leaves out labels without a text here: "
            line += absent.prefix(12).joined(separator: ", ") + (absent.count > 12 ? ", …" : "")
        }
        try StandardOutput.writeLine(line + "\n")
        try printLabels()
        try printMistakes()
    }

    private func printLabels() throws {
        let hasBag = evaluation.perLabel.contains { $0.baselineF1 != nil }
        var table = TextTable(
            [
                .left("label"), .right("texts"), .right("threshold"), .right("precision"), .right("recall"),
                .right("F1"),
            ] + (hasBag ? [.right("F1 of NB-LR")] : []) + [.right("F1 of all labels")])
        for label in evaluation.perLabel {
            func figure(_ value: Double?) -> String { label.support == 0 ? "" : value?.percent ?? "" }
            table.append(
                [
                    label.name, label.support.grouped, label.threshold.fixed(2), label.precision.percent,
                    figure(label.recall), figure(label.f1),
                ] + (hasBag ? [figure(label.baselineF1)] : []) + [figure(label.allLabelsF1)])
        }
        try StandardOutput.writeLine(table.description)
    }

    private func printMistakes() throws {
        try MistakeList(evaluation.worstMistakes) { mistake in
            let verdict = "\(mistake.isPresent ? "missed" : "wrongly") \(mistake.label)"
            return (mistake.place, verdict, mistake.probability, mistake.text)
        }.print()
    }

    /// Where the thresholds come from that a training chose on its held-out texts.
    static func thresholdNote(_ evaluation: MultiLabelEvaluation) -> String {
        let rare = evaluation.perLabel.filter { $0.support < MultiLabelEvaluation.fewestTextsForThreshold }.map(\.name)
        var note =
            "\nThe thresholds give the highest F1 on the held-out texts, so the figures above are a little too high."
        if !rare.isEmpty {
            note +=
                " With fewer than \(MultiLabelEvaluation.fewestTextsForThreshold) held-out texts the threshold is 0.5: "
            note += rare.prefix(12).joined(separator: ", ") + (rare.count > 12 ? ", …" : "")
        }
        return note
    }
}
