import Foundation

/// The keys of which requests must have one.
package struct APIKeys: Sendable {
    private let keys: [[UInt8]]

    /// No keys: every request is let in.
    package static let none = APIKeys([])

    package init(_ keys: [String]) { self.keys = keys.map { Array($0.utf8) } }

    /// Reads a file with a key a line; empty lines and those that begin with `#` are left out.
    ///
    /// - Throws: `APIKeyError`.
    package init(contentsOf file: URL) throws {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw APIKeyError.unreadable(file.relativePath)
        }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        let keys = lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        guard !keys.isEmpty else { throw APIKeyError.empty(file.relativePath) }
        if let short = keys.firstIndex(where: { $0.utf8.count < Self.shortest }) {
            throw APIKeyError.tooShort(file.relativePath, number: short + 1)
        }
        self.init(keys)
    }

    /// The fewest bytes of a key of a file.
    package static let shortest = 16

    /// Whether requests need no key.
    package var isEmpty: Bool { keys.isEmpty }

    /// The place of a key, from 0; `nil` if it is none of the keys.
    ///
    /// The time that this takes depends on the length of the text and on the number of keys, and not on how much of a
    /// key is right.
    package func place(of text: String) -> Int? {
        let given = Array(text.utf8)
        var place: Int?
        for (index, key) in keys.enumerated() {
            var difference = UInt(bitPattern: key.count ^ given.count)
            for (position, byte) in given.enumerated() where !key.isEmpty {
                difference |= UInt(byte ^ key[position % key.count])
            }
            if difference == 0 { place = index }
        }
        return place
    }

    /// The key of a request: that of `Authorization: Bearer KEY`, or of `X-API-Key`.
    package static func key(authorization: String?, apiKey: String?) -> String? {
        if let authorization, authorization.prefix(7).lowercased() == "bearer " {
            return authorization.dropFirst(7).trimmingCharacters(in: .whitespaces)
        }
        return apiKey
    }
}

/// Why keys cannot be read from a file.
package enum APIKeyError: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case empty(String)
    case tooShort(String, number: Int)

    package var description: String {
        switch self {
        case .unreadable(let file): "The file of API keys '\(file)' cannot be read."
        case .empty(let file): "The file of API keys '\(file)' has no key; write a key a line."
        case .tooShort(let file, let number):
            "Key \(number) in '\(file)' is shorter than \(APIKeys.shortest) characters and easily guessed; "
                + "openssl rand -hex 24 prints a good one."
        }
    }
}
