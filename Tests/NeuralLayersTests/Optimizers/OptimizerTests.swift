import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

struct OptimizerTests {
    private func gradients(_ values: [(Parameter, Tensor)]) -> Gradients {
        var gradients = withGradients { Variable(Tensor(scalar: 0)) }.gradients
        for (parameter, gradient) in values { gradients[parameter] = gradient }
        return gradients
    }

    /// Adam in double precision, from algorithm 1 of the paper; the moves of each step.
    private func adamMoves(_ gradients: [[Float]], learningRate: Double) -> [[Double]] {
        let (beta1, beta2) = (Double(Float(0.9)), Double(Float(0.999)))
        var (m, v) = (gradients[0].map { _ in 0.0 }, gradients[0].map { _ in 0.0 })
        var (power1, power2) = (1.0, 1.0)
        return gradients.map { gradient in
            power1 *= beta1
            power2 *= beta2
            return gradient.indices.map { i in
                let g = Double(gradient[i])
                m[i] = beta1 * m[i] + (1 - beta1) * g
                v[i] = beta2 * v[i] + (1 - beta2) * g * g
                return -learningRate * (m[i] / (1 - power1)) / ((v[i] / (1 - power2)).squareRoot() + 1e-8)
            }
        }
    }

    @Test func theMovesOfAdamAreRightToSixDigits() {
        var generator = SeededGenerator(seed: 8)
        let steps = (0..<40).map { _ in Tensor.normal([50], using: &generator) }
        let expected = adamMoves(steps.map(\.elements), learningRate: 0.01)
        let parameter = Parameter(.zeros([50]))
        var adam = Adam()
        for (step, gradient) in steps.enumerated() {
            parameter.value = .zeros([50])  // so that the value is the move
            adam.update([parameter], with: gradients([(parameter, gradient)]), learningRate: 0.01)
            let error = DoubleTensor.relativeError(parameter.value.elements.map(Double.init), expected[step])
            #expect(error <= 1e-6, "step \(step)")
        }
    }

