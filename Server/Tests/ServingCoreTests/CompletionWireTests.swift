import Foundation
import Recurrent
import ServingCore
import ServingTestModels
import Testing

struct CompletionWireTests {
    private let generator = ServingTestModels.generator

    private func request(_ json: String) throws -> CompletionRequest {
        try WireCoding.decode(CompletionRequest.self, from: Data(json.utf8))
    }

    /// The response to a request.
    private func response(_ json: String) async throws -> CompletionResponse {
        let engine = GeneratorEngine(generator, name: "writer", limits: Limits())
        defer { engine.stop() }
        let request = try request(json)
        var writing = CompletionWriting(request, model: engine.name)
        return try await writing.whole(engine.generate(request.work(limits: Limits()), for: .number(1)))
    }

    @Test func optionsAreThoseOfTextgenSample() throws {
        let plain = try request(#"{"prompt": "O", "seed": 7}"#).work(limits: Limits())
        #expect(plain.count == 1 && plain[0].prompt == "O" && plain[0].options.randomSeed == 7)
        #expect(plain[0].options.sampling == .recommended && plain[0].options.length == 16)
        let other = try request(
            #"{"prompt": ["O", "A"], "n": 2, "seed": 18446744073709551615, "max_tokens": 3, "top_p": 0.5, "stop": "x"}"#
        )
        let work = try other.work(limits: Limits())
        #expect(work.map(\.prompt) == ["O", "O", "A", "A"])
        #expect(work.map(\.options.randomSeed) == [.max, 0, .max, 0])
        #expect(work.allSatisfy { $0.options.stop == ["x"] && $0.options.length == 3 && $0.scores == nil })
        #expect(try work[0].options.sampling == SamplingOptions(topP: 0.5))
        #expect(try request(#"{"seed": -1}"#).seed == .max)
        #expect(try request(#"{}"#).seed < 1 << 53)
    }

    @Test(
        arguments: [
            (#"{"prompt": [1, 2]}"#, "prompt"), (#"{"prompt": []}"#, "prompt"), (#"{"n": 0}"#, "n"),
            (#"{"n": 1.5}"#, "n"), (#"{"max_tokens": -1}"#, "max_tokens"), (#"{"max_tokens": 5000}"#, "max_tokens"),
            (#"{"stop": ["a", ""]}"#, "stop"), (#"{"temperature": -0.5}"#, "temperature"),
            (#"{"temperature": "hot"}"#, "temperature"), (#"{"top_p": 1.5}"#, "top_p"), (#"{"min_p": 1}"#, "min_p"),
            (#"{"repetition_penalty": 0}"#, "repetition_penalty"), (#"{"logprobs": 99}"#, "logprobs"),
            (#"{"best_of": 2}"#, "best_of"), (#"{"suffix": "x"}"#, "suffix"),
            (#"{"presence_penalty": 1}"#, "presence_penalty"),
            (#"{"logit_bias": {"3": 1}}"#, "logit_bias"), (#"{"stream_options": {}}"#, "stream_options"),
            (#"{"stream": "yes"}"#, "stream"), (#"{"prompt": ["a", "b"], "n": 200}"#, "prompt"),
            (#"{"seed": 1.5}"#, "seed"),
        ] as [(json: String, field: String)])
    func fieldsThatCannotBeUsedAreNamed(json: String, field: String) {
        do {
            _ = try request(json).work(limits: Limits())
            Issue.record("\(json) was taken")
        } catch {
            let error = error as? ServingError
            #expect(error?.field == field && error?.status == 400, "\(json): \(String(describing: error))")
            #expect(error?.message.contains(field) == true)
        }
    }

    @Test(arguments: ["", "{", "[]", "3", "\u{1}"]) func whatIsNoObjectIsMalformed(json: String) {
        #expect { try request(json) } throws: {
            guard case .malformed? = $0 as? ServingError else { return false }
            return true
        }
    }

    @Test func textsAreThoseOfTheLibrary() async throws {
        let found = try await response(
            #"{"prompt": ["Juliet", "Zo"], "n": 2, "seed": 5, "max_tokens": 30, "temperature": 0.9}"#)
        let sampling = try SamplingOptions(temperature: 0.9)
        let expected = try ["Juliet", "Zo"].flatMap { prompt in
            try [5, 6].map { seed in
                try generator.generate(prompt, options: .init(length: 30, sampling: sampling, randomSeed: seed))
            }
        }
        #expect(found.choices.map(\.text) == expected && found.choices.map(\.index) == [0, 1, 2, 3])
        #expect(found.choices.allSatisfy { $0.finishReason == "length" && $0.logprobs == nil })
        #expect(found.usage == CompletionUsage(prompt: 8, completion: 120) && found.seed == 5)
        #expect(found.object == "text_completion" && found.model == "writer")
    }

    @Test func aStopTextIsTheReasonForTheEnd() async throws {
        let whole = try generator.generate("O", options: .init(length: 60, randomSeed: 1))
        let stop = String(Array(whole)[20])
        let found = try await response(#"{"prompt": "O", "seed": 1, "max_tokens": 60, "stop": ["\#(stop)"]}"#)
        #expect(found.choices[0].finishReason == "stop")
        #expect(found.choices[0].text == whole.prefix { String($0) != stop })
    }

    @Test func echoBeginsWithThePrompt() async throws {
        let found = try await response(
            #"{"prompt": "Juliet", "seed": 1, "max_tokens": 5, "echo": true, "logprobs": 2}"#)
        let choice = found.choices[0]
        let logprobs = try #require(choice.logprobs)
        #expect(choice.text.hasPrefix("Juliet") && choice.text.count == 11)
        #expect(logprobs.tokens.joined() == choice.text && logprobs.textOffset == Array(0..<11))
        #expect(logprobs.topLogprobs.allSatisfy { $0.count == 2 } && logprobs.tokenLogprobs.allSatisfy { $0 < 0 })
        #expect(found.usage?.completionTokens == 5)
        let plain = try await response(#"{"prompt": "Juliet", "seed": 1, "max_tokens": 5, "logprobs": 0}"#)
        #expect(plain.choices[0].logprobs?.textOffset == Array(6..<11))
        #expect(plain.choices[0].logprobs?.tokenLogprobs == Array(logprobs.tokenLogprobs.suffix(5)))
        let only = try await response(#"{"prompt": "Juliet", "max_tokens": 0, "echo": true, "logprobs": 0}"#)
        #expect(only.choices[0].text == "Juliet" && only.choices[0].logprobs?.tokens.count == 6)
    }

    @Test func chunksJoinToTheText() async throws {
        let engine = GeneratorEngine(generator, name: "writer", limits: Limits())
        defer { engine.stop() }
        let request = try request(
            #"{"prompt": "O", "n": 3, "seed": 2, "max_tokens": 40, "stream": true, "stream_options": {"include_usage": true}}"#
        )
        var writing = CompletionWriting(request, model: "writer")
        let answers = try engine.generate(request.work(limits: Limits()), for: .number(1))
        var (texts, ends, ids) = (["", "", ""], 0, Set<String>())
        while let chunks = try await writing.chunks(answers) {
            for chunk in chunks {
                texts[chunk.choices[0].index] += chunk.choices[0].text
                ends += chunk.choices[0].finishReason == nil ? 0 : 1
                ids.insert(chunk.id)
                #expect(chunk.choices.count == 1 && chunk.usage == nil)
            }
        }
        #expect(try texts == [2, 3, 4].map { try generator.generate("O", options: .init(length: 40, randomSeed: $0)) })
        #expect(ends == 3 && ids.count == 1)
        let last = try #require(writing.lastChunk)
        #expect(last.choices.isEmpty && last.usage == CompletionUsage(prompt: 1, completion: 120))
    }

    @Test func fieldsWithoutAValueAreNull() {
        let choice = String(decoding: WireCoding.encode(CompletionChoice(index: 0, text: "a")), as: UTF8.self)
        #expect(choice == #"{"finish_reason":null,"index":0,"logprobs":null,"text":"a"}"#)
    }
}
