import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

struct RecurrentLayerPropertyTests {
    private static let dropout = RecurrentDropout(betweenLayers: 0.4, recurrentWeights: 0.3)

    @Test(arguments: CellKind.allCases, [1, 2, 3, 4] as [UInt64])
    func paddingMoreChangesNoBitWhateverStandsThere(kind: CellKind, seed: UInt64) {
        let lengths = [3, 6, 1, 4]
        let batch = RecurrentCase(
            kind, hiddenSize: 17, numLayers: 2, isBidirectional: true, lengths: lengths, hasState: seed % 2 == 0,
            dropout: Self.dropout, seed: seed)
        let context = ForwardContext.training(SeededGenerator(seed: seed))
        let weights = batch.outputs().enumerated().map { reductionWeights($1.shape, output: $0) }
        let plain = Pass(batch, weights: weights, in: context)
        for garbage: Float in [0, 1e30, .nan, .infinity] {
            let wide = batch.copy(
                input: repadded(batch.input.value, lengths, time: 9, filler: garbage), lengths: lengths)
            // What is asked of the padding of the output may be anything too.
            let wideWeights = [repadded(weights[0], lengths, time: 9, filler: 5)] + weights.dropFirst()
            let pass = Pass(wide, weights: wideWeights, in: context)
            #expect(pass.outputs[0] == repadded(plain.outputs[0], lengths, time: 9, filler: 0))
            #expect(Array(pass.outputs.dropFirst()) == Array(plain.outputs.dropFirst()))
            for (name, gradient) in plain.gradients where name != "input" {
                #expect(pass.gradients[name] == gradient, "\(name)")
            }
            #expect(
                pass.gradients["input"] == repadded(plain.gradients["input"]!, lengths, time: 9, filler: 0))
        }
    }

    /// bfloat16 has eight significant bits: each product is off by up to half a per cent, sums of many by less.
    @Test(arguments: CellKind.allCases, [1, 17, 64])
    func mixedPrecisionGivesNearlyTheSame(kind: CellKind, hiddenSize: Int) throws {
        let seed = UInt64(hiddenSize)
        let batch = RecurrentCase(
            kind, inputSize: 9, hiddenSize: hiddenSize, numLayers: 2, isBidirectional: true, lengths: [3, 6, 1, 4, 6],
            hasState: true, seed: seed)
        let generator = SeededGenerator(seed: seed)
        let exact = Pass(batch, in: .training(generator))
        let mixed = Pass(batch, in: .training(generator, precision: .bf16))
        #expect(mixed != exact)
        for (name, gradient) in exact.gradients {
            let found = try #require(mixed.gradients[name])
            let size = gradient.elements.map(abs).max() ?? 0
            let error = zip(found.elements, gradient.elements).map { abs($0 - $1) }.max() ?? 0
            #expect(error <= 0.04 * size + 1e-3, "\(name): off by \(error) of \(size)")
        }
        for (found, expected) in zip(mixed.outputs, exact.outputs) {
            let error = zip(found.elements, expected.elements).map { abs($0 - $1) }.max() ?? 0
            #expect(error <= 0.03, "\(error)")
        }
    }

    @Test(arguments: CellKind.allCases, [1, 2] as [UInt64])
    func aBatchGivesEachSequenceTheBitsThatItHasAlone(kind: CellKind, seed: UInt64) {
        let lengths = [3, 6, 1, 4, 6]
        let batch = RecurrentCase(
            kind, hiddenSize: 17, numLayers: 2, isBidirectional: true, lengths: lengths, hasState: true, seed: seed)
        let weights = batch.outputs().enumerated().map { reductionWeights($1.shape, output: $0) }
        let together = Pass(batch, weights: weights)
        var sums: [String: [Double]] = [:]
        for index in lengths.indices {
            let alone = Pass(batch.selecting([index]), weights: weights.map { $0.rows([index]) })
            #expect(alone.outputs == together.outputs.map { $0.rows([index]) })
            for (name, gradient) in alone.gradients {
                if batch.isPerSequence(name) {
                    #expect(gradient == together.gradients[name]!.rows([index]), "\(name)")
                } else {
                    let values = gradient.elements.map(Double.init)
                    sums[name] = sums[name].map { zip($0, values).map { $0 + $1 } } ?? values
                }
            }
        }
        for (name, sum) in sums {
            let found = together.gradients[name]!.elements.map(Double.init)
            #expect(DoubleTensor.relativeError(found, sum) <= 1e-6, "\(name)")
        }
    }

    @Test(arguments: CellKind.allCases, [1, 2] as [UInt64])
    func theOrderOfTheBatchChangesNoBit(kind: CellKind, seed: UInt64) {
        let batch = RecurrentCase(
            kind, hiddenSize: 17, numLayers: 2, isBidirectional: true, lengths: [3, 6, 1, 4, 6], hasState: true,
            seed: seed)
        let order = [4, 2, 0, 3, 1]
        let weights = batch.outputs().enumerated().map { reductionWeights($1.shape, output: $0) }
        let plain = Pass(batch, weights: weights)
        let shuffled = Pass(batch.selecting(order), weights: weights.map { $0.rows(order) })
        #expect(shuffled.outputs == plain.outputs.map { $0.rows(order) })
        for (name, gradient) in plain.gradients {
            let found = shuffled.gradients[name]!
            if batch.isPerSequence(name) {
                #expect(found == gradient.rows(order), "\(name)")
            } else {  // a sum over the batch, taken in another order
                let error = DoubleTensor.relativeError(
                    found.elements.map(Double.init), gradient.elements.map(Double.init))
                #expect(error <= 1e-6, "\(name)")
            }
        }
    }

    @Test(arguments: CellKind.allCases, [1, 2, 3] as [UInt64])
    func twoChunksWithCarriedStateEqualOnePass(kind: CellKind, seed: UInt64) throws {
        let batch = RecurrentCase(kind, hiddenSize: 17, numLayers: 2, lengths: [7, 7, 7], hasState: true, seed: seed)
        let layout = SequenceLayout(batchSize: 3, steps: 7)
        let whole = Pass(batch)
        let weights = batch.outputs().enumerated().map { reductionWeights($1.shape, output: $0) }
        var (output, states): ([Float], [Tensor]) = ([], [])
        let (_, gradients) = withGradients {
            var context = ForwardContext.inference
            let rows = gatherRows(Variable(batch.input).reshaped([21, 3]), layout.paddedRows())
            let weightRows = gatherRows(Variable(weights[0].reshaped([21, 17])), layout.paddedRows()).value
            var (state, loss) = (batch.state, Variable(Tensor(scalar: 0)))
            for steps in [0..<3, 3..<7] {
                let range = (steps.lowerBound * 3..<steps.upperBound * 3).map(Int32.init)
                let result = batch.network.run(
                    packed: gatherRows(rows, range), layout: SequenceLayout(batchSize: 3, steps: steps.count),
                    state: state, in: &context)
                output += result.output.value.elements
                loss = loss + (result.output * gatherRows(Variable(weightRows), range)).sum()
                state = result.state
            }
            let finals = state!.hidden + state!.cell
            states = finals.map(\.value)
            return zip(finals, weights.dropFirst()).reduce(loss) { $0 + ($1.0 * Variable($1.1)).sum() }
        }
        let padded = gatherRows(Variable(Tensor(output, shape: [21, 17])), layout.packedRows())
        #expect(padded.value.reshaped([3, 7, 17]) == whole.outputs[0])
        #expect(states == Array(whole.outputs.dropFirst()))
        for (name, parameter) in batch.parameters {
            let found = try #require(gradients[parameter])
            let error = DoubleTensor.relativeError(
                found.elements.map(Double.init), whole.gradients[name]!.elements.map(Double.init))
            #expect(error <= 1e-6, "\(name)")
        }
    }

    @Test(arguments: CellKind.allCases)
    func noStateEqualsAStateOfZeros(kind: CellKind) {
        let batch = RecurrentCase(
            kind, hiddenSize: 17, numLayers: 2, isBidirectional: true, lengths: [3, 6, 1], hasState: true)
        for parameter in batch.hidden + batch.cell { parameter.value = .zeros(parameter.shape) }
        let zeros = Pass(batch)
        let none = Pass(batch.copy(input: batch.input.value, lengths: batch.lengths, hidden: [], cell: []))
        #expect(zeros.outputs == none.outputs)
        for (name, gradient) in none.gradients { #expect(zeros.gradients[name] == gradient, "\(name)") }
    }

    @Test(arguments: CellKind.allCases)
    func aPassWithoutTapeGivesTheSameBits(kind: CellKind) {
        let batch = RecurrentCase(
            kind, hiddenSize: 17, numLayers: 2, isBidirectional: true, lengths: [3, 6, 1], hasState: true)
        #expect(batch.outputs().map(\.value) == Pass(batch).outputs)
    }
}

