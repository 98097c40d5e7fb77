import CommandSupport
import Foundation
import Recurrent

/// An evaluation as people read it.
struct EvaluationCard {
    private let evaluation: TextClassifierEvaluation
    private let name: String
    private let precision: Precision

    init(_ evaluation: TextClassifierEvaluation, name: String, precision: Precision = .fp32) {
        self.evaluation = evaluation
        self.name = name
        self.precision = precision
    }

    func print() throws {
        let metrics = evaluation.metrics
        var table = TextTable([.left(""), .right("accuracy"), .right("macro F1"), .right("ECE")])
        let own = precision == .fp32 ? name : "\(name), \(precision.rawValue)"
        table.append([own, metrics.accuracy.percent, metrics.macroF1.percent, metrics.ece.fixed(3)])
        let others = evaluation.otherPrecisions.map { (name: "\(name), \($0.name)", figures: $0) }
        let parts = (evaluation.networkAlone.map { [$0] } ?? []) + evaluation.baselines
        for (name, baseline) in others + parts.map({ (name: $0.name, figures: $0) }) {
            table.append([name, baseline.accuracy.percent, baseline.macroF1.percent, baseline.ece?.fixed(3) ?? ""])
        }
        let present = metrics.perClass.filter { $0.support > 0 }.map(\.name).prefix(4).joined(separator: ", ")
        for (name, scores) in zip([name, "NB-LR"], evaluation.amongPresentClasses) {
            table.append([
                "\(name), only \(present)", scores.accuracy.percent, scores.macroF1.percent, scores.ece?.fixed(3) ?? "",
            ])
        }
        try StandardOutput.writeLine(table.description)
        if !evaluation.beatsBaselines, let baseline = evaluation.bestBaseline {
            try StandardOutput.writeLine("The model does not beat \(baseline.name) here.")
        }
        if let network = evaluation.networkAlone, let bag = evaluation.baselines.last, network.accuracy <= bag.accuracy
        {
            try StandardOutput.writeLine("The network alone does not beat \(bag.name) here.")
        }
        let (accuracy, macro) = (evaluation.accuracyInterval, evaluation.macroF1Interval)
        var line =
            "\n\(evaluation.documents.grouped) texts; 95 % intervals: accuracy \(accuracy[0].percent) to "
            + "\(accuracy[1].percent), macro F1 \(macro[0].percent) to \(macro[1].percent)\nmacro recall \(metrics.macroRecall.percent), MCC \(metrics.mcc.fixed(3))"
        if let auc = metrics.auc { line += ", AUC \(auc.fixed(4))" }
        line += ", Brier \(metrics.brier.fixed(4)), \(metrics.logLoss.fixed(4)) nats"
        if evaluation.emptyDocuments > 0 {
            line += "; \(evaluation.emptyDocuments.grouped) without any word, classified as \(metrics.perClass[0].name)"
        }
        let averaged = metrics.averagedClasses.count
        if averaged < metrics.perClass.count {
            let others = metrics.perClass.filter { $0.support == 0 }.map(\.name)
            line +=
                "\nMacro F1 is the mean of \(averaged) of \(metrics.perClass.count) classes; without a text here: "
                + others.prefix(12).joined(separator: ", ") + (others.count > 12 ? ", …" : "")
        }
        try StandardOutput.writeLine(line + "\n")
        try printClasses()
        try printCoverage()
        try printMistakes()
    }

    private func printClasses() throws {
        let metrics = evaluation.metrics
        let isSmall = metrics.perClass.count <= 12
        var table = TextTable(
            [.left("class"), .right("texts"), .right("precision"), .right("recall"), .right("F1")]
                + (isSmall ? metrics.perClass.map { .right("as " + $0.name) } : []))
        for (row, entry) in metrics.perClass.enumerated() {
            let counts = isSmall ? metrics.confusion[row].map { $0.grouped } : []
            table.append(
                [
                    entry.name, entry.support.grouped, entry.precision.percent,
                    entry.support == 0 ? "" : entry.recall.percent, entry.support == 0 ? "" : entry.f1.percent,
                ] + counts)
        }
        try StandardOutput.writeLine(table.description + "\n")
    }

    private func printCoverage() throws {
        var table = TextTable([.left("abstain below"), .right("answered"), .right("accuracy")])
        for entry in evaluation.coverage {
            table.append([entry.threshold.fixed(2), entry.coverage.percent, entry.accuracy?.percent ?? ""])
        }
        try StandardOutput.writeLine(table.description)
    }

    private func printMistakes() throws {
        try MistakeList(evaluation.worstMistakes) { mistake in
            (mistake.place, "\(mistake.label), not \(mistake.predicted)", mistake.probability, mistake.text)
        }.print()
    }
}
