/// Ends a stream of text at the first of several stop strings, which may span pieces.
///
/// Text that could still turn into a stop string is held back, so whatever is handed out can be printed at once.
/// The stop string that ends first in the text wins, and of two that end together the longer; how the text was
/// cut into pieces makes no difference. Strings are compared by their UTF-8, without normalization.
///
/// ```swift
/// var stop = try StopCondition(stopStrings: ["\n\n"])
/// for piece in pieces where !stop.isMet { print(stop.consume(piece), terminator: "") }
/// print(stop.finish())
/// ```
public struct StopCondition: Sendable {
    /// The stop string that ended the text, once there is one.
    public private(set) var matched: String?

    private var matchers: [PrefixMatcher]
    private var held: [UInt8] = []

    /// A condition met by any of the stop strings; by none if there are none.
    ///
    /// - Throws: ``SamplingError/emptyStopString``.
    public init(stopStrings: [String]) throws(SamplingError) {
        guard stopStrings.allSatisfy({ !$0.isEmpty }) else { throw .emptyStopString }
        matchers = stopStrings.map { PrefixMatcher(pattern: Array($0.utf8)) }
    }

    /// Whether a stop string has come.
    public var isMet: Bool { matched != nil }

    /// Takes the next piece and returns the text that is now safe to print, neither stop string nor a beginning of one.
    ///
    /// Once the condition is met, the rest of that piece and every later one are dropped.
    public mutating func consume(_ piece: String) -> String {
        guard !isMet else { return "" }
        for byte in piece.utf8 {
            held.append(byte)
            for index in matchers.indices { matchers[index].advance(over: byte) }
            if let longest = matchers.lazy.filter(\.isMatch).max(by: { $0.length < $1.length }) {
                matched = String(decoding: longest.pattern, as: UTF8.self)
                let text = release(keeping: longest.length)
                held = []
                return text
            }
        }
        return release(keeping: matchers.reduce(0) { max($0, $1.length) })
    }

    /// Returns the text still held back, at the end of the stream; empty once the condition is met.
    public mutating func finish() -> String {
        for index in matchers.indices { matchers[index].reset() }
        return release(keeping: 0)
    }

    /// Hands out the held text but for its last `count` bytes, which are whole Unicode scalars of a stop string.
    private mutating func release(keeping count: Int) -> String {
        let text = String(decoding: held.dropLast(count), as: UTF8.self)
        held.removeFirst(held.count - count)
        return text
    }
}

/// Follows how much of the beginning of a pattern a stream of bytes ends with (Knuth, Morris & Pratt, 1977).
private struct PrefixMatcher: Sendable {
    let pattern: [UInt8]
    /// The length of the longest prefix of the pattern that the stream ends with.
    private(set) var length = 0
    /// For the first `n + 1` bytes of the pattern, the longest shorter prefix that they end with.
    private let fallback: [Int]

    init(pattern: [UInt8]) {
        self.pattern = pattern
        var fallback = [0]
        for byte in pattern.dropFirst() {
            fallback.append(Self.extend(fallback[fallback.count - 1], over: byte, of: pattern, fallback))
        }
        self.fallback = fallback
    }

    var isMatch: Bool { length == pattern.count }

    /// Takes the next byte of a stream that has not matched yet.
    mutating func advance(over byte: UInt8) {
        length = Self.extend(length, over: byte, of: pattern, fallback)
    }

    mutating func reset() { length = 0 }

    private static func extend(_ length: Int, over byte: UInt8, of pattern: [UInt8], _ fallback: [Int]) -> Int {
        var length = length
        while length > 0, pattern[length] != byte { length = fallback[length - 1] }
        return pattern[length] == byte ? length + 1 : length
    }
}
