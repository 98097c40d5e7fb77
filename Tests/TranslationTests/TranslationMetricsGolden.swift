import Foundation
import TestSupport
import Translation

/// `Tests/Goldens/translation_metrics.json`: see the README there.
struct TranslationMetricsGolden: Decodable {
    struct Case: Decodable {
        let name: String
        let hypotheses, references: [String]
        let bleu: [BLEU]
        let chrF: [ChrF]
    }

    struct BLEU: Decodable {
        let tokenization: String
        let isCaseSensitive: Bool
        let score, brevityPenalty: Double
        let precisions: [Double]
        let matches, totals: [Int]
        let systemLength, referenceLength: Int
        let signature: String
    }

    struct ChrF: Decodable {
        let characterOrder, wordOrder, beta: Int
        let isCaseSensitive: Bool
        let score: Double
        let name, signature: String
    }

    struct Line: Decodable {
        let line, lowercase: String
        let tokens: [String: [String]]
    }

    let cases: [Case]
    let lines: [Line]

    static let shared = Result {
        let url = repositoryRoot.appendingPathComponent("Tests/Goldens/translation_metrics.json")
        return try JSONDecoder().decode(TranslationMetricsGolden.self, from: Data(contentsOf: url))
    }
}
