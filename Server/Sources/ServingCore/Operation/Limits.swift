import Foundation

/// What a request may ask for, and how many requests may wait.
package struct Limits: Codable, Sendable, Equatable {
    /// The most bytes of a request body.
    package var bodyBytes = 1 << 20
    /// The most texts of a request: texts to classify, or completions (prompts times `n`).
    package var texts = 256
    /// The most tokens that a request may ask for in each completion.
    package var tokens = 4_096
    /// The most tokens of a prompt.
    package var promptTokens = 16_384
    /// Texts that a language model writes side by side.
    package var slots = 64
    /// Texts that may wait for a model.
    package var queue = 1_024
    /// Texts of one client that may wait for a model.
    package var queuePerClient = 256
    /// Seconds after which a request is given up.
    package var deadline = 60.0

    package init() {}

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case bodyBytes, texts, tokens, promptTokens, slots, queue, queuePerClient, deadline
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
            value = try values.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.bodyBytes, into: &bodyBytes)
        try read(.texts, into: &texts)
        try read(.tokens, into: &tokens)
        try read(.promptTokens, into: &promptTokens)
        try read(.slots, into: &slots)
        try read(.queue, into: &queue)
        try read(.queuePerClient, into: &queuePerClient)
        try read(.deadline, into: &deadline)
    }

    /// What is wrong with these limits, in words; `nil` if they can be used.
    package var problem: String? {
        let counts: [(CodingKeys, Int, ClosedRange<Int>)] = [
            (.bodyBytes, bodyBytes, 1_024...(1 << 30)), (.texts, texts, 1...100_000), (.tokens, tokens, 1...1_000_000),
            (.promptTokens, promptTokens, 1...10_000_000), (.slots, slots, 1...1_024), (.queue, queue, 1...1_000_000),
            (.queuePerClient, queuePerClient, 1...1_000_000),
        ]
        for (key, value, range) in counts where !range.contains(value) {
            return "\(key.rawValue) must be between \(range.lowerBound) and \(range.upperBound), not \(value)"
        }
        guard deadline > 0, deadline <= 86_400 else {
            return "deadline must be above 0 and at most 86400 seconds, not \(deadline)"
        }
        return nil
    }
}
