import TestSupport
import Testing

@testable import Tensors

/// Comparison with PyTorch; see `Tests/Goldens/README.md`.
struct OperationGoldenTests {
    @Test(arguments: ["cross_entropy", "cross_entropy_smoothed"])
    func crossEntropyIsThatOfPyTorch(name: String) throws {
        let file = try golden("operations")
        let logits = try Parameter(file.tensor("cross_entropy.logits").reshaped([15, 11]))
        let targets = try file.integers("cross_entropy.targets", as: Int32.self)
        let mask = try file.floats("cross_entropy.mask")
        let (loss, gradients) = withGradients {
            crossEntropy(
                logits: Variable(logits), targets: targets, weights: mask,
                labelSmoothing: name.hasSuffix("smoothed") ? 0.1 : 0)
        }
        try expectGolden(Tensor([loss], shape: [1]), "\(name).loss", of: file)
        try expectGolden(gradients[logits]?.reshaped([3, 5, 11]), "\(name).grad.logits", of: file)
    }

    @Test func theLinearMapIsThatOfPyTorch() throws {
        let file = try golden("operations")
        let input = try Parameter(file.tensor("linear.input").reshaped([6, 7]))
        let (weight, bias) = try (Parameter(file.tensor("linear.weight")), Parameter(file.tensor("linear.bias")))
        let upstream = try file.tensor("linear.grad_output").reshaped([6, 5])
        var output = Tensor.zeros([])
        let (_, gradients) = withGradients {
            let result = linear(Variable(input), weight: Variable(weight), bias: Variable(bias))
            output = result.value
            return (result * Variable(upstream)).sum()
        }
        try expectGolden(output.reshaped([2, 3, 5]), "linear.output", of: file)
        try expectGolden(gradients[input]?.reshaped([2, 3, 7]), "linear.grad.input", of: file)
        try expectGolden(gradients[weight], "linear.grad.weight", of: file)
        try expectGolden(gradients[bias], "linear.grad.bias", of: file)
    }

    @Test func theEmbeddingIsThatOfPyTorch() throws {
        let file = try golden("operations")
        let weight = try Parameter(file.tensor("embedding.weight"))
        let ids = try file.integers("embedding.ids", as: Int32.self)
        let upstream = try file.tensor("embedding.grad_output").reshaped([8, 5])
        var output = Tensor.zeros([])
        let (_, gradients) = withGradients {
            let result = gatherRows(Variable(weight), ids)
            output = result.value
            return (result * Variable(upstream)).sum()
        }
        try expectGolden(output.reshaped([2, 4, 5]), "embedding.output", of: file)
        try expectGolden(gradients[weight], "embedding.grad.weight", of: file)
    }

    /// The cross entropy of every class is minus the log-softmax.
    @Test func theLogarithmOfTheSoftmaxIsThatOfPyTorch() throws {
        let file = try golden("operations")
        let logits = try file.tensor("log_softmax.input")
        let columns = (0..<9).map { crossEntropies(logits: logits, targets: Array(repeating: Int32($0), count: 4)) }
        let output = Tensor((0..<36).map { -columns[$0 % 9][$0 / 9] }, shape: [4, 9])
        try expectGolden(output, "log_softmax.output", of: file)
    }
}
