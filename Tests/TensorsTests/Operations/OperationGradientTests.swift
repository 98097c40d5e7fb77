import TestSupport
import Testing

@testable import Tensors

struct OperationGradientTests {
    private func parameter(_ shape: [Int], seed: UInt64) -> Parameter {
        var generator = SeededGenerator(seed: seed)
        return Parameter(.normal(shape, using: &generator))
    }

    @Test func elementwiseOperations() {
        let (a, b) = (parameter([3, 5], seed: 1), parameter([3, 5], seed: 2))
        expectGradientsMatch([("a", a), ("b", b)]) {
            let (a, b) = (Variable(a), Variable(b))
            return [a + b, a * b, 2.5 * a, (a * b).sum(), (a * a + b).reshaped([5, 3])]
        } twin: { values in
            let (a, b) = (values[0], values[1])
            return [
                DoubleTwin.add(a, b), DoubleTwin.multiply(a, b), DoubleTwin.scale(2.5, a),
                DoubleTwin.sum(DoubleTwin.multiply(a, b)),
                DoubleTwin.add(DoubleTwin.multiply(a, a), b).reshaped([5, 3]),
            ]
        }
    }

    @Test(arguments: [(1, 1, 1), (2, 3, 5), (7, 17, 6), (5, 33, 65), (13, 6, 130)], [true, false])
    func linearMap(sizes: (rows: Int, inputSize: Int, outputSize: Int), hasBias: Bool) {
        let (rows, inputSize, outputSize) = sizes
        let input = parameter([rows, inputSize], seed: 1)
        let weight = parameter([outputSize, inputSize], seed: 2)
        let bias = hasBias ? parameter([outputSize], seed: 3) : nil
        expectGradientsMatch([("input", input), ("weight", weight)] + (bias.map { [("bias", $0)] } ?? [])) {
            [linear(Variable(input), weight: Variable(weight), bias: bias.map { Variable($0) })]
        } twin: {
            [DoubleTwin.linear($0[0], weight: $0[1], bias: hasBias ? $0[2] : nil)]
        }
    }

    @Test func gatheredRowsWithRepeatedAndMissingIndices() {
        let table = parameter([6, 5], seed: 4)
        let indices: [Int32] = [3, 0, 3, -1, 5, 3, -1, 0]
        expectGradientsMatch([("table", table)]) {
            [gatherRows(Variable(table), indices)]
        } twin: {
            [DoubleTwin.gatherRows($0[0], indices)]
        }
    }

    @Test func concatenatedColumns() {
        let (left, right) = (parameter([4, 3], seed: 5), parameter([4, 7], seed: 6))
        expectGradientsMatch([("left", left), ("right", right)]) {
            [concatenateColumns(Variable(left), Variable(right))]
        } twin: {
            [DoubleTwin.concatenateColumns($0[0], $0[1])]
        }
    }

    @Test(arguments: [Float(0), 0.3, 0.9])
    func dropoutWithItsMask(rate: Float) {
        let input = parameter([9, 11], seed: 7)
        let mask = dropoutMask(shape: [9, 11], rate: rate, key: 77)
        expectGradientsMatch([("input", input)]) {
            [dropout(Variable(input), rate: rate, key: 77)]
        } twin: {
            [DoubleTwin.multiply($0[0], mask)]
        }
    }

    @Test func lockedDropoutWithItsMasks() {
        let input = parameter([9, 11], seed: 8)
        let rows: [Int32] = [0, 1, 2, 3, 0, 1, 2, 0, 0]
        let masks = lockedDropoutMasks(4, columns: 11, rate: 0.4, key: 78)
        expectGradientsMatch([("input", input)]) {
            [lockedDropout(Variable(input), maskRows: rows, rate: 0.4, key: 78)]
        } twin: {
            [DoubleTwin.lockedDropout($0[0], maskRows: rows, masks: masks)]
        }
    }

    @Test func crossEntropyInAllItsForms() {
        let weightings: [[Float]?] = [nil, [1, 0, 1, 1, 0, 1], [0.5, 2, 0, 1.25, 1, 3]]
        for classes in [1, 2, 11, 67] {
            let logits = parameter([6, classes], seed: UInt64(classes))
            let targets = (0..<6).map { Int32($0 * 5 % classes) }
            for weights in weightings {
                for smoothing: Float in [0, 0.1, 0.75] {
                    for isMean in [true, false] where classes > 1 {
                        expectGradientsMatch([("logits", logits)]) {
                            [
                                crossEntropy(
                                    logits: Variable(logits), targets: targets, weights: weights,
                                    labelSmoothing: smoothing, reduction: isMean ? .meanOverTokens : .sum)
                            ]
                        } twin: {
                            [
                                DoubleTwin.crossEntropy(
                                    logits: $0[0], targets: targets, weights: weights,
                                    labelSmoothing: Double(smoothing), isMean: isMean)
                            ]
                        }
                    }
                }
            }
        }
    }
}
