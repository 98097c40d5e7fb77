import NeuralLayers
import Tensors
import Testing
import TextGeneration

/// The pool's counters belong to the whole process, so each case runs in one of its own.
struct TrainingMemoryTests {
    @Test func aStepTakesTheMemoryOfTheFormula() async {
        await #expect(processExitsWith: .success) { expectFormula(numLayers: 1, steps: 64, batchSize: 32) }
        await #expect(processExitsWith: .success) { expectFormula(numLayers: 2, steps: 64, batchSize: 32) }
        await #expect(processExitsWith: .success) { expectFormula(numLayers: 4, steps: 32, batchSize: 16) }
        await #expect(processExitsWith: .success) { expectFormula(numLayers: 2, steps: 256, batchSize: 8) }
    }
}

private func expectFormula(numLayers: Int, steps: Int, batchSize: Int) {
    ThreadPool.useThreads(1)  // with more, how many workspaces are in use at the peak is left to chance
    let (vocabulary, embedding, hidden) = (96, 64, 128)
    var generator = SeededGenerator(seed: 1)
    let model = TextGeneratorNetwork(
        .init(vocabularySize: vocabulary, embeddingSize: embedding, hiddenSize: hidden, numLayers: numLayers),
        using: &generator)
    let rows = steps * batchSize
    let ids = (0..<rows).map { Int32($0 % vocabulary) }
    var context = ForwardContext.training(generator)
    var optimizer = Adam()
    let parameters = model.namedParameters.map(\.parameter)
    for _ in 0..<3 {
        let (_, gradients) = withGradients {
            let layout = SequenceLayout(batchSize: batchSize, steps: steps)
            return crossEntropy(logits: model(ids, layout: layout, in: &context).logits, targets: ids)
        }
        optimizer.update(parameters, with: gradients, learningRate: 1e-3)
    }
    // Documentation/performance.md, "Memory".
    let perRow = embedding + 6 * hidden * numLayers + 3 * hidden + 2 * vocabulary
    let expected = 4 * (rows * perRow + 4 * model.configuration.parameterCount + 8 * hidden * hidden)
    let ratio = Double(MemoryPool.shared.mostBytesInUse) / Double(expected)
    #expect(ratio > 0.9 && ratio < 1.1, "\(numLayers) layers, \(rows) rows: \(ratio) of \(expected) bytes")
}
