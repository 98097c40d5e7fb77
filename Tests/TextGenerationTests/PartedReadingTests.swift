import Foundation
import NeuralLayers
import Tensors
import Testing
import TextGeneration
import Tokenization

struct PartedReadingTests {
    @Test(arguments: RecurrentCellKind.allCases, [true, false])
    func partsSideBySideGiveTheFigureOfOnePiece(cell: RecurrentCellKind, tiesWeights: Bool) throws {
        let generator = randomGenerator(cell: cell, tiesWeights: tiesWeights)
        let whole = try generator.evaluate(ids: Self.ids, streams: 1)
        let parts = try generator.evaluate(ids: Self.ids)
        #expect(whole.streams == 1 && parts.streams > 4)
        #expect(abs(parts.nats - whole.nats) < 1e-6 * whole.nats, "\(parts), \(whole)")
        #expect(parts.unknownCharacters == whole.unknownCharacters && parts.characters == Self.ids.count)
    }

    @Test(arguments: [Precision.bf16, .int8]) func everyPrecisionCanBeReadInParts(precision: Precision) throws {
        let generator = randomGenerator(cell: .lstm, tiesWeights: false).quantized(to: precision)
        let whole = try generator.evaluate(ids: Self.ids, streams: 1)
        let parts = try generator.evaluate(ids: Self.ids, streams: 5)
        #expect(parts.streams == 5)
        #expect(abs(parts.nats - whole.nats) < 1e-4 * whole.nats, "\(parts), \(whole)")
    }

    /// Every part begins in the middle of something that such a model remembers from the first character on.
    @Test func partsOfAModelThatNeverForgetsAreReadAgain() throws {
        let generator = randomGenerator(cell: .lstm, tiesWeights: false)
        for (name, parameter) in generator.model.namedParameters where name.contains("bias_ih") {
            parameter.value.mutate { $0[16..<32].update(repeating: 40) }  // the forget gate stays open
        }
        let rebuilt = TextGenerator(model: generator.model, tokenizer: generator.tokenizer)
        let whole = try rebuilt.evaluate(ids: Self.ids, streams: 1)
        let parts = try rebuilt.evaluate(ids: Self.ids)
        #expect(parts.streams > 4 && parts.rereadCharacters > 0)
        #expect(abs(parts.nats - whole.nats) < 1e-6 * whole.nats, "\(parts), \(whole)")
    }

    @Test func progressGrowsAndItsErrorEndsTheReading() throws {
        let generator = randomGenerator(cell: .lstm, tiesWeights: false)
        var completed: [Int] = []
        _ = try generator.evaluate(ids: Self.ids) { completed.append($0) }
        #expect(completed.count > 10 && completed == completed.sorted() && (completed.last ?? 0) < Self.ids.count)
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            _ = try generator.evaluate(ids: Self.ids) { if $0 > 1_000 { throw Enough() } }
        }
    }

    @Test(arguments: [(0, 1), (2_559, 1), (2_560, 4), (20_000, 24)]) func shortTextsAreReadInOnePiece(
        count: Int, streams: Int
    ) throws {
        let ids = Array(repeatElement(Self.ids, count: 4).joined().prefix(count))
        #expect(try randomGenerator(cell: .simpleRNN, tiesWeights: false).evaluate(ids: ids).streams == streams)
    }

    private static let ids: [Int32] = {
        var generator = SeededGenerator(seed: 3)
        return (0..<6_000).map { _ in Int32(generator.nextUniform() * 19) + 4 }
    }()

    private func randomGenerator(cell: RecurrentCellKind, tiesWeights: Bool) -> TextGenerator {
        let tokenizer = Tokenizer.train(on: "abcdefghijklmnopqrs", unit: .grapheme)
        var generator = SeededGenerator(seed: 8)
        var configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: 23, embeddingSize: 7, hiddenSize: 16, numLayers: 2, tiesWeights: tiesWeights)
        configuration.cell = cell
        let model = TextGeneratorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.4, using: &generator)
        }
        return TextGenerator(model: model, tokenizer: tokenizer)
    }
}
