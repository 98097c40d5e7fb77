import Recurrent

/// The response of `POST /v1/completions`, and each chunk of a stream.
package struct CompletionResponse: Codable, Sendable, Equatable, WireType {
    package var id: String
    package var object = "text_completion"
    /// Seconds since 1970.
    package var created: Int
    package var model: String
    package var choices: [CompletionChoice]
    /// In a stream, in the last chunk alone.
    package var usage: CompletionUsage?
    /// The random seed of the first completion of each prompt, with which the request can be repeated.
    package var seed: UInt64

    package enum CodingKeys: String, FieldKeys { case id, object, created, model, choices, usage, seed }
    package static let schemaName = "CompletionResponse"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(
        id: String, created: Int, model: String, choices: [CompletionChoice], usage: CompletionUsage?, seed: UInt64
    ) {
        (self.id, self.created, self.model) = (id, created, model)
        (self.choices, self.usage, self.seed) = (choices, usage, seed)
    }
}

/// A completion, or a piece of it.
package struct CompletionChoice: Codable, Sendable, Equatable, WireType {
    package var index: Int
    package var text: String
    /// Null without `logprobs` in the request.
    package var logprobs: CompletionLogprobs?
    /// `stop` at a stop string, `length` at the length; null while the text goes on.
    package var finishReason: String?

    package enum CodingKeys: String, FieldKeys {
        case index, text, logprobs
        case finishReason = "finish_reason"
    }
    package static let schemaName = "CompletionChoice"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(index: Int, text: String = "", logprobs: CompletionLogprobs? = nil, finishReason: String? = nil) {
        (self.index, self.text, self.logprobs, self.finishReason) = (index, text, logprobs, finishReason)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(index, forKey: .index)
        try values.encode(text, forKey: .text)
        try values.encode(logprobs, forKey: .logprobs)  // null where there are none
        try values.encode(finishReason, forKey: .finishReason)
    }
}

/// The probabilities of the tokens of a completion, one entry for each token.
package struct CompletionLogprobs: Codable, Sendable, Equatable, WireType {
    package var tokens: [String] = []
    /// Natural logarithms.
    package var tokenLogprobs: [Double] = []
    /// The likeliest tokens in each place.
    package var topLogprobs: [[String: Double]] = []
    /// Characters before each token, those of the prompt included.
    package var textOffset: [Int] = []

    package enum CodingKeys: String, FieldKeys {
        case tokens
        case tokenLogprobs = "token_logprobs"
        case topLogprobs = "top_logprobs"
        case textOffset = "text_offset"
    }
    package static let schemaName = "CompletionLogprobs"
    package static var fieldNames: [String] { CodingKeys.names }
}

/// How many tokens a request took.
package struct CompletionUsage: Codable, Sendable, Equatable, WireType {
    package var promptTokens: Int
    package var completionTokens: Int
    package var totalTokens: Int

    package enum CodingKeys: String, FieldKeys {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case totalTokens = "total_tokens"
    }
    package static let schemaName = "CompletionUsage"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(prompt: Int, completion: Int) {
        (promptTokens, completionTokens, totalTokens) = (prompt, completion, prompt + completion)
    }
}
