import CommandSupport
import Recurrent

/// An evaluation as people read it.
struct EvaluationCard {
    private let evaluation: TranslatorEvaluation
    private let name: String

    init(_ evaluation: TranslatorEvaluation, name: String, precision: Precision = .fp32) {
        self.evaluation = evaluation
        self.name = precision == .fp32 ? name : "\(name), \(precision.rawValue)"
    }

    func print() throws {
        var table = TextTable([.left(""), .right("BLEU"), .right("chrF"), .right("exact")])
        table.append([
            name, evaluation.bleu.fixed(2), evaluation.chrF.fixed(2), (100 * evaluation.exactMatch).fixed(1) + " %",
        ])
        for rival in evaluation.rivals {
            table.append([
                rival.name, rival.bleu.fixed(2), rival.chrF.fixed(2), (100 * rival.exactMatch).fixed(1) + " %",
            ])
        }
        try StandardOutput.writeLine(table.description)
        if !evaluation.beatsRivals, let rival = evaluation.bestRival {
            try StandardOutput.writeLine("The model does not beat \(rival.name) here.")
        }
        let (bleu, chrF) = (evaluation.bleuInterval, evaluation.chrFInterval)
        var line =
            "\n\(evaluation.pairs.grouped) pairs, beam \(evaluation.search.beamSize); 95 % intervals: BLEU "
            + "\(bleu[0].fixed(1)) to \(bleu[1].fixed(1)), chrF \(chrF[0].fixed(1)) to \(chrF[1].fixed(1))"
        if let nats = evaluation.natsPerToken {
            let perplexity = evaluation.perplexity.map { $0.fixed(2) } ?? "too large for a number"
            line += "\n\(nats.fixed(4)) nats/token in fp32, perplexity \(perplexity)"
            if evaluation.tooLongPairs > 0 {
                line += ", without \(evaluation.tooLongPairs.grouped) pairs longer than the model reads"
            }
        }
        line += "\nBLEU \(evaluation.signature)\nchrF \(evaluation.chrFSignature)"
        try StandardOutput.writeLine(line)
    }
}
