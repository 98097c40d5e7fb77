import Foundation
import TestSupport
import Testing

@testable import Tensors

/// The decoder as one operation against each sequence and step by itself in double precision.
struct AttentionDecoderTests {
    /// Also run under every instruction set, see `InstructionSetTests`.
    @Test func gradientsOfAllSizesAreThoseOfTheTwin() {
        for isAdditive in [true, false] {
            for feedsInput in [true, false] {
                for size in [1, 7, 17] {
                    DecoderCase(size: size, isAdditive: isAdditive, feedsInput: feedsInput).expectMatch(
                        maximumChecked: 8)
                }
            }
        }
        DecoderCase(size: 129, isAdditive: true, feedsInput: true).expectMatch(maximumChecked: 2)
    }

    @Test func theInputsOfOtherSequencesAndTheirOrderChangeNoBit() {
        let batch = DecoderCase(size: 17, isAdditive: true, feedsInput: true)
        let whole = batch.outputs(of: Array(batch.targets.indices))
        for sequence in batch.targets.indices { #expect(batch.outputs(of: [sequence]) == [whole[sequence]]) }
        #expect(batch.outputs(of: [2, 0, 1]) == [whole[2], whole[0], whole[1]])
    }
}

private struct DecoderCase {
    let targets = [2, 4, 1]
    let sources = [3, 1, 5]
    let size: Int
    let isAdditive: Bool
    let feedsInput: Bool
    let parameters: [(name: String, parameter: Parameter)]

    private static let inputSize = 3
    private static let valueSize = 5
    private var outputSize: Int { size + 1 }
    private var keySize: Int { isAdditive ? 6 : size }
    private var layout: SequenceLayout { SequenceLayout(lengths: targets) }

    init(size: Int, isAdditive: Bool, feedsInput: Bool) {
        (self.size, self.isAdditive, self.feedsInput) = (size, isAdditive, feedsInput)
        var generator = SeededGenerator(seed: UInt64(size))
        func random(_ shape: [Int], _ deviation: Float = 1) -> Parameter {
            Parameter(.normal(shape, standardDeviation: deviation, using: &generator))
        }
        let (output, keys, narrow) = (size + 1, isAdditive ? 6 : size, 0.7 / Float(size).squareRoot())
        var parameters = [
            ("input", random([7, Self.inputSize])), ("hidden", random([3, size])), ("cell", random([3, size])),
            ("keys", random([9, keys])), ("values", random([9, Self.valueSize])),
            ("inputWeight", random([4 * size, Self.inputSize], 0.5)),
            ("recurrentWeight", random([4 * size, size], narrow)), ("bias", random([4 * size], 0.3)),
            ("mixWeight", random([output, size + Self.valueSize], narrow)), ("mixBias", random([output], 0.3)),
        ]
        if feedsInput { parameters.append(("feedWeight", random([4 * size, output], narrow))) }
        if isAdditive {
            parameters += [
                ("queryWeight", random([keys, size], narrow)), ("queryBias", random([keys], 0.3)),
                ("score", random([keys])),
            ]
        }
        self.parameters = parameters.map { (name: $0.0, parameter: $0.1) }
    }

    private func variable(_ name: String) -> Variable {
        Variable(parameters.first { $0.name == name }!.parameter)
    }

    private var weights: AttentionDecoderWeights {
        AttentionDecoderWeights(
            inputWeight: variable("inputWeight"), feedWeight: feedsInput ? variable("feedWeight") : nil,
            recurrentWeight: variable("recurrentWeight"), bias: variable("bias"),
            attention: isAdditive
                ? .additive(
                    queryWeight: variable("queryWeight"), queryBias: variable("queryBias"), score: variable("score"))
                : .product, mixWeight: variable("mixWeight"), mixBias: variable("mixBias"))
    }

    func expectMatch(maximumChecked: Int) {
        expectGradientsMatch(parameters, maximumChecked: maximumChecked) {
            let packed = gatherRows(variable("input"), packing(Array(targets.indices)))
            let (output, _) = attentionDecoder(
                packed, layout: layout,
                memory: AttentionMemory(values: variable("values"), keys: variable("keys"), lengths: sources),
                weights: weights, state: (variable("hidden"), variable("cell")))
            return [gatherRows(output, layout.rowsBySequence)]
        } twin: { values in
            [twin(Dictionary(uniqueKeysWithValues: zip(parameters.map(\.name), values)))]
        }
    }

