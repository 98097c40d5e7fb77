import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

struct ConvLSTMPropertyTests {
    @Test(arguments: [1, 2] as [UInt64])
    func paddingMoreChangesNoBitWhateverStandsThere(seed: UInt64) {
        let lengths = [3, 5, 1]
        let batch = RecurrentCase(
            height: 4, width: 3, hiddenSize: 5, numLayers: 2, isBidirectional: true, lengths: lengths,
            hasState: seed == 1, dropout: RecurrentDropout(betweenLayers: 0.4, recurrentWeights: 0.3), seed: seed)
        let context = ForwardContext.training(SeededGenerator(seed: seed))
        let weights = batch.outputs().enumerated().map { reductionWeights($1.shape, output: $0) }
        let plain = Pass(batch, weights: weights, in: context)
        for garbage: Float in [1e30, .nan] {
            let wide = batch.copy(
                input: repadded(batch.input.value, lengths, time: 7, filler: garbage), lengths: lengths)
            let wideWeights = [repadded(weights[0], lengths, time: 7, filler: 5)] + weights.dropFirst()
            let pass = Pass(wide, weights: wideWeights, in: context)
            #expect(pass.outputs[0] == repadded(plain.outputs[0], lengths, time: 7, filler: 0))
            #expect(Array(pass.outputs.dropFirst()) == Array(plain.outputs.dropFirst()))
            for (name, gradient) in plain.gradients {
                let expected = name == "input" ? repadded(gradient, lengths, time: 7, filler: 0) : gradient
                #expect(pass.gradients[name] == expected, "\(name)")
            }
        }
    }

    /// The larger maps have more rows than one gathering for the weight gradient takes.
    @Test(arguments: [(2, 3, 17), (31, 40, 17)])
    func aBatchGivesEachSequenceTheBitsThatItHasAlone(height: Int, width: Int, hiddenSize: Int) {
        let lengths = [2, 4, 1]
        let batch = RecurrentCase(
            height: height, width: width, hiddenSize: hiddenSize, lengths: lengths, hasState: true)
        let weights = batch.outputs().enumerated().map { reductionWeights($1.shape, output: $0) }
        let together = Pass(batch, weights: weights)
        var sums: [String: [Double]] = [:]
        for index in lengths.indices {
            let alone = Pass(batch.selecting([index]), weights: weights.map { $0.rows([index]) })
            #expect(alone.outputs == together.outputs.map { $0.rows([index]) })
            for (name, gradient) in alone.gradients {
                if batch.isPerSequence(name) {
                    #expect(gradient == together.gradients[name]?.rows([index]), "\(name)")
                } else {
                    let values = gradient.elements.map(Double.init)
                    sums[name] = sums[name].map { zip($0, values).map { $0 + $1 } } ?? values
                }
            }
        }
        for (name, sum) in sums {
            let found = together.gradients[name]?.elements.map(Double.init) ?? []
            #expect(DoubleTensor.relativeError(found, sum) <= 2e-6, "\(name)")
        }
    }

    @Test func aKernelAndAMapOfOneGiveTheBitsOfAnLSTM() {
        let maps = RecurrentCase(
            height: 1, width: 1, kernelSize: 1, inputSize: 3, hiddenSize: 17, numLayers: 2, isBidirectional: true,
            lengths: [3, 5, 1], hasState: true)
        let rows = RecurrentCase(
            .lstm, hiddenSize: 17, numLayers: 2, isBidirectional: true, lengths: [3, 5, 1], hasState: true)
        for (from, to) in zip(maps.parameters, rows.parameters) {
            to.parameter.value = from.parameter.value.reshaped(to.parameter.shape)
        }
        let (found, expected) = (Pass(maps), Pass(rows))
        for (found, expected) in zip(found.outputs, expected.outputs) {
            #expect(found.reshaped(expected.shape) == expected)
        }
        for (name, gradient) in expected.gradients {
            #expect(found.gradients[name]?.reshaped(gradient.shape) == gradient, "\(name)")
        }
    }

    /// With a kernel of 1 each pixel is a sequence of its own.
    @Test func aKernelOfOneIsAnLSTMAtEachPixel() {
        let maps = RecurrentCase(
            height: 2, width: 3, kernelSize: 1, inputSize: 3, hiddenSize: 17, lengths: [3, 5, 1], hasState: true)
        let pixel = RecurrentCase(.lstm, hiddenSize: 17, lengths: [3, 5, 1], hasState: true)
        for (from, to) in zip(maps.network.namedParameters, pixel.network.namedParameters) {
            to.parameter.value = from.parameter.value.reshaped(to.parameter.shape)
        }
        let outputs = maps.outputs().map(\.value)
        for index in 0..<6 {
            func chosen(_ tensor: Tensor) -> Tensor { tensor.pixel(index, of: 6) }
            let alone = pixel.copy(
                input: chosen(maps.input.value), lengths: maps.lengths, hidden: maps.hidden.map { chosen($0.value) },
                cell: maps.cell.map { chosen($0.value) })
            #expect(alone.outputs().map(\.value) == outputs.map(chosen))
        }
    }

    /// As long as nothing has come near an edge, it makes no difference where on the map it is.
    @Test func aPictureMovedGivesTheOutputMoved() {
        let batch = RecurrentCase(height: 9, width: 8, inputSize: 1, hiddenSize: 3, lengths: [2], seed: 4)
        for (name, parameter) in batch.network.namedParameters where name.hasPrefix("bias") {
            parameter.value = .zeros(parameter.shape)
        }
        func output(ofPictureAt y: Int, _ x: Int) -> [Float] {
            var input = Tensor.zeros(batch.input.shape)
            input.mutate { for step in 0..<2 { $0[(step * 9 + y) * 8 + x] = Float(step + 1) } }
            return batch.copy(input: input, lengths: [2]).outputs()[0].value.elements
        }
        let (here, there) = (output(ofPictureAt: 3, 3), output(ofPictureAt: 5, 4))
        #expect(here.contains { $0 != 0 })
        for index in here.indices {
            let (y, x) = (index / 24 % 9, index / 3 % 8)
            guard y + 2 < 9, x + 1 < 8 else { continue }
            #expect(here[index] == there[index + 2 * 24 + 3])
        }
    }

