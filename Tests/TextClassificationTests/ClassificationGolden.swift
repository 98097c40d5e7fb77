import Foundation
import TestSupport

/// `Tests/Goldens/classification.json`: see the README there.
struct ClassificationGolden: Decodable {
    struct Metrics: Decodable {
        let labels: [Int]
        let probabilities: [[Double]]
        let accuracy, macroPrecision, macroRecall, macroF1, mcc, auc, ece, brier, logLoss: Double
        let precision, recall, f1: [Double]
        let support: [Int]
        let confusion: [[Int]]
    }

    struct LogisticRegression: Decodable {
        let presence: [[Int]]
        let values: [Double]
        let targets: [Bool]
        let regularization: Double
        let weights: [Double]
        let bias: Double
    }

    struct NaiveBayes: Decodable {
        struct Output: Decodable {
            let `class`: Int
            let ratios, weights: [Double]
            let bias: Double
        }
        let documents: [[UInt64]]
        let labels: [Int]
        let classCount: Int
        let regularization: Double
        let ngrams: [[UInt64]]
        let outputs: [Output]
    }

    let metrics: [Metrics]
    let logisticRegression: [LogisticRegression]
    let naiveBayes: [NaiveBayes]

    static func read() throws -> ClassificationGolden {
        let url = repositoryRoot.appendingPathComponent("Tests/Goldens/classification.json")
        return try JSONDecoder().decode(ClassificationGolden.self, from: Data(contentsOf: url))
    }
}
