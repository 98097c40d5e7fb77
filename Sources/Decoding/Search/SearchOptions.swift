import Foundation
import Tokenization

/// Options of beam search and sampling.
public struct SearchOptions: Codable, Sendable, Equatable {
    /// Unfinished targets that are kept at each step; 1 takes the likeliest token each time.
    public var beamSize = 5
    /// Targets returned for each source, at most ``beamSize``.
    public var nBest = 1
    /// The exponent of the length by which the log probability is divided: 0 prefers short targets, 1 the highest mean
    /// log probability (Wu et al. 2016, equation 14).
    public var lengthPenalty = 0.6
    /// What a place of the source that got little attention costs (Wu et al. 2016, equation 14); 0 for nothing.
    public var coveragePenalty = 0.0
    /// Groups of so many tokens occur once in a target at most; 0 for no such rule.
    public var noRepeatNGram = 0
    /// The fewest tokens of a target.
    public var minLength = 0
    /// The most tokens of a target; `nil` for twice the source and ten.
    public var maxLength: Int?

    /// Beam search with the default of each option.
    public init() {}

    /// The likeliest token at each step.
    public static var greedy: SearchOptions {
        var options = SearchOptions()
        options.beamSize = 1
        return options
    }

    func maxLength(sourceLength: Int) -> Int { max(maxLength ?? 2 * sourceLength + 10, minLength) }

    /// The most tokens that a target may be asked for.
    public static let lengthLimit = 10_000

    /// What is wrong with these options, in words, or `nil`.
    public var problem: String? {
        guard case .outOfRange(let option, let value, let allowed) = violation else { return nil }
        return "\(option) is \(value), not in \(allowed)"
    }

    /// Checks all ranges.
    ///
    /// - Throws: ``SearchError/outOfRange(option:value:allowed:)`` for the first value outside its range: `beamSize` in
    ///   1 ... 1,000, `nBest` in 1 ... `beamSize`, `lengthPenalty` in -10 ... 10, `coveragePenalty` in 0 ... 10,
    ///   `noRepeatNGram` in 0 ... 100, `minLength` in 0 ... 10,000, `maxLength` in 1 ... 10,000 and at least `minLength`.
    public func validate() throws(SearchError) {
        if let violation { throw violation }
    }

    private var violation: SearchError? {
        func outside(_ option: String, _ value: some CustomStringConvertible, _ allowed: String) -> SearchError {
            .outOfRange(option: option, value: value.description, allowed: allowed)
        }
        guard (1...1_000).contains(beamSize) else { return outside("beamSize", beamSize, "1 ... 1,000") }
        guard (1...beamSize).contains(nBest) else { return outside("nBest", nBest, "1 ... beamSize, \(beamSize)") }
        guard (-10...10).contains(lengthPenalty) else { return outside("lengthPenalty", lengthPenalty, "-10 ... 10") }
        guard (0...10).contains(coveragePenalty) else { return outside("coveragePenalty", coveragePenalty, "0 ... 10") }
        guard (0...100).contains(noRepeatNGram) else { return outside("noRepeatNGram", noRepeatNGram, "0 ... 100") }
        guard (0...Self.lengthLimit).contains(minLength) else {
            return outside("minLength", minLength, "0 ... \(Self.lengthLimit)")
        }
        let least = max(minLength, 1)
        guard let maxLength, !(least...Self.lengthLimit).contains(maxLength) else { return nil }
        return outside("maxLength", maxLength, "\(least) ... \(Self.lengthLimit)")
    }
}

/// Search options that cannot be used.
public enum SearchError: RemediedError, Equatable {
    /// A search option outside its allowed range; `option` is the property's name.
    case outOfRange(option: String, value: String, allowed: String)

    public var problem: String {
        switch self {
        case .outOfRange(let option, let value, let allowed):
            "The search option \(option) must be in \(allowed), not \(value)"
        }
    }

    public var remedies: [Remedy] { [] }
}

/// A target that a search found.
public struct Hypothesis: Codable, Sendable, Equatable {
    /// Without the tokens of beginning and end.
    public let tokens: [Int32]
    /// The natural logarithm of its probability, the end included.
    public let logProbability: Double
    /// What it was ranked by: the log probability under length and coverage penalty.
    public let score: Double
    /// For each token, and last for the end, how much attention each place of the source got.
    public let attention: [[Float]]
}