    @Test func twoChunksWithCarriedStateEqualOnePass() {
        let batch = RecurrentCase(
            height: 3, width: 4, hiddenSize: 5, numLayers: 2, lengths: [7, 7], hasState: true)
        var context = ForwardContext.inference
        let maps = batch.input.value.reshaped([14, 24])
        var (state, chunks) = (batch.state, [[Float]](repeating: [], count: 2))
        for steps in [0..<3, 3..<7] {
            let part = maps.rows(steps + steps.map { 7 + $0 })
            let shape = [2, steps.count, 3, 4, 2]
            let (output, final) = batch.network.run(
                Variable(part.reshaped(shape)), lengths: nil, state: state, in: &context)
            for index in 0..<2 { chunks[index] += output.value.rows([index]).elements }
            state = final
        }
        let whole = batch.outputs().map(\.value)
        #expect(Tensor(chunks.flatMap { $0 }, shape: whole[0].shape) == whole[0])
        #expect(((state?.hidden ?? []) + (state?.cell ?? [])).map(\.value) == Array(whole.dropFirst()))
    }

    @Test func noStateEqualsAStateOfZerosAndATapeChangesNoBit() {
        let batch = RecurrentCase(
            height: 3, width: 2, hiddenSize: 5, numLayers: 2, isBidirectional: true, lengths: [3, 6, 1], hasState: true)
        for parameter in batch.hidden + batch.cell { parameter.value = .zeros(parameter.shape) }
        let zeros = Pass(batch)
        let none = Pass(batch.copy(input: batch.input.value, lengths: batch.lengths, hidden: [], cell: []))
        #expect(zeros.outputs == none.outputs)
        for (name, gradient) in none.gradients { #expect(zeros.gradients[name] == gradient, "\(name)") }
        #expect(batch.outputs().map(\.value) == zeros.outputs)
    }

    @Test func mixedPrecisionGivesNearlyTheSame() throws {
        let batch = RecurrentCase(
            height: 3, width: 4, hiddenSize: 6, isBidirectional: true, lengths: [2, 3, 1], hasState: true)
        let generator = SeededGenerator(seed: 1)
        let (exact, mixed) = (
            Pass(batch, in: .training(generator)), Pass(batch, in: .training(generator, precision: .bf16))
        )
        #expect(mixed != exact)
        for (found, expected) in zip(mixed.outputs, exact.outputs) {
            let (found, expected) = (found.elements.map(Double.init), expected.elements.map(Double.init))
            #expect(DoubleTensor.relativeError(found, expected) < 0.02)
        }
        for (name, gradient) in exact.gradients {
            let found = try #require(mixed.gradients[name]).elements.map(Double.init)
            #expect(DoubleTensor.relativeError(found, gradient.elements.map(Double.init)) < 0.03, "\(name)")
        }
    }

    @Test func parametersStartAsThoseOfAnLSTMAtThePixelItself() throws {
        var generator = SeededGenerator(seed: 1)
        let network = ConvLSTM(inputSize: 3, hiddenSize: 4, isBidirectional: true, using: &generator)
        #expect(
            network.namedParameters.map(\.name) == [
                "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse",
                "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse",
            ])
        let cell = try #require(network.cells.first)
        #expect(cell.inputWeight.shape == [16, 3, 3, 3] && cell.recurrentWeight.shape == [16, 4, 3, 3])
        #expect(cell.inputBias.value.elements == (0..<16).map { (4..<8).contains($0) ? 1 : 0 })
        let recurrent = cell.recurrentWeight.value.elements
        for (index, value) in recurrent.enumerated() where index % 9 != 4 { #expect(value == 0) }
        let norms = (0..<16).map { row in
            recurrent[row * 36..<(row + 1) * 36].reduce(Float(0)) { $0 + $1 * $1 }
        }
        for norm in norms { #expect(abs(norm - 1) < 1e-5) }
    }
}

@Suite(.serialized)
struct ConvLSTMThreadTests {
    @Test(arguments: [(2, 3, 5), (11, 18, 17)])
    func theNumberOfThreadsChangesNoBit(height: Int, width: Int, hiddenSize: Int) {
        let batch = RecurrentCase(
            height: height, width: width, inputSize: 4, hiddenSize: hiddenSize, numLayers: 2, isBidirectional: true,
            lengths: [1, 4, 2, 3], hasState: true, dropout: RecurrentDropout(betweenLayers: 0.4, recurrentWeights: 0.3))
        let context = ForwardContext.training(SeededGenerator(seed: 5))
        let single = withThreads(1) { Pass(batch, in: context) }
        for threadCount in 2...4 {
            let isSame = withThreads(threadCount) { Pass(batch, in: context) } == single
            #expect(isSame, "\(threadCount) threads")
        }
    }
}

extension Tensor {
    /// `[batch, …, height, width, channels]` at one pixel, `[batch, …, channels]`.
    fileprivate func pixel(_ index: Int, of pixelCount: Int) -> Tensor {
        let channels = shape[shape.count - 1]
        let all = elements
        let starts = stride(from: index * channels, to: count, by: pixelCount * channels)
        return Tensor(
            starts.flatMap { all[$0..<$0 + channels] }, shape: Array(shape.dropLast(3)) + [channels])
    }
}
