import Foundation
import Recurrent
import ToolSupport

extension TuningLog {
    /// Searches the settings of a classifier.
    func tune(
        _ settings: TextClassifierSettings, for data: TrainingData<ClassifierTexts>, pretrained: PretrainedWords?,
        seconds: Double, network: ClassifierOptions, learning: ClassifierLearningOptions, rate: Float?, batchSize: Int?
    ) throws -> TextClassifierSettings {
        var space = TextClassifierTuningSpace(base: settings)
        if pretrained != nil { (space.minFrequencies, space.embeddingSizes, space.hiddenSizes) = ([], [], []) }
        if settings.unit == .bpe { space.minFrequencies = [] }
        space.keep(network, learning)
        if rate != nil { space.learningRates = nil }
        if batchSize != nil { space.batchSizes = [] }
        let task = try TextClassifierTuningTask(
            data.training, validation: data.validation, pretrained: pretrained, space: space)
        return try tune(
            task, seconds: seconds, errorText: { "smallest loss \($0.fixed(4)) nats on held-out texts" },
            description: { found in
                let tokens = found.unit == .bpe ? "pieces" : "words of frequency \(found.minFrequency)"
                return "\(found.cell.rawValue) \(found.numLayers) x \(found.hiddenSize) on vectors of "
                    + "\(found.embeddingSize), pooling \(found.pooling.map(\.rawValue).joined(separator: " + ")), "
                    + "\(tokens), dropout of words \(found.dropout.words), embeddings \(found.dropout.embedding), "
                    + "output \(found.dropout.output), adversarial \(found.loss.adversarialStep), label smoothing "
                    + "\(found.loss.labelSmoothing), batch \(found.batchSize), "
                    + "learning rate \(found.training.schedule.peak)"
            })
    }
}

extension TextClassifierTuningSpace {
    /// Leaves what was given as it is.
    mutating func keep(_ network: ClassifierOptions, _ learning: ClassifierLearningOptions) {
        if network.minFrequency != nil { minFrequencies = [] }
        if network.embeddingSize != nil { embeddingSizes = [] }
        if network.hiddenSize != nil { hiddenSizes = [] }
        if network.numLayers != nil || network.dropout != nil { numLayers = [] }
        if !network.pooling.isEmpty { poolings = [] }
        if network.wordDropout != nil { wordDropouts = [] }
        if network.embeddingDropout != nil { embeddingDropouts = [] }
        if network.outputDropout != nil { outputDropouts = [] }
        if learning.adversarial != nil { adversarialSteps = [] }
        if learning.labelSmoothing != nil { labelSmoothings = [] }
    }
}
