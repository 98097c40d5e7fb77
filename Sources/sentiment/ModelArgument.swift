import Foundation
import MovieReviewsModel
import Recurrent
import ToolSupport

extension EmbeddedModel {
    /// The models that `sentiment` ships, the default first.
    static let classifiers = [movieReviewsEnglish]
}

extension ModelArgument {
    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) { self.init(name, shipped: EmbeddedModel.classifiers) }

    func load(precision: Precision = .fp32, isQuiet: Bool) throws -> TextClassifier {
        let analyzer = try load(
            isQuiet: isQuiet, tokenizer: \.tokenizer, folder: { try TextClassifier(contentsOf: $0) },
            shipped: { try TextClassifier($0) })
        return precision == .fp32 ? analyzer : analyzer.quantized(to: precision)
    }
}
