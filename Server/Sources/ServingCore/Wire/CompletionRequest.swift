import Recurrent

/// `POST /v1/completions`, as OpenAI has it.
///
/// A token is a character (grapheme cluster). `top_k`, `min_p` and `repetition_penalty` are additions.
package struct CompletionRequest: Decodable, Sendable, WireType {
    package var model: String?
    package var prompt: Texts
    package var maxTokens: Int
    /// Completions of each prompt.
    package var n: Int
    package var stop: [String]
    package var temperature: Float?
    package var topP: Float?
    package var topK: Int?
    package var minP: Float?
    package var repetitionPenalty: Float?
    package var seed: UInt64
    /// How many of the likeliest tokens come with each token; `nil` for no probabilities at all.
    package var logprobs: Int?
    /// Whether a completion begins with its prompt.
    package var echo: Bool
    package var stream: Bool
    package var streamOptions: StreamOptions?
    package var user: String?
    package var bestOf: Int?
    package var suffix: String?
    package var frequencyPenalty: Double?
    package var presencePenalty: Double?
    package var logitBias: [String: Double]?

    package enum CodingKeys: String, FieldKeys {
        case model, prompt, n, stop, temperature, seed, logprobs, echo, stream, user, suffix
        case maxTokens = "max_tokens"
        case topP = "top_p"
        case topK = "top_k"
        case minP = "min_p"
        case repetitionPenalty = "repetition_penalty"
        case streamOptions = "stream_options"
        case bestOf = "best_of"
        case frequencyPenalty = "frequency_penalty"
        case presencePenalty = "presence_penalty"
        case logitBias = "logit_bias"
    }
    package static let schemaName = "CompletionRequest"
    package static var fieldNames: [String] { CodingKeys.names }
    /// Tokens of a completion where the request does not say.
    package static let defaultMaxTokens = 16
    /// The most stop strings.
    package static let mostStops = 16
    /// The most alternatives of a token.
    package static let mostLogprobs = 20

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func optional<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
            try values.optional(key)
        }
        do {
            prompt = try optional(.prompt) ?? Texts([""], isList: false)
        } catch {
            throw ServingError.invalid(
                "prompt must be a text or an array of texts; arrays of token numbers are not supported.",
                field: "prompt")
        }
        model = try optional(.model)
        maxTokens = try optional(.maxTokens) ?? Self.defaultMaxTokens
        n = try optional(.n) ?? 1
        stop = (try optional(.stop) as Texts?)?.texts ?? []
        (temperature, topP, topK) = (try optional(.temperature), try optional(.topP), try optional(.topK))
        (minP, repetitionPenalty) = (try optional(.minP), try optional(.repetitionPenalty))
        seed = try Self.seed(values)
        (logprobs, echo) = (try optional(.logprobs), try optional(.echo) ?? false)
        (stream, streamOptions) = (try optional(.stream) ?? false, try optional(.streamOptions))
        (user, bestOf, suffix) = (try optional(.user), try optional(.bestOf), try optional(.suffix))
        (frequencyPenalty, presencePenalty) = (try optional(.frequencyPenalty), try optional(.presencePenalty))
        logitBias = try optional(.logitBias)
    }

    /// A whole number of 64 bits, with or without a sign; a random one where there is none.
    private static func seed(_ values: KeyedDecodingContainer<CodingKeys>) throws -> UInt64 {
        if let seed = try? values.decodeIfPresent(UInt64.self, forKey: .seed) { return seed }
        let signed: Int64? = try values.optional(.seed)
        return signed.map { UInt64(bitPattern: $0) }
            // Numbers that every JSON reader keeps exactly.
            ?? .random(in: 0..<1 << 53)
    }
}

/// How a stream ends.
package struct StreamOptions: Decodable, Sendable, WireType {
    /// Whether the last chunk has the number of tokens.
    package var includeUsage: Bool

    package enum CodingKeys: String, FieldKeys { case includeUsage = "include_usage" }
    package static let schemaName = "StreamOptions"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        includeUsage = try values.decodeIfPresent(Bool.self, forKey: .includeUsage) ?? false
    }
}