    @Test func adamWithManyElementsAndThreadsIsTheSame() {
        var generator = SeededGenerator(seed: 9)
        let start = Tensor.normal([20_001], using: &generator)
        let gradient = Tensor.normal([20_001], using: &generator)
        let results = (1...4).map { count in
            withThreads(count) {
                let parameter = Parameter(start)
                var adam = Adam(weightDecay: 0.1)
                for _ in 0..<3 {
                    adam.update([parameter], with: gradients([(parameter, gradient)]), learningRate: 0.01)
                }
                return parameter.value
            }
        }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    /// Tables of 60 rows after five steps whose batches read few of them: as `adam` moves them, and as the gradients say.
    private func trainedTable(_ optimizer: some Optimizer, dense: Bool) -> Tensor {
        var generator = SeededGenerator(seed: 11)
        let table = Parameter(.normal([60, 5], using: &generator))
        var optimizer = optimizer
        for step in 0..<5 {
            let ids = (0..<9).map { Int32(($0 * $0 + step) % 57) }
            let factors = Tensor.normal([9, 5], using: &generator)
            var gradients = withGradients { (gatherRows(Variable(table), ids) * Variable(factors)).sum() }.gradients
            if dense { gradients[table] = gradients[table] }
            optimizer.update([table], with: gradients, learningRate: 0.05, gradientScale: 0.5)
        }
        return table.value
    }

    @Test(arguments: [1, 2, 5])
    func gradientsOfRowsMoveATableAsDenseOnesDo(threads: Int) {
        withThreads(threads) {
            let adam = Adam(weightDecay: 0.1)
            #expect(trainedTable(adam, dense: false) == trainedTable(adam, dense: true))
            let sgd = SGD(momentum: 0.9, weightDecay: 0.1)
            #expect(trainedTable(sgd, dense: false) == trainedTable(sgd, dense: true))
        }
    }

    @Test func lazyAdamLeavesAbsentRowsAndMovesTheOthersAlike() {
        var generator = SeededGenerator(seed: 12)
        let start = Tensor.normal([6, 4], using: &generator)
        let (lazy, eager) = (Parameter(start), Parameter(start))
        var (first, second) = (Adam(weightDecay: 0.1, isLazy: true), Adam(weightDecay: 0.1))
        for ids: [Int32] in [[1, 4], [4, 4]] {
            for (parameter, isLazy) in [(lazy, true), (eager, false)] {
                let gradients = withGradients { gatherRows(Variable(parameter), ids).sum() }.gradients
                if isLazy {
                    first.update([parameter], with: gradients, learningRate: 0.1)
                } else {
                    second.update([parameter], with: gradients, learningRate: 0.1)
                }
            }
        }
        for row in 0..<6 {
            let range = row * 4..<row * 4 + 4
            #expect((lazy.value.elements[range] == start.elements[range]) == (row != 1 && row != 4), "row \(row)")
        }
        #expect(lazy.value.elements[16..<20] == eager.value.elements[16..<20], "read in every step")
        #expect(lazy.value.elements[4..<8] != eager.value.elements[4..<8], "read in the first step only")
    }

    @Test func theScaleMultipliesTheGradient() {
        let gradient = Tensor([3, -1, 0.5], shape: [3])
        for make in [{ Adam() as any Optimizer }, { SGD(momentum: 0.9) as any Optimizer }] {
            let (scaled, plain) = (Parameter(.zeros([3])), Parameter(.zeros([3])))
            var (first, second) = (make(), make())
            for _ in 0..<2 {
                first.update([scaled], with: gradients([(scaled, gradient)]), learningRate: 0.1, gradientScale: 0.25)
                second.update(
                    [plain], with: gradients([(plain, gradient.scaled(by: 0.25))]), learningRate: 0.1,
                    gradientScale: 1)
            }
            #expect(scaled.value == plain.value)
        }
    }

    @Test func aParameterWithoutGradientStaysAsItIs() {
        let (moved, still) = (Parameter(Tensor([1], shape: [1])), Parameter(Tensor([1], shape: [1])))
        for optimizer in [Adam(weightDecay: 0.1) as any Optimizer, SGD(momentum: 0.9, weightDecay: 0.1)] {
            var optimizer = optimizer
            let before = moved.value
            optimizer.update(
                [moved, still], with: gradients([(moved, Tensor([1], shape: [1]))]), learningRate: 0.1,
                gradientScale: 1)
            #expect(moved.value != before && still.value.elements == [1])
        }
    }

    @Test func weightDecayShrinksWithoutPassingThroughTheVelocity() {
        let parameter = Parameter(Tensor([2], shape: [1]))
        var sgd = SGD(momentum: 0.5, weightDecay: 0.1)
        let zero = Tensor([0], shape: [1])
        sgd.update([parameter], with: gradients([(parameter, zero)]), learningRate: 0.5)
        #expect(abs(parameter.value.elements[0] - 1.9) <= 1e-6)
        #expect(sgd.state["velocity.0"]?.elements == [0])
    }

    @Test func aRestoredOptimizerGoesOnBitForBit() throws {
        var generator = SeededGenerator(seed: 10)
        let steps = (0..<6).map { _ in Tensor.normal([9], using: &generator) }
        for make in [{ Adam(weightDecay: 0.01) as any Optimizer }, { SGD(momentum: 0.9) as any Optimizer }] {
            let (through, stopped) = (Parameter(.zeros([9])), Parameter(.zeros([9])))
            var (one, two) = (make(), make())
            for (index, step) in steps.enumerated() {
                one.update([through], with: gradients([(through, step)]), learningRate: 0.1, gradientScale: 1)
                if index == 3 {
                    var fresh = make()
                    try fresh.restore(two.state, step: two.step, for: [stopped])
                    two = fresh
                }
                two.update([stopped], with: gradients([(stopped, step)]), learningRate: 0.1, gradientScale: 1)
            }
            #expect(through.value == stopped.value && one.step == two.step)
        }
    }

    @Test func aStateThatDoesNotFitIsRefused() {
        let parameters = [Parameter(.zeros([2])), Parameter(.zeros([3]))]
        var adam = Adam()
        let short = ["first.0": Tensor.zeros([2]), "first.1": .zeros([4])]
        #expect(throws: OptimizerStateError(tensor: "first.1", expected: [3], found: [4])) {
            try adam.restore(short, step: 1, for: parameters)
        }
        var sgd = SGD()
        #expect(throws: OptimizerStateError(tensor: "velocity.0", expected: [2], found: nil)) {
            try sgd.restore([:], step: 1, for: parameters)
        }
        #expect(adam.step == 0 && sgd.step == 0)
    }
}
