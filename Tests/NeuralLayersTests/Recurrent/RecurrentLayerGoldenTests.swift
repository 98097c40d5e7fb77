import ModelFiles
import Tensors
import TestSupport
import Testing

@testable import NeuralLayers

/// Comparison with `torch.nn.LSTM`, `GRU`, `RNN` and `Conv2d`, and with NumPy for peepholes; see `Tests/Goldens/README.md`.
struct RecurrentLayerGoldenTests {
    @Test(arguments: [
        "1layer", "1layer_ragged_state", "1layer_bi", "1layer_bi_state", "2layer", "2layer_state", "2layer_ragged",
        "2layer_bi", "2layer_bi_short", "2layer_bi_wide",
    ])
    func lstm(name: String) throws { try expectGolden(.lstm, "lstm_\(name)") }

    @Test(arguments: ["1layer_ragged_state", "1layer_bi", "2layer_state", "2layer_bi", "2layer_bi_wide"])
    func gru(name: String) throws { try expectGolden(.gru, "gru_\(name)") }

    @Test(arguments: ["1layer_ragged_state", "1layer_bi", "2layer_state", "2layer_bi", "2layer_bi_wide"])
    func simpleRNN(name: String) throws { try expectGolden(.simpleRNN, "simple_rnn_\(name)") }

    @Test(arguments: ["1layer_ragged_state", "1layer_bi", "2layer_bi"])
    func peepholeLSTM(name: String) throws { try expectGolden(.peephole, "peephole_lstm_\(name)") }

    @Test(arguments: ["1layer_ragged_state", "1layer_bi", "2layer_bi"])
    func convLSTM(name: String) throws { try expectGolden(.lstm, "conv_lstm_\(name)") }

    /// Values and all gradients.
    private func expectGolden(_ kind: CellKind, _ name: String) throws {
        let file = try golden(name)
        let network = try network(kind, from: file)
        let input = try Parameter(file.tensor("input"))
        let lengths = try file.integers("lengths")
        let hidden = try file.contains("h0") ? file.slices("h0").map { Parameter($0) } : []
        let cell = try file.contains("c0") ? file.slices("c0").map { Parameter($0) } : []
        let ofCell = kind.hasCellState ? try file.slices("grad_cN") : []
        let upstream = try [file.tensor("grad_output")] + file.slices("grad_hN") + ofCell
        var outputs: [Variable] = []
        let (_, gradients) = withGradients {
            var context = ForwardContext.inference
            let state = StateLists(hidden: hidden.map { Variable($0) }, cell: cell.map { Variable($0) })
            let (output, final) = network.run(
                Variable(input), lengths: lengths, state: hidden.isEmpty ? nil : state, in: &context)
            outputs = [output] + final.hidden + final.cell
            return zip(outputs, upstream).map { ($0 * Variable($1)).sum() }
                .reduce(Variable(Tensor(scalar: 0)), +)
        }
        #expect(outputs.count == upstream.count)
        let count = network.cellCount
        try TestSupport.expectGolden(outputs[0].value, "output", of: file)
        try expectStack(outputs[1...count].map(\.value), "hN", of: file)
        try expectStack(outputs[(count + 1)...].map(\.value), "cN", of: file)
        try TestSupport.expectGolden(gradients[input], "grad.input", of: file)
        for (name, parameter) in network.namedParameters {
            try TestSupport.expectGolden(gradients[parameter], "grad.\(name)", of: file)
        }
        try expectStack(hidden.map { gradients[$0] }, "grad.h0", of: file)
        try expectStack(cell.map { gradients[$0] }, "grad.c0", of: file)
    }

    private func network(_ kind: CellKind, from file: SafetensorsFile) throws -> any RecurrentNetwork {
        var generator = SeededGenerator(seed: 0)
        let number = { (key: String) in try #require(file.metadata[key].flatMap { Int($0) }) }
        let isBidirectional = file.metadata["bidirectional"] == "true"
        let network: any RecurrentNetwork =
            if file.metadata["kernelSize"] != nil {
                try ConvLSTM(
                    inputSize: number("inputSize"), hiddenSize: number("hiddenSize"), kernelSize: number("kernelSize"),
                    numLayers: number("numLayers"), isBidirectional: isBidirectional, using: &generator)
            } else {
                try kind.network(
                    inputSize: number("inputSize"), hiddenSize: number("hiddenSize"), numLayers: number("numLayers"),
                    isBidirectional: isBidirectional, using: &generator)
            }
        for (name, parameter) in network.namedParameters {
            let value = try file.tensor(name)
            try #require(value.shape == parameter.shape)
            parameter.value = value
        }
        return network
    }

    /// Checks tensors against a golden that holds them one behind the other along its first axis; none against none.
    private func expectStack(_ found: [Tensor?], _ name: String, of file: SafetensorsFile) throws {
        try #require(file.contains(name) != found.isEmpty, "\(name)")
        guard !found.isEmpty else { return }
        let tensors = try found.map { try #require($0, "\(name)") }
        let shape = [tensors.count] + tensors[0].shape
        try TestSupport.expectGolden(Tensor(tensors.flatMap(\.elements), shape: shape), name, of: file)
    }
}
