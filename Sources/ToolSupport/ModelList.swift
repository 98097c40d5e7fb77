import CommandSupport
import Recurrent

/// The models that come with a tool, as its `models` command prints them.
public struct ModelList {
    private let models: [EmbeddedModel]
    private let isOne: Bool

    /// - Parameter name: The one to show with its card; `nil` for a list of all.
    public init(_ all: [EmbeddedModel], name: String?) throws {
        models = try name.map { [try all.named($0)] } ?? all
        isOne = name != nil
    }

    private struct Listed: Encodable {
        let name: String
        let summary: String
        let bytes: Int
        let card: String
    }

    public func print(as format: OutputFormat) throws {
        if format == .json {
            let listed = models.map { Listed(name: $0.name, summary: $0.summary, bytes: $0.byteCount, card: $0.card) }
            try StandardOutput.writeLine(isOne ? JSONOutput.encode(listed[0]) : JSONOutput.encode(listed))
        } else if isOne {
            try StandardOutput.write(models[0].card)
        } else {
            var table = TextTable([.left("model"), .right("MB"), .left("about")])
            for model in models { table.append([model.name, (Double(model.byteCount) / 1e6).fixed(1), model.summary]) }
            try StandardOutput.writeLine(table.description)
        }
    }
}
