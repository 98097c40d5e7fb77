import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

/// Attention takes the output of any recurrent network for its memory.
struct AttentionOverRecurrentTests {
    @Test(arguments: CellKind.allCases)
    func aDecoderLooksBackAtEverySourceByItsOwnLength(kind: CellKind) {
        let reader = Reader(kind)
        let (output, attention) = reader(sources: Reader.sources, targets: Reader.targets)
        #expect(output.shape == [7, Reader.hiddenSize] && attention.shape == [7, 6])
        for (row, sequence) in SequenceLayout(lengths: Reader.targets).sequenceOfRow.enumerated() {
            let shares = attention.elements[row * 6..<(row + 1) * 6]
            let length = Reader.sources[Int(sequence)]
            #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
            #expect(shares.prefix(length).allSatisfy { $0 > 0 } && shares.dropFirst(length).allSatisfy { $0 == 0 })
        }
    }

    /// By finite differences in single precision, which is as exact as these sizes allow.
    @Test(arguments: CellKind.allCases)
    func theGradientReachesTheNetworkBelow(kind: CellKind) throws {
        let reader = Reader(kind)
        func loss() -> Variable {
            let output = reader(sources: Reader.sources, targets: Reader.targets).output
            return (output * Variable(reductionWeights(output.shape))).sum()
        }
        let (_, gradients) = withGradients(of: loss)
        for (name, parameter) in reader.network.namedParameters {
            let gradient = try #require(gradients[parameter], "\(name)")
            let value = parameter.value
            func lossAfter(_ step: Float) -> Float {
                parameter.value = (Variable(value) + step * Variable(gradient)).value
                defer { parameter.value = value }
                return loss().value.scalar
            }
            let squared = gradient.elements.reduce(0) { $0 + $1 * $1 }
            let step = 0.02 / squared.squareRoot()
            let slope = (lossAfter(step) - lossAfter(-step)) / (2 * step)
            #expect(abs(slope - squared) <= 0.01 * squared + 1e-4, "\(name): \(slope), expected \(squared)")
        }
    }

    @Test(arguments: CellKind.allCases)
    func theOtherSourcesChangeNoBit(kind: CellKind) {
        let reader = Reader(kind)
        let together = reader(sources: Reader.sources, targets: Reader.targets)
        let layout = SequenceLayout(lengths: Reader.targets)
        for sequence in Reader.sources.indices {
            let alone = reader.copy(of: sequence)(
                sources: [Reader.sources[sequence]], targets: [Reader.targets[sequence]])
            let rows = layout.sequenceOfRow.indices.filter { layout.sequenceOfRow[$0] == Int32(sequence) }
            #expect(together.output.value.rows(rows) == alone.output.value)
        }
    }
}

/// An encoder of any cell in both directions, and a decoder that attends to it.
private struct Reader {
    static let sources = [3, 6, 1]
    static let targets = [2, 1, 4]
    static let hiddenSize = 5

    let network: any RecurrentNetwork
    private let decoder: AttentionDecoder
    private let input: Tensor  // [batch, 6, 3]
    private let targetInput: Tensor  // [batch, 4, 3]

    init(_ kind: CellKind) {
        var generator = SeededGenerator(seed: 7)
        network = kind.network(inputSize: 3, hiddenSize: 4, isBidirectional: true, using: &generator)
        let attention = Attention(
            .additive, memorySize: 8, hiddenSize: Self.hiddenSize, size: 6, maxLength: 1, using: &generator)
        decoder = AttentionDecoder(
            inputSize: 3, hiddenSize: Self.hiddenSize, attention: attention, memorySize: 8, using: &generator)
        input = .normal([3, 6, 3], using: &generator)
        targetInput = .normal([3, 4, 3], using: &generator)
    }

    private init(_ other: Reader, sequence: Int) {
        (network, decoder) = (other.network, other.decoder)
        input = other.input.rows([sequence])
        targetInput = other.targetInput.rows([sequence])
    }

    /// The same on one of the sequences.
    func copy(of sequence: Int) -> Reader { Reader(self, sequence: sequence) }

    /// Packed outputs of the decoder, and its attention.
    func callAsFunction(sources: [Int], targets: [Int]) -> (output: Variable, attention: Tensor) {
        var context = ForwardContext.inference
        let (batch, layout) = (sources.count, SequenceLayout(lengths: sources))
        let rows = gatherRows(Variable(input.reshaped([batch * 6, 3])), layout.paddedRows(paddedSteps: 6))
        let (states, _) = network.run(packed: rows, layout: layout, state: nil, in: &context)
        let memory = decoder.attention.memory(gatherRows(states, layout.rowsBySequence), lengths: sources)
        let zeros = Variable(Tensor.zeros([batch, Self.hiddenSize]))
        let steps = SequenceLayout(lengths: targets)
        let targetRows = gatherRows(
            Variable(targetInput.reshaped([batch * 4, 3])), steps.paddedRows(paddedSteps: 4))
        return decoder(targetRows, layout: steps, memory: memory, state: (zeros, zeros), in: &context)
    }
}
