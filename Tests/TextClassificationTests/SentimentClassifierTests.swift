import Foundation
import ModelFiles
import Testing

@testable import NeuralLayers
@testable import Tensors
@testable import TextClassification

struct SentimentClassifierTests {
    private static let documents: [[Int32]] = [
        [5, 6, 7], [9], [8, 8, 5, 4, 11, 12, 5], [10, 4], (0..<41).map { 4 + $0 % 20 }, [7, 6, 5],
    ]

    private func model(
        numLayers: Int = 1, pooling: [PoolingKind] = PoolingKind.allCases, cell: RecurrentCellKind = .lstm
    ) -> TextClassifierNetwork {
        var generator = SeededGenerator(seed: 1)
        var configuration = TextClassifierNetwork.Configuration(
            vocabularySize: 24, embeddingSize: 13, hiddenSize: 19, numLayers: numLayers, pooling: pooling,
            classNames: ["a", "b", "c"])
        configuration.cell = cell
        return TextClassifierNetwork(configuration, using: &generator)
    }

    /// The forward pass with the tape's layers, one document by itself.
    private func alone(_ model: TextClassifierNetwork, _ document: [Int32]) -> [Float] {
        var context = ForwardContext.inference
        return model(document, layout: SequenceLayout(lengths: [document.count]), in: &context).value.elements
    }