// MARK: What it asks for

extension CompletionRequest {
    /// The texts to write: of each prompt `n`, which have the seeds `seed`, `seed + 1` and so on, as those of
    /// `textgen sample --count`. So each prompt gets what it would get in a request of its own.
    ///
    /// - Throws: `ServingError.invalid`, `.tooMuch`.
    package func work(limits: Limits) throws(ServingError) -> [GeneratorEngine.Work] {
        try requireRanges(limits)
        try requireSupport()
        let sampling = try samplingOptions()
        let scores = logprobs.map { GeneratedTexts.Scores(alternatives: $0, includesSeed: echo) }
        var work: [GeneratorEngine.Work] = []
        for prompt in prompt.texts {
            for number in 0..<n {
                let options = GenerationOptions(
                    length: maxTokens, sampling: sampling, stop: stop, randomSeed: seed &+ UInt64(number))
                work.append(GeneratorEngine.Work(prompt: prompt, options: options, scores: scores))
            }
        }
        return work
    }

    /// As `textgen sample`: without any option the recommended ones.
    private func samplingOptions() throws(ServingError) -> SamplingOptions {
        let isGiven = temperature != nil || topP != nil || topK != nil || minP != nil || repetitionPenalty != nil
        guard isGiven else { return .recommended }
        do {
            return try SamplingOptions(
                temperature: temperature ?? 1, topK: topK, topP: topP, minP: minP,
                repetitionPenalty: repetitionPenalty ?? 1)
        } catch {
            guard case .outOfRange(let option, let value, let allowed) = error else {
                throw .invalid(String(describing: error), field: nil)
            }
            let field = option.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
            throw .invalid("\(field) must be \(allowed), not \(value).", field: field)
        }
    }

    private func requireRanges(_ limits: Limits) throws(ServingError) {
        guard !prompt.texts.isEmpty else { throw .invalid("prompt is empty.", field: "prompt") }
        guard n >= 1, n <= limits.texts else {
            throw .invalid("n must be between 1 and \(limits.texts), not \(n).", field: "n")
        }
        try limits.require(texts: prompt.texts.count * n, field: "prompt")
        guard maxTokens >= 0 else {
            throw .invalid("max_tokens must be 0 or more, not \(maxTokens).", field: "max_tokens")
        }
        guard maxTokens <= limits.tokens else {
            throw .tooMuch("max_tokens is \(maxTokens), and at most \(limits.tokens) are allowed.", field: "max_tokens")
        }
        if let length = prompt.texts.lazy.map(\.count).first(where: { $0 > limits.promptTokens }) {
            throw .tooMuch(
                "A prompt has \(length) tokens, and at most \(limits.promptTokens) are allowed.", field: "prompt")
        }
        guard stop.count <= Self.mostStops else {
            throw .invalid("stop has \(stop.count) texts, and at most \(Self.mostStops) are allowed.", field: "stop")
        }
        guard !stop.contains("") else { throw .invalid("A text of stop is empty.", field: "stop") }
        guard (0...Self.mostLogprobs).contains(logprobs ?? 0) else {
            throw .invalid("logprobs must be between 0 and \(Self.mostLogprobs).", field: "logprobs")
        }
    }

    /// Refuses what would be ignored otherwise.
    private func requireSupport() throws(ServingError) {
        let values: [(CodingKeys, Bool)] = [
            (.bestOf, bestOf == nil || bestOf == n), (.suffix, suffix?.isEmpty ?? true),
            (.frequencyPenalty, (frequencyPenalty ?? 0) == 0), (.presencePenalty, (presencePenalty ?? 0) == 0),
            (.logitBias, logitBias?.isEmpty ?? true),
        ]
        for (key, isNeutral) in values where !isNeutral {
            throw .invalid("\(key.rawValue) is not supported; leave it out.", field: key.rawValue)
        }
        guard streamOptions == nil || stream else {
            throw .invalid("stream_options is only for requests with stream.", field: "stream_options")
        }
    }
}
