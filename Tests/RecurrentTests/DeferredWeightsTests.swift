import ModelFiles
import NeuralLayers
import Recurrent
import Tensors
import Testing

/// The pool's counters belong to the whole process, so the test runs in one of its own.
struct DeferredWeightsTests {
    /// A `config.json` may claim any sizes: they are compared with the weights before anything is allocated.
    @Test func aModelOfTheLargestSizesHasShapesAndNoMemory() async {
        await #expect(processExitsWith: .success) {
            let before = MemoryPool.shared.statistics
            for cell in RecurrentCellKind.allCases {
                var generator = TextGeneratorNetwork.Configuration(
                    vocabularySize: 4096, embeddingSize: 1 << 16, hiddenSize: 1 << 16, numLayers: 64)
                generator.cell = cell
                var tied = generator
                (tied.tiesWeights, tied.embeddingSize) = (true, 1 << 15)
                var classifier = TextClassifierNetwork.Configuration(
                    vocabularySize: 1 << 22, embeddingSize: 1 << 14, hiddenSize: 1 << 14, numLayers: 64,
                    pooling: PoolingKind.allCases, classNames: ["a", "b"])
                classifier.cell = cell
                let words = WordLanguageModel.Configuration(
                    vocabularySize: 1 << 22, embeddingSize: 1 << 14, hiddenSize: 1 << 14, cell: cell)
                var translator = TranslatorNetwork.Configuration(
                    vocabularySize: 1 << 22, targetVocabularySize: 1 << 22, embeddingSize: 1 << 14,
                    encoderSize: 1 << 14, hiddenSize: 1 << 14)
                (translator.cell, translator.encoderLayers, translator.decoderLayers) = (cell, 64, 64)
                (translator.tiesWeights, translator.attention) = (false, .general)
                var forecaster = ForecasterNetwork.Configuration(
                    inputSize: 1 << 14, targetSize: 4, window: 1 << 16, horizon: 1 << 14)
                (forecaster.cell, forecaster.hiddenSize, forecaster.numLayers) = (cell, 1 << 14, 64)
                for problem in [
                    generator.problem, tied.problem, classifier.problem, words.problem, translator.problem,
                    forecaster.problem,
                ] {
                    #expect(problem == nil)
                }
                let models: [any Layer] = [
                    TextGeneratorNetwork.withoutWeights(generator), TextGeneratorNetwork.withoutWeights(tied),
                    TextClassifierNetwork.withoutWeights(classifier), WordLanguageModel.withoutWeights(words),
                    TranslatorNetwork.withoutWeights(translator), ForecasterNetwork.withoutWeights(forecaster),
                ]
                for model in models { #expect(model.parameterCount > 1 << 32) }
                #expect(MemoryPool.shared.statistics == before)
            }
        }
    }
}
