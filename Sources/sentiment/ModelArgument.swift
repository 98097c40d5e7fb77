import Foundation
import PretrainedClassifiers
import Recurrent
import ToolSupport

extension ModelArgument {
    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) { self.init(name, shipped: PretrainedClassifier.all) }

    func load(precision: Precision = .fp32, isQuiet: Bool) throws -> SentimentAnalyzer {
        let analyzer = try load(
            isQuiet: isQuiet, tokenizer: \.tokenizer, folder: { try SentimentAnalyzer(contentsOf: $0) },
            shipped: { try SentimentAnalyzer(named: $0) })
        return precision == .fp32 ? analyzer : analyzer.quantized(to: precision)
    }
}
