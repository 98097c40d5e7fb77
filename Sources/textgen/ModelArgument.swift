import Foundation
import PretrainedModels
import Recurrent
import ToolSupport

extension ModelArgument {
    /// - Parameter name: `nil` takes the shipped model that is the default.
    init(_ name: String?) { self.init(name, shipped: PretrainedModel.all) }

    func load(precision: Precision, isQuiet: Bool) throws -> TextGenerator {
        try load(
            isQuiet: isQuiet, tokenizer: \.tokenizer,
            folder: { try TextGenerator(contentsOf: $0, precision: precision) },
            shipped: { try TextGenerator(named: $0, precision: precision) })
    }
}
