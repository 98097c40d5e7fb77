import NeuralLayers
import Tensors
import Testing
import TextGeneration

struct CharacterLanguageModelSessionTests {
    @Test(
        arguments: [(16, true), (16, false), (7, true), (7, false)] as [(embeddingSize: Int, tiesWeights: Bool)],
        RecurrentCellKind.allCases)
    func oneTokenAtATimeGivesTheLogitsOfTheWholeText(
        kind: (embeddingSize: Int, tiesWeights: Bool), cell: RecurrentCellKind
    ) {
        for numLayers in [1, 3] {
            let model = randomModel(
                embeddingSize: kind.embeddingSize, numLayers: numLayers, tiesWeights: kind.tiesWeights, cell: cell)
            expectSameTokenByToken(model)
        }
    }

    private func expectSameTokenByToken(_ model: TextGeneratorNetwork) {
        let ids = (0..<50).map { Int32($0 * $0 % 23) }
        var context = ForwardContext.inference
        let layout = SequenceLayout(batchSize: 1, steps: ids.count)
        let expected = model(ids, layout: layout, in: &context).logits.value.elements
        var session = TextGeneratorSession(model)
        for (step, id) in ids.enumerated() {
            session.next(after: id)
            let row = expected[step * 23..<(step + 1) * 23]
            let error = zip(session.logits, row).map { abs($0 - $1) }.max() ?? .infinity
            #expect(error <= 2e-5, "step \(step)")
        }
        #expect((expected.max() ?? 0) - (expected.min() ?? 0) > 1)
    }

    @Test func readingOnlyAdvancesTheStateAsNextDoes() {
        let model = randomModel(embeddingSize: 7, numLayers: 2, tiesWeights: true)
        var (read, worked) = (TextGeneratorSession(model), TextGeneratorSession(model))
        for id: Int32 in [3, 9, 1] {
            read.read(id)
            worked.next(after: id)
        }
        read.next(after: 5)
        worked.next(after: 5)
        #expect(read.logits == worked.logits)
    }

    @Test func copiesGoTheirOwnWays() {
        let model = randomModel(embeddingSize: 16, numLayers: 3, tiesWeights: false)
        func logits(after ids: [Int32]) -> [Float] {
            var session = TextGeneratorSession(model)
            for id in ids { session.next(after: id) }
            return session.logits
        }
        var first = TextGeneratorSession(model)
        for id: Int32 in [1, 2, 3] { first.next(after: id) }
        var second = first
        second.next(after: 4)
        first.next(after: 5)
        second.next(after: 6)
        first.next(after: 7)
        #expect(first.logits == logits(after: [1, 2, 3, 5, 7]))
        #expect(second.logits == logits(after: [1, 2, 3, 4, 6]))
        #expect(first.logits != second.logits)
    }

    @Test func logitsReadInPlaceAreTheLogits() {
        var session = TextGeneratorSession(randomModel(embeddingSize: 7, numLayers: 1, tiesWeights: true))
        session.next(after: 2)
        #expect(session.withLogits { Array($0) } == session.logits)
        #expect(session.logits.count == 23)
    }

    /// A model with weights large enough that its gates are far from idle, and with biases.
    private func randomModel(
        embeddingSize: Int, numLayers: Int, tiesWeights: Bool, cell: RecurrentCellKind = .lstm
    ) -> TextGeneratorNetwork {
        var generator = SeededGenerator(seed: 8)
        var configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: 23, embeddingSize: embeddingSize, hiddenSize: 16, numLayers: numLayers,
            tiesWeights: tiesWeights)
        configuration.cell = cell
        configuration.dropout.betweenLayers = 0.5
        configuration.dropout.output = 0.5
        configuration.dropout.recurrentWeights = 0.5
        let model = TextGeneratorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.4, using: &generator)
        }
        return model
    }
}