@Suite(.serialized)
struct RecurrentLayerThreadTests {
    @Test(
        arguments: CellKind.allCases,
        [(5, [1, 4, 6, 2, 6]), (64, [9, 30, 30, 12]), (17, [40]), (33, Array(repeating: 5, count: 48))])
    func theNumberOfThreadsChangesNoBit(kind: CellKind, size: (hiddenSize: Int, lengths: [Int])) {
        let (hiddenSize, lengths) = size
        let batch = RecurrentCase(
            kind, inputSize: 70, hiddenSize: hiddenSize, numLayers: 2, isBidirectional: true, lengths: lengths,
            hasState: true, dropout: RecurrentDropout(betweenLayers: 0.4, recurrentWeights: 0.3))
        let context = ForwardContext.training(SeededGenerator(seed: 5))
        let single = withThreads(1) { Pass(batch, in: context) }
        for threadCount in 2...4 {
            let isSame = withThreads(threadCount) { Pass(batch, in: context) } == single
            #expect(isSame, "\(threadCount) threads")
        }
    }

    @Test(arguments: CellKind.allCases)
    func theNumberOfThreadsChangesNoBitOfSubnormalNumbers(kind: CellKind) {
        let batch = RecurrentCase(kind, inputSize: 70, hiddenSize: 17, lengths: Array(repeating: 4, count: 40))
        for (_, parameter) in batch.network.namedParameters { parameter.value = parameter.value.scaled(by: 1e-20) }
        batch.input.value = batch.input.value.scaled(by: 1e-20)
        let single = withThreads(1) { Pass(batch) }
        for threadCount in 2...4 {
            let isSame = withThreads(threadCount) { Pass(batch) } == single
            #expect(isSame, "\(threadCount) threads")
        }
    }
}
