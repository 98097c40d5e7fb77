import Foundation
import Testing

@testable import Tensors

struct CrossEntropyTests {
    private func lossAndGradient(
        _ logits: [Float], classes: Int, targets: [Int32], weights: [Float]? = nil, labelSmoothing: Float = 0
    ) throws -> (loss: Float, gradient: [Float]) {
        let parameter = Parameter(Tensor(logits, shape: [targets.count, classes]))
        let (loss, gradients) = withGradients {
            crossEntropy(
                logits: Variable(parameter), targets: targets, weights: weights, labelSmoothing: labelSmoothing)
        }
        return try (loss, #require(gradients[parameter]).elements)
    }

    @Test(arguments: [Float(0), 0.1])
    func hugeLogitsStayFinite(labelSmoothing: Float) throws {
        let logits: [Float] = [1e4, -1e4, 0, -1e4, 1e4, 9999]
        let (loss, gradient) = try lossAndGradient(
            logits, classes: 3, targets: [0, 0], labelSmoothing: labelSmoothing)
        #expect(loss.isFinite && gradient.allSatisfy(\.isFinite))
        if labelSmoothing == 0 {
            #expect(abs(loss - (20_000 + log1p(exp(-1))) / 2) <= 1e-3)
            let expected: [Float] = [0, 0, 0, -0.5, 0.5 / (1 + exp(-1)), 0.5 / (1 + exp(1))]
            for (found, wanted) in zip(gradient, expected) { #expect(abs(found - wanted) <= 1e-6) }
        }
    }

    @Test func aConstantAddedToALogitRowChangesLittle() throws {
        let logits: [Float] = [0.5, -1, 2, 0.25]
        let plain = try lossAndGradient(logits, classes: 4, targets: [2])
        let shifted = try lossAndGradient(logits.map { $0 + 64 }, classes: 4, targets: [2])
        #expect(abs(plain.loss - shifted.loss) <= 1e-5)
        for (a, b) in zip(plain.gradient, shifted.gradient) { #expect(abs(a - b) <= 1e-6) }
    }

    @Test func aRowOfWeightZeroIsNotEvenRead() throws {
        let logits: [Float] = [1, 2, 3, .nan, .infinity, -.infinity]
        let (loss, gradient) = try lossAndGradient(logits, classes: 3, targets: [1, 0], weights: [1, 0])
        let alone = try lossAndGradient([1, 2, 3], classes: 3, targets: [1])
        #expect(loss == alone.loss)
        #expect(gradient == alone.gradient + [0, 0, 0])
    }

    @Test func nothingButPaddingGivesALossOfZero() throws {
        let (loss, gradient) = try lossAndGradient([1, 2], classes: 2, targets: [0], weights: [0])
        #expect(loss == 0 && gradient == [0, 0])
    }

    @Test func aClassRuledOutByMinusInfinityHasNoPartInTheLoss() throws {
        let (loss, gradient) = try lossAndGradient([1, -.infinity, 3], classes: 3, targets: [2])
        let without = try lossAndGradient([1, 3], classes: 2, targets: [1])
        #expect(abs(loss - without.loss) <= 1e-7)
        #expect(gradient[1] == 0)
        #expect(abs(gradient[0] - without.gradient[0]) <= 1e-7)
    }

    @Test func notANumberAmongTheLogitsShowsInTheLoss() throws {
        for index in 0..<20 {
            var logits = [Float](repeating: 0.5, count: 20)
            logits[index] = .nan
            #expect(try lossAndGradient(logits, classes: 20, targets: [3]).loss.isNaN)
        }
    }

    @Test func aGradientRowSumsToZeroOverManyClasses() throws {
        var generator = SeededGenerator(seed: 3)
        let logits = Tensor.normal([2, 20_011], standardDeviation: 3, using: &generator)
        let (_, gradient) = try lossAndGradient(
            logits.elements, classes: 20_011, targets: [5, 20_010], labelSmoothing: 0.1)
        for row in 0..<2 {
            let sum = gradient[row * 20_011..<(row + 1) * 20_011].reduce(0) { $0 + Double($1) }
            #expect(abs(sum) <= 1e-5)
        }
    }

    @Test func entropiesOfRowsAreThoseThatTheLossAverages() throws {
        var generator = SeededGenerator(seed: 4)
        let logits = Tensor.normal([5, 9], using: &generator)
        let targets: [Int32] = [0, 8, 3, 3, 1]
        let rows = crossEntropies(logits: logits, targets: targets)
        let loss = crossEntropy(logits: Variable(logits), targets: targets).value.scalar
        #expect(abs(rows.reduce(0, +) / 5 - loss) <= 1e-6)
        #expect(rows.count == 5 && rows.allSatisfy { $0 > 0 })
    }
}
