import ModelFiles
import NeuralLayers
import Tensors
import TestSupport
import Testing
import Translation

/// Comparison with PyTorch; see `Tests/Goldens/README.md`.
struct Seq2SeqGoldenTests {
    private static let cases = ["additive", "additive_stack", "dot", "general", "location", "shared"]

    @Test(arguments: cases) func valuesAndGradientsAreThoseOfPyTorch(name: String) throws {
        let translation = try GoldenTranslation(name)
        let file = translation.file
        let (logits, attention, loss, gradients) = translation.pass()
        try expectGolden(logits, "logits", of: file)
        try expectGolden(attention, "attention", of: file)
        try expectGolden(Tensor([loss], shape: [1]), "loss", of: file)
        for (name, parameter) in translation.model.namedParameters {
            try expectGolden(gradients[parameter], "grad." + name, of: file)
        }
        let isZero = try file.floats("attention").map { $0 == 0 }
        #expect(attention.elements.map { $0 == 0 } == isZero)  // exactly, past the ends and only there
    }

    @Test(arguments: cases) func aSessionGivesTheSameTokenByToken(name: String) throws {
        let translation = try GoldenTranslation(name)
        let logits = try translation.file.slices("logits")
        let attention = try translation.file.slices("attention")
        let everything = Array(translation.sources.indices)
        for sentences in [everything] + everything.map({ [$0] }) {
            let found = translation.stepByStep(sentences)
            for sentence in sentences {
                let length = translation.inputs[sentence].count
                let rows = try #require(found[sentence])
                let comment: Comment = "sentence \(sentence) of \(sentences)"
                #expect(rows.logits.count == length * logits[sentence].shape[1], comment)
                #expect(isClose(rows.logits, logits[sentence]), comment)
                #expect(rows.attention.count == length * attention[sentence].shape[1], comment)
                #expect(isClose(rows.attention, attention[sentence]), comment)
            }
        }
    }

    @Test(arguments: cases) func theModelHasTheTensorsOfPyTorchAndNoOthers(name: String) throws {
        let translation = try GoldenTranslation(name)
        var expected: [String: [Int]] = [:]
        for name in translation.file.names where name.hasPrefix("grad.") {
            expected[String(name.dropFirst(5))] = try translation.file.entry(name).shape
        }
        let model = translation.model
        let found = Dictionary(uniqueKeysWithValues: model.namedParameters.map { ($0.name, $0.parameter.shape) })
        #expect(found == expected)
        let bare = TranslatorNetwork.withoutWeights(model.configuration).namedParameters
        #expect(Dictionary(uniqueKeysWithValues: bare.map { ($0.name, $0.parameter.shape) }) == expected)
        #expect(model.configuration.problem == nil)
    }

    /// Whether rows are those of a golden, which goes on with padding, but for a ten thousandth of its largest element.
    private func isClose(_ found: [Float], _ golden: Tensor) -> Bool {
        let expected = golden.elements
        let bound = 1e-4 * (expected.map(abs).max() ?? 0)
        return zip(found, expected).allSatisfy { abs($0 - $1) <= bound }
    }
}

/// The model and the sentences that `Scripts/goldens/seq2seq.py` describes.
private struct GoldenTranslation {
    let file: SafetensorsFile
    let model: TranslatorNetwork
    let sources: [[Int32]]
    let inputs: [[Int32]]
    private let targets: [[Int32]]

    init(_ name: String) throws {
        let file = try golden("seq2seq_" + name)
        self.file = file
        var generator = DeferredWeights()
        let model = TranslatorNetwork(try Self.configuration(of: file), using: &generator)
        for (name, parameter) in model.namedParameters {
            let value = try file.tensor(name)
            try #require(value.shape == parameter.shape, "\(name)")
            parameter.value = value
        }
        self.model = model
        func sentences(_ name: String, lengths: String) throws -> [[Int32]] {
            let ids = try file.integers(name, as: Int32.self)
            let width = try file.entry(name).shape[1]
            let counts = try file.integers(lengths)
            return counts.enumerated().map { row, count in Array(ids[row * width..<row * width + count]) }
        }
        sources = try sentences("sources", lengths: "source_lengths")
        inputs = try sentences("inputs", lengths: "target_lengths")
        targets = try sentences("targets", lengths: "target_lengths")
    }

