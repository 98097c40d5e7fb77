import Foundation
import Logging
import Synchronization

/// Writes a JSON object a line. Nothing that requests contain is logged.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level = .info
    private let label: String
    private let write: @Sendable (String) -> Void

    /// - Parameter write: Takes each line, its end included.
    package init(label: String, write: @escaping @Sendable (String) -> Void) {
        (self.label, self.write) = (label, write)
    }

    /// A logger that writes to standard error.
    package static func standardError(_ label: String) -> Logger {
        Logger(label: label) { label in
            JSONLogHandler(label: label) { FileHandle.standardError.write(Data($0.utf8)) }
        }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var entries: [String: Any] = [
            "time": Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            "level": event.level.rawValue,
            "logger": label, "message": event.message.description,
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            entries[key] = Self.json(value)
        }
        let data = try? JSONSerialization.data(
            withJSONObject: entries, options: [.sortedKeys, .withoutEscapingSlashes])
        write(String(decoding: data ?? Data("{}".utf8), as: UTF8.self) + "\n")
    }

    /// Numbers stay numbers.
    private static func json(_ value: Logger.MetadataValue) -> Any {
        switch value {
        case .string(let text): text
        case .stringConvertible(let value as Int): value
        case .stringConvertible(let value as Double): value
        case .stringConvertible(let value): value.description
        case .array(let values): values.map(json)
        case .dictionary(let values): values.mapValues(json)
        }
    }
}
