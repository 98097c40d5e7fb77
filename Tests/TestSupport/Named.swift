import Testing

/// An argument of a parameterized test with a short name for the log, where its own description is long.
public struct Named<Value: Sendable>: Sendable, CustomTestStringConvertible {
    public let testDescription: String
    public let value: Value

    public init(_ name: String, _ value: Value) {
        (testDescription, self.value) = (name, value)
    }
}

extension Named where Value == String {
    /// A text whose name is its beginning and its length.
    public init(_ text: String) {
        let isShort = text.utf8.count <= 100
        self.init(
            isShort ? text.debugDescription : "\(text.prefix(40).debugDescription)… (\(text.utf8.count) bytes)", text)
    }
}