    private static func configuration(of file: SafetensorsFile) throws -> TranslatorNetwork.Configuration {
        func number(_ key: String) throws -> Int { try #require(file.metadata[key].flatMap { Int($0) }, "\(key)") }
        func flag(_ key: String) throws -> Bool {
            let text = try #require(file.metadata[key], "\(key)")
            return text == "true"
        }
        var configuration = TranslatorNetwork.Configuration(
            vocabularySize: try number("vocabularySize"), targetVocabularySize: try number("targetVocabularySize"),
            embeddingSize: try number("embeddingSize"), encoderSize: try number("encoderSize"),
            hiddenSize: try number("hiddenSize"), attentionSize: try number("attentionSize"))
        configuration.sharesVocabulary = try flag("sharesVocabulary")
        configuration.tiesWeights = try flag("tiesWeights")
        configuration.encoderLayers = try number("encoderLayers")
        configuration.decoderLayers = try number("decoderLayers")
        configuration.attention = try #require(file.metadata["attention"].flatMap { AttentionKind(rawValue: $0) })
        configuration.feedsInput = try flag("feedsInput")
        configuration.maxTokens = try number("maxTokens")
        return configuration
    }

    /// Logits `[batch, time, targetVocabularySize]` and attention `[batch, time, source time]`, both zero on padding,
    /// loss and gradients.
    func pass() -> (logits: Tensor, attention: Tensor, loss: Float, gradients: Gradients) {
        var (logits, attention) = (Tensor.zeros([]), Tensor.zeros([]))
        let (loss, gradients) = withGradients {
            var context = ForwardContext.inference
            let (rows, layout, weights) = model(sources, inputs: inputs, in: &context)
            logits = padded(rows.value, layout)
            attention = padded(weights, layout)
            return crossEntropy(logits: rows, targets: layout.pack(targets), labelSmoothing: 0.1)
        }
        return (logits, attention, loss, gradients)
    }

    private func padded(_ rows: Tensor, _ layout: SequenceLayout) -> Tensor {
        gatherRows(Variable(rows), layout.packedRows()).value.reshaped([layout.batchSize, layout.steps, rows.shape[1]])
    }

    /// What the steps of one sentence gave.
    struct Rows {
        var logits: [Float] = []
        var attention: [Float] = []
    }

    /// What a session gives that goes through some sentences together, each to its own end: the rows of each sentence,
    /// one after the other, those of the attention as wide as the longest source of all.
    func stepByStep(_ sentences: [Int]) -> [Int: Rows] {
        let widest = sources.map(\.count).max() ?? 0
        let session = TranslatorSession(model)
        var state = session.start(sentences.map { sources[$0] })
        var result: [Int: Rows] = [:]
        for step in 0..<(inputs.map(\.count).max() ?? 0) {
            let going = state.sources.indices.filter { inputs[sentences[state.sources[$0]]].count > step }
            guard !going.isEmpty else { break }
            state.select(going)
            let running = state.sources.map { sentences[$0] }
            let (logits, attention) = session.step(running.map { inputs[$0][step] }, &state)
            for (row, sentence) in running.enumerated() {
                let weights = elements(of: attention, row: row)
                let padding = [Float](repeating: 0, count: widest - weights.count)
                result[sentence, default: Rows()].logits += elements(of: logits, row: row)
                result[sentence, default: Rows()].attention += weights + padding
            }
        }
        return result
    }

    private func elements(of matrix: Tensor, row: Int) -> [Float] {
        let width = matrix.shape[1]
        return Array(matrix.elements[row * width..<(row + 1) * width])
    }
}
