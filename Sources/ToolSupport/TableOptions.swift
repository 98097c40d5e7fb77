import ArgumentParser
import Datasets

extension HeaderRule: ExpressibleByArgument {}

/// The option of all commands that read tables on whether these have a header.
public struct HeaderOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whether the first row of a table names its columns: yes, no, or auto, which compares it with the rows below "
                + "and says on standard error what it took it for where that is not certain.", valueName: "rule"))
    public var header: HeaderRule = .auto

    public init() {}

    /// Refuses columns asked for by name of tables without a header.
    ///
    /// - Parameter columns: The options with their values.
    public func requireNames(_ columns: [(option: String, value: String?)]) throws {
        guard header == .no else { return }
        for (option, value) in columns {
            guard let value, case .name = ColumnReference(value) else { continue }
            throw ValidationError(
                "\(option) \(value) is a name, and --header no says that columns have none; give the column's number.")
        }
    }
}
