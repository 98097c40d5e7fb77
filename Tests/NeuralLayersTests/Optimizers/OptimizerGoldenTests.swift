import ModelFiles
import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

/// Comparison with `torch.optim`; see `Tests/Goldens/README.md`.
struct OptimizerGoldenTests {
    @Test(arguments: ["adam", "adamw", "sgd"])
    func everyStepIsThatOfPyTorch(name: String) throws {
        switch name {
        case "adam": try expectTrajectory(Adam(), learningRate: 0.01, name)
        case "adamw": try expectTrajectory(Adam(weightDecay: 0.01), learningRate: 0.01, name)
        default: try expectTrajectory(SGD(momentum: 0.9), learningRate: 0.1, name)
        }
    }

    @Test func clippingIsThatOfPyTorch() throws {
        let file = try golden("optimizers")
        let norm = try Double(file.floats("norm")[0])
        for (name, clipping) in [
            ("clip_norm_1", .norm(1)), ("clip_norm_1000", .norm(1000)), ("clip_value", .value(0.5)),
        ] as [(String, GradientClipping)] {
            let parameters = try parameters(file)
            var gradients = try gradients(file, step: 0, of: parameters)
            let (scale, found) = clipping.apply(to: &gradients, of: parameters)
            #expect(abs(found - norm) <= Double(file.tolerance) * norm)
            for (part, parameter) in zip(["a", "b"], parameters) {
                try expectGolden(gradients[parameter]?.scaled(by: scale), "\(name).\(part)", of: file)
            }
        }
    }

    @Test func withoutClippingNothingIsScaled() throws {
        let file = try golden("optimizers")
        let parameters = try parameters(file)
        var gradients = try gradients(file, step: 0, of: parameters)
        let before = parameters.map { gradients[$0] }
        let (scale, norm) = GradientClipping.none.apply(to: &gradients, of: parameters)
        #expect(scale == 1 && norm > 0)
        #expect(parameters.map { gradients[$0] } == before)
    }

    @Test(arguments: [Float.nan, .infinity])
    func aGradientThatIsNotFiniteShowsInTheNorm(bad: Float) {
        let parameter = Parameter(.zeros([3]))
        var gradients = withGradients { Variable(parameter).sum() }.gradients
        gradients[parameter] = Tensor([1, bad, 2], shape: [3])
        for clipping: GradientClipping in [.none, .norm(1), .value(1)] {
            var copy = gradients
            #expect(!clipping.apply(to: &copy, of: [parameter]).norm.isFinite)
        }
    }

    private func expectTrajectory(_ optimizer: some Optimizer, learningRate: Float, _ name: String) throws {
        let file = try golden("optimizers")
        let parameters = try parameters(file)
        let expected = try ["a", "b"].map { try file.slices("\(name).\($0)") }
        var optimizer = optimizer
        for step in 0..<8 {
            optimizer.update(
                parameters, with: try gradients(file, step: step, of: parameters), learningRate: learningRate,
                gradientScale: 1)
            for (part, parameter) in parameters.enumerated() {
                try expectGolden(parameter.value, expected[part][step], named: "\(name), step \(step)", of: file)
            }
        }
        #expect(optimizer.step == 8)
    }

    private func parameters(_ file: SafetensorsFile) throws -> [Parameter] {
        try [Parameter(file.tensor("initial.a")), Parameter(file.tensor("initial.b"))]
    }

    private func gradients(_ file: SafetensorsFile, step: Int, of parameters: [Parameter]) throws -> Gradients {
        var gradients = withGradients { parameters.map { Variable($0).sum() }.reduce(Variable(.zeros([])), +) }
            .gradients
        for (name, parameter) in zip(["a", "b"], parameters) {
            gradients[parameter] = try file.slices("gradients.\(name)")[step]
        }
        return gradients
    }
}
