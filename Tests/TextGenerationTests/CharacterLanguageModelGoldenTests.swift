import ModelFiles
import NeuralLayers
import Tensors
import TestSupport
import Testing
import TextGeneration

/// Comparison with PyTorch; see `Tests/Goldens/README.md`.
struct CharacterLanguageModelGoldenTests {
    private static let variants = ["free", "tied", "bridged"]

    @Test(arguments: variants) func theFirstStepIsThatOfPyTorch(variant: String) throws {
        let training = try GoldenTraining(variant)
        let (logits, loss, gradients) = training.firstStep()
        try expectGolden(logits, "logits", of: training.file)
        try expectGolden(Tensor(scalar: loss), training.file.slices("losses")[0], named: "loss", of: training.file)
        for (name, parameter) in training.model.namedParameters {
            try expectGolden(gradients[parameter], "grad." + name, of: training.file)
        }
    }

    @Test(arguments: variants) func tenStepsWithCarriedStateAreThoseOfPyTorch(variant: String) throws {
        var training = try GoldenTraining(variant)
        var (losses, norms): ([Float], [Float]) = ([], [])
        for step in 0..<10 {
            let (loss, norm) = training.step(step)
            losses.append(loss)
            norms.append(Float(norm))
        }
        let file = training.file
        try expectGolden(Tensor(losses, shape: [10]), "losses", of: file)
        try expectGolden(Tensor(norms, shape: [10]), "gradient_norms", of: file)
        for (name, parameter) in training.model.namedParameters {
            try expectGolden(parameter.value, "final." + name, of: file)
        }
        let state = try #require(training.state)
        for (name, found) in [("hN", state.hidden), ("cN", state.cell)] {
            for (layer, expected) in try file.slices(name).enumerated() {
                try expectGolden(found[layer].value, expected, named: "\(name), layer \(layer)", of: file)
            }
        }
    }

    @Test(arguments: variants) func theModelHasTheTensorsOfPyTorchAndNoOthers(variant: String) throws {
        let training = try GoldenTraining(variant)
        let names = training.file.names.filter { $0.hasPrefix("final.") }.map { String($0.dropFirst(6)) }
        #expect(Set(training.model.namedParameters.map(\.name)) == Set(names))
    }
}

/// The training that `Scripts/goldens/character_lm.py` describes.
private struct GoldenTraining {
    let file: SafetensorsFile
    let model: TextGeneratorNetwork
    private(set) var state: EncoderState?
    private let layout = SequenceLayout(batchSize: 3, steps: 7)
    private var optimizer = Adam(beta1: 0.9, beta2: 0.99)
    private let ids: [Int32]
    private let targets: [Int32]

    init(_ variant: String) throws {
        let file = try golden("character_lm_" + variant)
        self.file = file
        func number(_ key: String) throws -> Int { try #require(file.metadata[key].flatMap { Int($0) }, "\(key)") }
        let configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: try number("vocabularySize"), embeddingSize: try number("embeddingSize"),
            hiddenSize: try number("hiddenSize"), numLayers: try number("numLayers"),
            tiesWeights: file.metadata["tiesWeights"] == "true")
        var generator = DeferredWeights()
        model = TextGeneratorNetwork(configuration, using: &generator)
        for (name, parameter) in model.namedParameters { parameter.value = try file.tensor(name) }
        ids = try file.integers("ids", as: Int32.self)
        targets = try file.integers("targets", as: Int32.self)
    }

    /// The chunk of a step, packed.
    private func chunk(_ values: [Int32], _ step: Int) -> [Int32] {
        layout.pack((0..<3).map { row in Array(values[(step * 3 + row) * 7..<(step * 3 + row + 1) * 7]) })
    }

    private func forward(_ step: Int) -> (logits: Variable, loss: Variable, state: EncoderState) {
        var context = ForwardContext.inference
        let (logits, final) = model(chunk(ids, step), layout: layout, state: state, in: &context)
        return (logits, crossEntropy(logits: logits, targets: chunk(targets, step)), final)
    }

    /// Logits `[batch, time, vocabularySize]`, loss and gradients before any update.
    func firstStep() -> (logits: Tensor, loss: Float, gradients: Gradients) {
        var logits = Tensor.zeros([])
        let (loss, gradients) = withGradients {
            let pass = forward(0)
            logits = gatherRows(pass.logits, layout.packedRows()).value
            return pass.loss
        }
        return (logits.reshaped([3, 7, logits.shape[1]]), loss, gradients)
    }

    mutating func step(_ step: Int) -> (loss: Float, norm: Double) {
        var next: EncoderState?
        var (loss, gradients) = withGradients {
            let pass = forward(step)
            next = pass.state.detached()
            return pass.loss
        }
        state = next
        let parameters = model.namedParameters.map(\.parameter)
        let (scale, norm) = GradientClipping.norm(1).apply(to: &gradients, of: parameters)
        optimizer.update(parameters, with: gradients, learningRate: 0.01, gradientScale: scale)
        return (loss, norm)
    }
}
