import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

/// Comparison with `torch.nn.LSTM`; see `Tests/Goldens/README.md`.
struct LSTMGoldenTests {
    @Test(arguments: [
        "1layer", "1layer_ragged_state", "1layer_bi", "1layer_bi_state", "2layer", "2layer_state", "2layer_ragged",
        "2layer_bi", "2layer_bi_short", "2layer_bi_wide",
    ])
    func valuesAndAllGradientsAreThoseOfPyTorch(name: String) throws {
        let file = try golden("lstm_\(name)")
        let lstm = try lstm(from: file)
        let input = try Parameter(file.tensor("input"))
        let lengths = try file.integers("lengths")
        let hidden = try file.contains("h0") ? file.slices("h0").map { Parameter($0) } : []
        let cell = try file.contains("c0") ? file.slices("c0").map { Parameter($0) } : []
        let upstream = try [file.tensor("grad_output")] + file.slices("grad_hN") + file.slices("grad_cN")
        var outputs: [Variable] = []
        let (_, gradients) = withGradients {
            var context = ForwardContext.inference
            let state = LSTMState(hidden: hidden.map { Variable($0) }, cell: cell.map { Variable($0) })
            let (output, final) = lstm(
                Variable(input), lengths: lengths, state: hidden.isEmpty ? nil : state, in: &context)
            outputs = [output] + final.hidden + final.cell
            return zip(outputs, upstream).map { ($0 * Variable($1)).sum() }
                .reduce(Variable(Tensor(scalar: 0)), +)
        }
        let count = lstm.cells.count
        try expectGolden(outputs[0].value, "output", of: file)
        try expectStack(outputs[1...count].map(\.value), "hN", of: file)
        try expectStack(outputs[(count + 1)...].map(\.value), "cN", of: file)
        try expectGolden(gradients[input], "grad.input", of: file)
        for (name, parameter) in lstm.namedParameters {
            try expectGolden(gradients[parameter], "grad.\(name)", of: file)
        }
        if !hidden.isEmpty {
            try expectStack(hidden.map { gradients[$0] }, "grad.h0", of: file)
            try expectStack(cell.map { gradients[$0] }, "grad.c0", of: file)
        }
    }

    private func lstm(from file: SafetensorsFile) throws -> LSTM {
        var generator = SeededGenerator(seed: 0)
        let number = { (key: String) in try #require(file.metadata[key].flatMap { Int($0) }) }
        let lstm = try LSTM(
            inputSize: number("inputSize"), hiddenSize: number("hiddenSize"), numLayers: number("numLayers"),
            isBidirectional: file.metadata["bidirectional"] == "true", using: &generator)
        for (name, parameter) in lstm.namedParameters {
            let value = try file.tensor(name)
            try #require(value.shape == parameter.shape)
            parameter.value = value
        }
        return lstm
    }

    /// Checks tensors against a golden that holds them one behind the other along its first axis.
    private func expectStack(_ found: [Tensor?], _ name: String, of file: SafetensorsFile) throws {
        let tensors = try found.map { try #require($0, "\(name)") }
        let shape = [tensors.count] + tensors[0].shape
        try expectGolden(Tensor(tensors.flatMap(\.elements), shape: shape), name, of: file)
    }
}