    @Test(arguments: [1, 2], RecurrentCellKind.allCases)
    func neitherNeighboursNorTheirNumberChangeABit(numLayers: Int, cell: RecurrentCellKind) {
        let model = model(numLayers: numLayers, cell: cell)
        let session = TextClassifierSession(model)
        let expected = Self.documents.map { alone(model, $0).map(Double.init) }
        #expect(session.logits(of: Self.documents) == expected)
        #expect(session.logits(of: Self.documents.reversed()) == expected.reversed())
        for size in [1, 2, 3, 5] { #expect(session.logits(of: Self.documents, batchSize: size) == expected) }
        let many = (0..<70).map { Self.documents[$0 % 6] }
        #expect(session.logits(of: many) == (0..<70).map { expected[$0 % 6] })
    }

    @Test(arguments: [(Precision.bf16, 0.01), (.int8, 0.05)])
    func roundedWeightsChangeLittleAndNeighboursNothing(precision: Precision, tolerance: Double) {
        let model = model(numLayers: 2)
        let exact = TextClassifierSession(model).logits(of: Self.documents)
        let session = TextClassifierSession(model, precision: precision)
        let rounded = session.logits(of: Self.documents)
        #expect(rounded != exact)
        for (row, other) in zip(exact, rounded) {
            for (a, b) in zip(row, other) { #expect(abs(a - b) < tolerance) }
        }
        for size in [1, 2, 5] { #expect(session.logits(of: Self.documents, batchSize: size) == rounded) }
    }

    /// Padded as other toolkits have it: what stands behind a document's end must never be read.
    @Test func paddingIsNeverRead() {
        let model = model()
        let lengths = Self.documents.map(\.count)
        for (width, filling) in [(41, Float(0)), (41, 1e30), (64, .nan), (100, -7)] {
            let embedded = Self.documents.map { document -> [Float] in
                model.embedding(document).value.elements
                    + [Float](repeating: filling, count: (width - document.count) * 13)
            }
            var context = ForwardContext.inference
            let input = Variable(Tensor(embedded.flatMap { $0 }, shape: [lengths.count, width, 13]))
            let layout = SequenceLayout(lengths: lengths)
            let rows = gatherRows(
                input.reshaped([lengths.count * width, 13]), layout.paddedRows(paddedSteps: width))
            let logits = model.logits(embedded: rows, layout: layout, in: &context).value.elements
            #expect(logits == Self.documents.flatMap { alone(model, $0) }, "\(width) wide, filled with \(filling)")
        }
    }

    /// The backward direction must start at a document's own last word: its state there is that of a forward LSTM over
    /// the reversed document, which it cannot be if it read anything before.
    @Test func theBackwardDirectionStartsAtTheLastWord() {
        let model = model(pooling: [.last])
        let lengths = Self.documents.map(\.count)
        let layout = SequenceLayout(lengths: lengths)
        var context = ForwardContext.inference
        let (_, final) = model.encoder(layout.pack(Self.documents), layout: layout, in: &context)
        let backward = model.encoder.recurrent.allCells[1]
        for (index, document) in Self.documents.enumerated() {
            let weights = LSTMWeights(
                inputWeight: Variable(backward.inputWeight), recurrentWeight: Variable(backward.recurrentWeight),
                inputBias: Variable(backward.inputBias), recurrentBias: Variable(backward.recurrentBias))
            let own = lstmSequence(
                model.embedding(document.reversed()), layout: SequenceLayout(lengths: [document.count]),
                weights: weights)
            let found = Array(final.hidden[1].value.elements[index * 19..<(index + 1) * 19])
            #expect(found == own.hidden.value.elements, "document \(index)")
        }
    }

    @Test func aDocumentWithoutWordsIsOfNoClass() {
        let logits = TextClassifierSession(model()).logits(of: [[5], [], [6]])
        #expect(logits[1] == [0, 0, 0])
        #expect(logits[0] == alone(model(), [5]).map(Double.init))
    }

    @Test func aLongDocumentKeepsItsBeginningAndItsEnd() {
        var configuration = model().configuration
        configuration.maxTokens = 5
        #expect(configuration.clip([1, 2, 3, 4, 5]) == [1, 2, 3, 4, 5])
        #expect(configuration.clip([1, 2, 3, 4, 5, 6, 7, 8]) == [1, 2, 3, 7, 8])
        configuration.maxTokens = 1
        #expect(configuration.clip([1, 2]) == [1])
    }

    @Test(arguments: [[PoolingKind.last], [.mean, .max], PoolingKind.allCases], [1, 3])
    func theShapesAreThoseThatTheConfigurationStates(pooling: [PoolingKind], numLayers: Int) {
        let model = model(numLayers: numLayers, pooling: pooling)
        let parameters = TextClassifierNetwork.withoutWeights(model.configuration).namedParameters
        #expect(parameters.map(\.name) == model.namedParameters.map(\.name))
        #expect(parameters.map(\.parameter.shape) == model.namedParameters.map(\.parameter.shape))
    }

    @Test func theTemperatureIsTheOneThatSuitsBest() {
        // Three of four answers right at log odds of ±3: right at ln 3, so the temperature is 3 / ln 3.
        let logits = [[3.0, 0], [3, 0], [3, 0], [3, 0]]
        let scaling = TemperatureScaling(logits: logits, labels: [0, 0, 0, 1])
        #expect(abs(scaling.temperature - 2.7307) < 1e-2)
        #expect(scaling.loss < scaling.lossBefore)
    }

    @Test(arguments: [1, 6, 1000]) func aFewRightAnswersDoNotMakeAModelCertain(count: Int) {
        // All right, at log odds of 2: as sure as (n + 1) / (n + 2), which is a margin of ln(n + 1).
        let logits = Array(repeating: [2.0, 0], count: count)
        let scaling = TemperatureScaling(
            logits: logits, labels: Array(repeating: 0, count: count), lengths: Array(repeating: 7, count: count))
        #expect(abs(2 / scaling.divisor(length: 7) - log(Double(count + 1))) < 1e-2)
    }

    @Test func severalClassesShareTheDoubt() {
        // One document of three classes: right with 2 / 4, the others with 1 / 4 each, a margin of ln 2.
        let scaling = TemperatureScaling(logits: [[1.0, 0, 0]], labels: [0], lengths: [3])
        #expect(abs(1 / scaling.divisor(length: 3) - log(2)) < 1e-2)
    }
}
