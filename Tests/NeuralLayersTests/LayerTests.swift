import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

struct LayerTests {
    @Test(arguments: [true, false])
    func linearIsTheAffineMapOfItsParameters(hasBias: Bool) {
        var generator = SeededGenerator(seed: 1)
        let layer = Linear(inputSize: 5, outputSize: 7, hasBias: hasBias, using: &generator)
        if let bias = layer.bias { bias.value = .normal([7], using: &generator) }
        let input = Parameter(.normal([3, 5], using: &generator))
        #expect(layer.namedParameters.map(\.name) == (hasBias ? ["weight", "bias"] : ["weight"]))
        expectGradientsMatch([("input", input)] + layer.namedParameters) {
            [layer(Variable(input))]
        } twin: {
            [DoubleTwin.linear($0[0], weight: $0[1], bias: hasBias ? $0[2] : nil)]
        }
    }

    @Test func embeddingPicksTheVectorsOfTheIDs() {
        var generator = SeededGenerator(seed: 2)
        let layer = Embedding(vocabularySize: 7, embeddingSize: 5, using: &generator)
        let ids: [Int32] = [6, 0, 6, 3, 3, 6]
        #expect(layer.namedParameters.map(\.name) == ["weight"])
        expectGradientsMatch(layer.namedParameters) {
            [layer(ids)]
        } twin: {
            [DoubleTwin.gatherRows($0[0], ids)]
        }
    }

    @Test func initialWeightsHaveTheirSpread() {
        var generator = SeededGenerator(seed: 3)
        let linear = Linear(inputSize: 16, outputSize: 300, using: &generator)
        #expect(linear.weight.value.elements.allSatisfy { abs($0) <= 0.25 })
        #expect(linear.weight.value.elements.contains { abs($0) > 0.24 })
        #expect(linear.bias?.value.elements == Array(repeating: 0, count: 300))
        let embedding = Embedding(
            vocabularySize: 1000, embeddingSize: 8, standardDeviation: 0.5, using: &generator)
        // The mean square of 8000 normal numbers of variance 1/4, within four standard deviations.
        let meanSquare = embedding.weight.value.sumOfSquares / 8000
        #expect(abs(meanSquare - 0.25) <= 4 * 0.25 * (2.0 / 8000).squareRoot())
    }

    @Test func nestedLayersHaveDottedNames() {
        struct Pair: Layer {
            let first: Linear
            let second: Linear
            func visitParameters(_ visitor: inout ParameterVisitor) {
                visitor.visit("first", first)
                visitor.visit("second", second)
            }
        }
        struct Outer: Layer {
            let pair: Pair
            let own: Parameter
            func visitParameters(_ visitor: inout ParameterVisitor) {
                visitor.visit("pair", pair)
                visitor.visit("own", own)
            }
        }
        var generator = SeededGenerator(seed: 4)
        let linear = { Linear(inputSize: 2, outputSize: 3, using: &generator) }
        let outer = Outer(pair: Pair(first: linear(), second: linear()), own: Parameter(.zeros([4])))
        #expect(
            outer.namedParameters.map(\.name) == [
                "pair.first.weight", "pair.first.bias", "pair.second.weight", "pair.second.bias", "own",
            ])
        #expect(outer.parameterCount == 2 * (6 + 3) + 4)
    }

    @Test func dropoutDrawsAKeyOnlyWhenItTrainsAtARate() {
        var inference = ForwardContext.inference
        #expect(inference.dropoutKey(rate: 0.5) == nil)
        var expected = SeededGenerator(seed: 5)
        var training = ForwardContext.training(expected)
        #expect(training.dropoutKey(rate: 0) == nil)
        #expect(training.dropoutKey(rate: 0.5) == expected.next())
        #expect(training.generator == expected)
    }
}