    /// For each packed row of some of the sequences, its row of `input`, where they lie one after the other.
    private func packing(_ sequences: [Int]) -> [Int32] {
        let layout = SequenceLayout(lengths: sequences.map { targets[$0] })
        let starts = targets.indices.map { targets[..<$0].reduce(0, +) }
        return layout.pack(sequences.map { sequence in (0..<targets[sequence]).map { Int32(starts[sequence] + $0) } })
    }

    /// The outputs of some of the sequences, in a batch of their own.
    func outputs(of sequences: [Int]) -> [[Float]] {
        let layout = SequenceLayout(lengths: sequences.map { targets[$0] })
        let starts = sources.indices.map { sources[..<$0].reduce(0, +) }
        let memoryRows = sequences.flatMap { sequence in
            (0..<sources[sequence]).map { Int32(starts[sequence] + $0) }
        }
        let numbers = sequences.map(Int32.init)
        let memory = AttentionMemory(
            values: gatherRows(variable("values"), memoryRows), keys: gatherRows(variable("keys"), memoryRows),
            lengths: sequences.map { sources[$0] })
        let (output, _) = attentionDecoder(
            gatherRows(variable("input"), packing(sequences)), layout: layout, memory: memory, weights: weights,
            state: (gatherRows(variable("hidden"), numbers), gatherRows(variable("cell"), numbers)))
        let rows = gatherRows(output, layout.rowsBySequence).value.elements
        var start = 0
        return sequences.map { sequence in
            defer { start += targets[sequence] * outputSize }
            return Array(rows[start..<start + targets[sequence] * outputSize])
        }
    }

    /// The equations, a step at a time.
    private func twin(_ p: [String: DoubleTensor]) -> DoubleTensor {
        var (outputs, row, memoryStart): ([Double], Int, Int) = ([], 0, 0)
        func times(_ name: String, _ vector: [Double]) -> [Double] { DoubleTwin.times(p[name]!, vector) }
        func add(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        for (sequence, length) in targets.enumerated() {
            var hidden = (0..<size).map { p["hidden"]![sequence, $0] }
            var cell = (0..<size).map { p["cell"]![sequence, $0] }
            var feed = [Double](repeating: 0, count: outputSize)
            for _ in 0..<length {
                let input = (0..<Self.inputSize).map { p["input"]![row, $0] }
                var gates = add(add(times("inputWeight", input), times("recurrentWeight", hidden)), p["bias"]!.values)
                if feedsInput { gates = add(gates, times("feedWeight", feed)) }
                for j in 0..<size {
                    let (i, f) = (sigmoid(gates[j]), sigmoid(gates[size + j]))
                    cell[j] = f * cell[j] + i * Foundation.tanh(gates[2 * size + j])
                    hidden[j] = sigmoid(gates[3 * size + j]) * Foundation.tanh(cell[j])
                }
                let query = isAdditive ? add(times("queryWeight", hidden), p["queryBias"]!.values) : hidden
                let scores = (0..<sources[sequence]).map { place in
                    (0..<keySize).reduce(0.0) { sum, j in
                        let key = p["keys"]![memoryStart + place, j]
                        return sum
                            + (isAdditive ? p["score"]!.values[j] * Foundation.tanh(key + query[j]) : key * query[j])
                    }
                }
                let shares = scores.map { exp($0) }
                let total = shares.reduce(0, +)
                let context = (0..<Self.valueSize).map { j in
                    shares.indices.reduce(0) { $0 + shares[$1] / total * p["values"]![memoryStart + $1, j] }
                }
                feed = add(times("mixWeight", hidden + context), p["mixBias"]!.values).map { Foundation.tanh($0) }
                outputs += feed
                row += 1
            }
            memoryStart += sources[sequence]
        }
        return DoubleTensor(outputs, shape: [row, outputSize])
    }
}
