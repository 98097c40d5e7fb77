import Decoding
import Foundation
import Tokenization

/// A token of a text with its probability under the model.
public struct ScoredToken: Sendable, Equatable {
    /// A character, or for a model of bytes a byte, which need not be a character.
    public let text: String
    /// The natural logarithm of its probability under the model itself, without sampling options, among all tokens that
    /// can be written.
    public let logProbability: Double
    /// The likeliest tokens in its place, the likeliest first: as many as were asked for.
    public let alternatives: [TextPosition.NextToken]
    /// Bytes of the text that the token stands for.
    let byteCount: Int
}

/// Works out ``ScoredToken``s from logits.
struct TokenScoring: Sendable {
    let tokenizer: Tokenizer
    /// How many alternatives each token gets.
    let alternatives: Int

    /// - Parameter text: What the token stands for; `nil` for its own text.
    func score(_ id: Int32, _ logits: UnsafeBufferPointer<Float>, text: String? = nil) -> ScoredToken {
        var masked = Array(logits)
        for id in 0..<Vocabulary.specialCount { masked[id] = -.infinity }
        masked[Int(id)] = logits[Int(id)]  // an unknown token of a prompt has a probability too
        return masked.withUnsafeBufferPointer { logits in
            func logProbability(_ id: Int) -> Double { -negativeLogProbability(of: id, logits: logits) }
            let best = (alternatives > 0 ? likeliest(alternatives, of: logits) : []).map {
                TextPosition.NextToken(text: tokenizer.decode([Int32($0)]), probability: exp(logProbability($0)))
            }
            return ScoredToken(
                text: text ?? tokenizer.decode([id]), logProbability: logProbability(Int(id)), alternatives: best,
                byteCount: text?.utf8.count ?? tokenizer.vocabulary.bytes(of: id).count)
        }
    }
}

/// The scored tokens of a text that were drawn and not handed out yet.
struct ScoredTokenQueue: Sendable {
    private var tokens: [ScoredToken] = []
    /// Bytes of the drawn text before the first of the tokens.
    private var offset = 0

    mutating func append(_ token: ScoredToken) { tokens.append(token) }

    /// Removes the tokens of the text that was handed out.
    ///
    /// - Parameters:
    ///   - leftOut: Bytes at the beginning that do not belong to the text; their tokens are dropped.
    ///   - handedOut: Bytes of the text so far.
    ///   - isOver: Whether the text has ended: a token that it ends within belongs to it.
    mutating func take(leftOut: Int, handedOut: Int, isOver: Bool) -> [ScoredToken] {
        let end = leftOut + handedOut
        var taken: [ScoredToken] = []
        while let token = tokens.first {
            guard offset + token.byteCount <= end || isOver && offset < end else { break }
            if offset + token.byteCount > leftOut { taken.append(token) }
            offset += token.byteCount
            tokens.removeFirst()
        }
        return taken
    }
}
