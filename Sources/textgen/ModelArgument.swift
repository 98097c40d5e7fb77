import Foundation
import Recurrent
import ShakespeareModel
import ToolSupport

extension EmbeddedModel {
    /// The models that `textgen` ships, the default first.
    static let generators = [shakespeare]
}

extension ModelArgument {
    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) { self.init(name, shipped: EmbeddedModel.generators) }

    func load(precision: Precision, isQuiet: Bool) throws -> TextGenerator {
        try load(
            isQuiet: isQuiet, tokenizer: \.tokenizer,
            folder: { try TextGenerator(contentsOf: $0, precision: precision) },
            shipped: { try TextGenerator($0, precision: precision) })
    }
}
