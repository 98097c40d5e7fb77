import Foundation
import Testing

@testable import NeuralLayers
@testable import Tensors

/// Every cell: what inference gives, against the encoder on the tape.
struct SequenceEncoderTests {
    private static let documents: [[Int32]] = [[3, 4, 5], [9], [8, 8, 3, 2, 11, 0, 5, 7], [10, 4], [1, 2, 3]]

    private static func encoder(
        _ cell: RecurrentCellKind, numLayers: Int = 2, isBidirectional: Bool = false, hiddenSize: Int = 19
    ) -> SequenceEncoder {
        var generator = SeededGenerator(seed: 6)
        let embedding = Embedding(vocabularySize: 12, embeddingSize: 7, using: &generator)
        let encoder = SequenceEncoder(
            cell: cell, embedding: embedding, inputSize: 7, hiddenSize: hiddenSize, numLayers: numLayers,
            isBidirectional: isBidirectional, using: &generator)
        // Biases and peepholes begin at zero, where an error in them would not be seen.
        for (name, parameter) in encoder.recurrent.namedParameters where !name.hasPrefix("weight") {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.3, using: &generator)
        }
        return encoder
    }

    private static func closeness(_ found: Tensor, _ expected: Tensor) -> Float {
        zip(found.elements, expected.elements).map { abs($0 - $1) }.max() ?? 0
    }

    @Test(arguments: RecurrentCellKind.allCases, [false, true])
    func aSessionGivesTheBitsOfTheEncoder(cell: RecurrentCellKind, isBidirectional: Bool) {
        let encoder = Self.encoder(cell, isBidirectional: isBidirectional)
        let session = SequenceEncoderSession(encoder)
        let layout = SequenceLayout(lengths: Self.documents.map(\.count))
        let ids = layout.pack(Self.documents)
        var context = ForwardContext.inference
        let (expected, state) = encoder(ids, layout: layout, in: &context)
        let (states, final) = session(ids, layout: layout)
        #expect(states == expected.value)
        #expect(final == encoder.lastHidden(of: state).map(\.value))
        #expect(state.cell.isEmpty == !cell.type.kernel.hasCellState)
        let vectors = gatherRows(Variable(encoder.embedding!.weight.value), ids).value
        let embedded = session(embedded: vectors, layout: layout)
        #expect(embedded.states == states && embedded.final == final)
    }

    @Test(arguments: RecurrentCellKind.allCases, [(Precision.bf16, Float(0.05)), (.int8, 0.15)])
    func roundedWeightsChangeLittle(cell: RecurrentCellKind, rounding: (precision: Precision, tolerance: Float)) {
        let encoder = Self.encoder(cell, isBidirectional: true)
        let (exact, rounded) = (
            SequenceEncoderSession(encoder), SequenceEncoderSession(encoder, precision: rounding.precision)
        )
        let layout = SequenceLayout(lengths: Self.documents.map(\.count))
        let ids = layout.pack(Self.documents)
        let (expected, found) = (exact(ids, layout: layout), rounded(ids, layout: layout))
        #expect(found.states != expected.states)
        #expect(Self.closeness(found.states, expected.states) < rounding.tolerance)
        let vectors = gatherRows(Variable(encoder.embedding!.weight.value), ids).value
        #expect(rounded(embedded: vectors, layout: layout).states == found.states)
    }

    @Test(arguments: RecurrentCellKind.allCases, Precision.allCases)
    func otherSequencesOfABatchChangeNoBit(cell: RecurrentCellKind, precision: Precision) {
        let session = SequenceEncoderSession(Self.encoder(cell, isBidirectional: true), precision: precision)
        let together = session(
            SequenceLayout(lengths: Self.documents.map(\.count)).pack(Self.documents),
            layout: SequenceLayout(lengths: Self.documents.map(\.count)))
        for (index, document) in Self.documents.enumerated() {
            let alone = session(document, layout: SequenceLayout(lengths: [document.count]))
            for direction in 0..<2 {
                let row = together.final[direction].elements[index * 19..<(index + 1) * 19]
                #expect(alone.final[direction].elements == Array(row), "document \(index)")
            }
        }
    }

    @Test(arguments: RecurrentCellKind.allCases, Precision.allCases)
    func tokenByTokenIsTheWholeSequence(cell: RecurrentCellKind, precision: Precision) {
        for numLayers in [1, 3] { expectSameTokenByToken(Self.encoder(cell, numLayers: numLayers), precision) }
    }

    private func expectSameTokenByToken(_ encoder: SequenceEncoder, _ precision: Precision) {
        let ids = (0..<40).map { Int32($0 * $0 % 12) }
        let expected = SequenceEncoderSession(encoder)(ids, layout: SequenceLayout(lengths: [ids.count])).states
        var step = SequenceEncoderStep(encoder, precision: precision)
        let other = step
        let tolerance: Float = [.fp32: 1e-5, .bf16: 0.1, .int8: 0.3][precision]!
        for (index, id) in ids.enumerated() {
            step.read(id)
            let row = Tensor(Array(expected.elements[index * 19..<(index + 1) * 19]), shape: [1, 19])
            #expect(Self.closeness(step.hidden, row) < tolerance, "step \(index)")
        }
        #expect(other.hidden == .zeros([1, 19]), "a copy has a state of its own")
    }

    @Test(arguments: RecurrentCellKind.allCases, Precision.allCases)
    func rowByRowIsTheWholeSequence(cell: RecurrentCellKind, precision: Precision) {
        let encoder = Self.encoder(cell)
        let (first, second) = ([3, 4, 5, 6] as [Int32], [9, 0, 1, 2] as [Int32])
        func whole(_ ids: [Int32]) -> Tensor {
            let final = SequenceEncoderSession(encoder)(ids, layout: SequenceLayout(lengths: [ids.count])).final[0]
            return final
        }
        let step = SequenceEncoderRowsStep(encoder, precision: precision)
        var state = step.start(rows: 9)  // enough that threads share them
        var hidden = Tensor.zeros([])
        for index in 0..<4 {
            // Rows 0 ... 4 read the first sequence, the others the second; then they change places.
            if index == 2 { state = state.rows([5, 6, 7, 8, 0, 1, 2, 3, 4]) }
            let isSwapped = index >= 2
            let ids = (0..<9).map { row in
                (isSwapped ? row >= 4 : row < 5) ? first[index] : second[index]
            }
            hidden = step(gatherRows(Variable(encoder.embedding!.weight.value), ids).value, state: &state)
        }
        let tolerance: Float = [.fp32: 1e-5, .bf16: 0.1, .int8: 0.3][precision]!
        for (row, ids) in [(0, second), (3, second), (4, first), (8, first)] {
            let found = Tensor(Array(hidden.elements[row * 19..<(row + 1) * 19]), shape: [1, 19])
            #expect(Self.closeness(found, whole(ids)) < tolerance, "row \(row)")
        }
    }

    @Test(arguments: RecurrentCellKind.allCases, [false, true])
    func twoPiecesWithCarriedStateAreOnePass(cell: RecurrentCellKind, isDetached: Bool) {
        let encoder = Self.encoder(cell)
        let layout = SequenceLayout(batchSize: 3, steps: 4)
        let ids = (0..<24).map { Int32($0 * 5 % 12) }
        var context = ForwardContext.inference
        let whole = encoder(ids, layout: SequenceLayout(batchSize: 3, steps: 8), in: &context)
        let (_, middle) = encoder(Array(ids.prefix(12)), layout: layout, in: &context)
        let second = encoder(
            Array(ids.suffix(12)), layout: layout, state: isDetached ? middle.detached() : middle, in: &context)
        #expect(second.output.value.elements == Array(whole.output.value.elements.suffix(12 * 19)))
        #expect(second.state.hidden.map(\.value) == whole.state.hidden.map(\.value))
        #expect(second.state.cell.map(\.value) == whole.state.cell.map(\.value))
    }

    @Test func dropoutIsForTrainingAloneAndLockedOverASequence() {
        var generator = SeededGenerator(seed: 1)
        let embedding = Embedding(vocabularySize: 5, embeddingSize: 30, using: &generator)
        let encoder = SequenceEncoder(
            embedding: embedding, inputSize: 30, hiddenSize: 8, numLayers: 2, embeddingDropout: 0.5,
            dropout: RecurrentDropout(betweenLayers: 0.3, recurrentWeights: 0.2), using: &generator)
        let layout = SequenceLayout(lengths: [6, 2])
        let ids = layout.pack([[0, 1, 2, 3, 4, 0], [3, 3]])
        func output(_ context: ForwardContext) -> Tensor {
            var context = context
            return encoder(ids, layout: layout, in: &context).output.value
        }
        let seeds = [UInt64(1), 1, 2].map { output(.training(SeededGenerator(seed: $0))) }
        #expect(seeds[0] == seeds[1] && seeds[0] != seeds[2] && seeds[0] != output(.inference))
        #expect(output(.inference) == output(.inference))
    }

    @Test(arguments: RecurrentCellKind.allCases)
    func withDeferredWeightsThereAreShapesAndNoMemory(cell: RecurrentCellKind) {
        var deferred = DeferredWeights()
        let embedding = Embedding(vocabularySize: 1 << 22, embeddingSize: 1 << 14, using: &deferred)
        let encoder = SequenceEncoder(
            cell: cell, embedding: embedding, inputSize: 1 << 14, hiddenSize: 1 << 14, numLayers: 64,
            isBidirectional: true, using: &deferred)
        let small = Self.encoder(cell, isBidirectional: true)
        let names = encoder.namedParameters.map(\.name)
        #expect(small.namedParameters.map(\.name).allSatisfy(names.contains))
        #expect(encoder.namedParameters[0].parameter.shape == [1 << 22, 1 << 14])
        #expect(encoder.recurrent.allCells[0].recurrentWeight.shape == [cell.type.kernel.blocks << 14, 1 << 14])
    }

    @Test func theNamesAreThoseOfTheCells() throws {
        let prefixes = RecurrentCellKind.allCases.map { cell in
            Self.encoder(cell, numLayers: 1).namedParameters.map(\.name)[1]
        }
        #expect(prefixes.allSatisfy { $0.hasSuffix(".weight_ih_l0") })
        #expect(prefixes.contains("lstm.weight_ih_l0") && prefixes.contains("gru.weight_ih_l0"))
        struct File: Codable { var cell: RecurrentCellKind }
        #expect(try JSONDecoder().decode(File.self, from: Data("{}".utf8)).cell == .lstm)
        #expect(try JSONDecoder().decode(File.self, from: Data(#"{"cell": "gru"}"#.utf8)).cell == .gru)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(File.self, from: Data(#"{"cell": "transformer"}"#.utf8))
        }
    }
}
