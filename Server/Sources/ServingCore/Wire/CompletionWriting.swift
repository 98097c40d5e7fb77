import Foundation
import Recurrent

/// Makes responses, or the chunks of a stream, of the events of an engine.
package struct CompletionWriting: Sendable {
    private let request: CompletionRequest
    private let id: String
    private let created: Int
    private let model: String
    /// Characters of the tokens of each completion so far, with those of its prompt.
    private var offsets: [Int]
    /// Characters written so far, prompts not included.
    private var written = 0
    /// Completions of which nothing has been sent, so that their prompts come first where they are echoed.
    private var isUnsent: [Bool]

    /// - Parameter id: Names the response.
    package init(_ request: CompletionRequest, model: String, id: String = UUID().uuidString) {
        self.request = request
        self.model = model
        self.id = "cmpl-" + id.lowercased()
        created = Int(Date().timeIntervalSince1970)
        let count = request.prompt.texts.count * request.n
        let echoesTokens = request.echo && request.logprobs != nil
        offsets = (0..<count).map { echoesTokens ? 0 : request.prompt.texts[$0 / request.n].count }
        isUnsent = [Bool](repeating: true, count: count)
    }

    /// The tokens of the request and of what was written so far. Those of a prompt count once.
    package var usage: CompletionUsage {
        CompletionUsage(prompt: request.prompt.texts.reduce(0) { $0 + $1.count }, completion: written)
    }

    /// What an event adds to its completion.
    package mutating func choice(of event: GeneratorEngine.Event) -> CompletionChoice {
        var choice = CompletionChoice(index: event.index, text: event.text)
        written += event.text.count
        if isUnsent[event.index], request.echo {
            choice.text = request.prompt.texts[event.index / request.n] + choice.text
        }
        isUnsent[event.index] = false
        if request.logprobs != nil { choice.logprobs = logprobs(of: event) }
        switch event.end {
        case .stop: choice.finishReason = "stop"
        case .length: choice.finishReason = "length"
        case .failure, nil: break
        }
        return choice
    }

    private mutating func logprobs(of event: GeneratorEngine.Event) -> CompletionLogprobs {
        var result = CompletionLogprobs()
        for token in event.tokens {
            result.tokens.append(token.text)
            result.tokenLogprobs.append(token.logProbability)
            result.topLogprobs.append(
                Dictionary(
                    token.alternatives.map { ($0.text, log(max($0.probability, .leastNormalMagnitude))) },
                    uniquingKeysWith: { first, _ in first }))
            result.textOffset.append(offsets[event.index])
            offsets[event.index] += token.text.count
        }
        return result
    }

    /// A response, or a chunk.
    package func response(_ choices: [CompletionChoice], usage: CompletionUsage? = nil) -> CompletionResponse {
        CompletionResponse(
            id: id, created: created, model: model, choices: choices, usage: usage, seed: request.seed)
    }

    /// The whole response.
    ///
    /// - Throws: As `Answers.next()`.
    package mutating func whole(_ answers: Answers<GeneratorEngine.Event>) async throws -> CompletionResponse {
        var choices = isUnsent.indices.map { CompletionChoice(index: $0) }
        while let events = try await answers.next() {
            for event in events { choices[event.index].append(choice(of: event)) }
        }
        return response(choices, usage: usage)
    }

    /// The next chunks of a stream, one for each completion to which something was added; `nil` at the end.
    ///
    /// - Throws: As `Answers.next()`.
    package mutating func chunks(_ answers: Answers<GeneratorEngine.Event>) async throws -> [CompletionResponse]? {
        guard let events = try await answers.next() else { return nil }
        var choices: [CompletionChoice] = []
        for event in events {
            let next = choice(of: event)
            if let place = choices.firstIndex(where: { $0.index == next.index }) {
                choices[place].append(next)
            } else {
                choices.append(next)
            }
        }
        return choices.map { response([$0]) }
    }

    /// The chunk with the number of tokens, where it was asked for.
    package var lastChunk: CompletionResponse? {
        request.streamOptions?.includeUsage == true ? response([], usage: usage) : nil
    }
}

extension CompletionChoice {
    /// Adds what comes next.
    mutating func append(_ next: CompletionChoice) {
        text += next.text
        finishReason = next.finishReason ?? finishReason
        guard let added = next.logprobs else { return }
        var all = logprobs ?? CompletionLogprobs()
        all.tokens += added.tokens
        all.tokenLogprobs += added.tokenLogprobs
        all.topLogprobs += added.topLogprobs
        all.textOffset += added.textOffset
        logprobs = all
    }
}
