import TestSupport
import Testing

@testable import Tensors

struct RegressionLossTests {
    private func parameter(_ shape: [Int], seed: UInt64) -> Parameter {
        var generator = SeededGenerator(seed: seed)
        return Parameter(.normal(shape, using: &generator))
    }

    @Test func squaredErrorsAreAveraged() {
        let prediction = Variable(Tensor([1, 2, 3, 4], shape: [2, 2]))
        #expect(meanSquaredError(prediction, targets: Tensor([1, 4, 0, 3], shape: [2, 2])).value.scalar == 3.5)
        #expect(meanSquaredError(prediction, targets: Tensor([1, 2, 3, 4], shape: [2, 2])).value.scalar == 0)
    }

    /// Targets 10 and 0; quantiles 0.25 and 0.75 of each. Above: τ times the distance; below: 1 - τ times.
    @Test func pinballsWeighBothSides() {
        let prediction = Variable(Tensor([8, 14, 2, -4], shape: [1, 4]))
        let loss = pinballLoss(prediction, targets: Tensor([10, 0], shape: [1, 2]), quantiles: [0.25, 0.75])
        // 0.25 * 2, 0.25 * 4, 0.75 * 2, 0.75 * 4
        #expect(loss.value.scalar == (0.5 + 1 + 1.5 + 3) / 4)
    }

    @Test func theMedianIsHalfTheAbsoluteError() {
        let prediction = Variable(Tensor([1, 5, -2], shape: [3, 1]))
        let loss = pinballLoss(prediction, targets: Tensor([4, 3, -2], shape: [3, 1]), quantiles: [0.5])
        #expect(loss.value.scalar == Float(5) / 6)
    }

    @Test func theGradientOfSquaredErrorsIsThatOfDifferences() {
        let prediction = parameter([5, 3], seed: 1)
        let targets = parameter([5, 3], seed: 2).value
        expectGradientsMatch([("prediction", prediction)]) {
            [meanSquaredError(Variable(prediction), targets: targets), 3 * Variable(prediction)]
        } twin: { values in
            let errors = zip(values[0].values, targets.elements).map { $0 - Double($1) }
            let mean = errors.reduce(0) { $0 + $1 * $1 } / 15
            return [DoubleTensor([mean], shape: []), DoubleTwin.scale(3, values[0])]
        }
    }

    @Test(arguments: [[Float(0.5)], [0.1, 0.5, 0.9]]) func theGradientOfPinballsIsThatOfDifferences(quantiles: [Float])
    {
        let prediction = parameter([4, 2 * quantiles.count], seed: 3)
        let targets = parameter([4, 2], seed: 4).value
        expectGradientsMatch([("prediction", prediction)]) {
            [pinballLoss(Variable(prediction), targets: targets, quantiles: quantiles)]
        } twin: { values in
            var sum = 0.0
            for row in 0..<4 {
                for target in 0..<2 {
                    for (index, quantile) in quantiles.enumerated() {
                        let told = values[0][row, target * quantiles.count + index]
                        let error = Double(targets.elements[row * 2 + target]) - told
                        sum += error > 0 ? Double(quantile) * error : (Double(quantile) - 1) * error
                    }
                }
            }
            return [DoubleTensor([sum / Double(8 * quantiles.count)], shape: [])]
        }
    }

    /// Descent along the gradient ends at the quantiles of what came, here those of 1 … 99.
    @Test func descentFindsQuantiles() {
        let quantiles: [Float] = [0.1, 0.5, 0.8]
        let levels = Parameter(Tensor([50, 50, 50], shape: [1, 3]))
        let targets = Tensor((1...99).map(Float.init), shape: [99, 1])
        for step in 0..<600 {
            let (_, gradients) = withGradients {
                pinballLoss(
                    gatherRows(Variable(levels), Array(repeating: 0, count: 99)), targets: targets, quantiles: quantiles
                )
            }
            let rate: Float = step < 400 ? 20 : 2
            levels.value = Tensor(
                zip(levels.value.elements, gradients[levels]!.elements).map { $0 - rate * $1 }, shape: [1, 3])
        }
        for (level, expected) in zip(levels.value.elements, [10, 50, 80] as [Float]) {
            #expect(abs(level - expected) < 1.5)
        }
    }
}
