import Foundation

/// A type whose values are read from files that may lack an entry, because an older version wrote them.
///
/// ``JSONFile/decode(_:from:)`` gives an entry that is missing its default. The type keeps the `init(from:)` that the
/// compiler makes; a new stored property with a default needs nothing more.
package protocol DefaultedDecodable: Decodable {
    /// The values of entries that are missing; `nil` where none may be missing.
    static var decodingDefaults: Self? { get }
    /// Entries without a default.
    static var requiredEntries: Set<String> { get }
    /// The names that entries had in older versions, by the names that they have now.
    static var formerNames: [String: String] { get }
}

extension DefaultedDecodable {
    package static var decodingDefaults: Self? { nil }
    package static var requiredEntries: Set<String> { [] }
    package static var formerNames: [String: String] { [:] }

    /// The defaults by the names of their entries.
    fileprivate static var defaults: [String: Any] {
        guard let value = decodingDefaults else { return [:] }
        var defaults: [String: Any] = [:]
        for case (let name?, let value) in Mirror(reflecting: value).children where !requiredEntries.contains(name) {
            defaults[name] = value
        }
        return defaults
    }
}

extension JSONFile {
    /// Reads a value, and the values inside it, with the defaults of every ``DefaultedDecodable`` for what is missing.
    ///
    /// - Throws: `DecodingError`; see ``reason(_:)``.
    package static func decode<Value: Decodable>(_: Value.Type = Value.self, from data: Data) throws -> Value {
        try JSONDecoder().decode(Root<Value>.self, from: data).value
    }

    private struct Root<Value: Decodable>: Decodable {
        let value: Value

        init(from decoder: any Decoder) throws {
            value = try Value(from: DefaultingDecoder(decoder, for: Value.self))
        }
    }
}

/// A decoder whose keyed containers have defaults for what is missing; all else is left to another decoder.
private struct DefaultingDecoder: Decoder {
    private let base: any Decoder
    private let type: (any DefaultedDecodable.Type)?

    init(_ base: any Decoder, for type: any Decodable.Type) {
        (self.base, self.type) = (base, type as? any DefaultedDecodable.Type)
    }

    var codingPath: [any CodingKey] { base.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { base.userInfo }

    func container<Key>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(
            DefaultingContainer(
                base: try base.container(keyedBy: Key.self), names: try base.container(keyedBy: AnyName.self),
                defaults: type?.defaults ?? [:], formerNames: type?.formerNames ?? [:]))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try base.unkeyedContainer() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { try base.singleValueContainer() }
}

private struct AnyName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

private struct DefaultingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let base: KeyedDecodingContainer<Key>
    /// The same, with keys of any name.
    let names: KeyedDecodingContainer<AnyName>
    let defaults: [String: Any]
    let formerNames: [String: String]

    var codingPath: [any CodingKey] { base.codingPath }
    var allKeys: [Key] { base.allKeys }

    /// The former name of an entry, where the file has that and not the present one.
    private func formerName(of key: Key) -> AnyName? {
        guard !base.contains(key), let name = formerNames[key.stringValue].map(AnyName.init) else { return nil }
        return names.contains(name) ? name : nil
    }

    func contains(_ key: Key) -> Bool { base.contains(key) || formerName(of: key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool {
        try formerName(of: key).map { try names.decodeNil(forKey: $0) } ?? base.decodeNil(forKey: key)
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        if let name = formerName(of: key) { return try value(type, of: names, name) }
        if !base.contains(key), let value = defaults[key.stringValue] as? Value { return value }
        return try value(type, of: base, key)
    }

    private func value<Value: Decodable, Name: CodingKey>(
        _ type: Value.Type, of container: KeyedDecodingContainer<Name>, _ key: Name
    ) throws -> Value {
        guard type is any DefaultedDecodable.Type, container.contains(key) else {
            return try container.decode(type, forKey: key)
        }
        return try Value(from: DefaultingDecoder(container.superDecoder(forKey: key), for: type))
    }

    // A container decodes each of these by a method of its own.
    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try generic(key) }
    func decode(_: String.Type, forKey key: Key) throws -> String { try generic(key) }
    func decode(_: Double.Type, forKey key: Key) throws -> Double { try generic(key) }
    func decode(_: Float.Type, forKey key: Key) throws -> Float { try generic(key) }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try generic(key) }
    func decode(_: Int8.Type, forKey key: Key) throws -> Int8 { try generic(key) }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try generic(key) }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try generic(key) }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try generic(key) }
    func decode(_: UInt.Type, forKey key: Key) throws -> UInt { try generic(key) }
    func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 { try generic(key) }
    func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 { try generic(key) }
    func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 { try generic(key) }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try generic(key) }

    private func generic<Value: Decodable>(_ key: Key) throws -> Value { try decode(Value.self, forKey: key) }

    func nestedContainer<Nested>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try base.nestedContainer(keyedBy: type, forKey: key)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try base.nestedUnkeyedContainer(forKey: key)
    }

    func superDecoder() throws -> any Decoder { try base.superDecoder() }
    func superDecoder(forKey key: Key) throws -> any Decoder { try base.superDecoder(forKey: key) }
}
