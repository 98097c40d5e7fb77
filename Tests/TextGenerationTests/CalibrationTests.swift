import TestModels
import Testing

@testable import Tensors
@testable import TextGeneration

struct CalibrationTests {
    private let validation = TextGeneratorValidation(ids: TinyTraining.text(400, seed: 3))

    @Test(arguments: [Float(0.85), 1.3]) func aModelThatIsTooSureOrTooUnsureIsPutRight(factor: Float) throws {
        let model = try calibratedModel()
        let nats = validation.natsPerToken(of: model)
        scaleLogits(of: model, by: factor)
        let calibration = Calibration(of: model, on: validation)
        #expect(abs(calibration.temperature - factor) < 0.025)
        #expect(calibration.before > nats && abs(calibration.after - nats) < 1e-3)
        #expect(calibration.apply(to: model))
        #expect(abs(validation.natsPerToken(of: model) - calibration.after) < 1e-5)
    }

    @Test func aModelThatIsRightIsLeftAsItIs() throws {
        let model = try calibratedModel()
        let before = model.namedParameters.map(\.parameter.value)
        let second = Calibration(of: model, on: validation)
        #expect(abs(second.temperature - 1) <= 0.011 && second.after <= second.before)
        if !second.apply(to: model) { #expect(model.namedParameters.map(\.parameter.value) == before) }
    }

    @Test func aTiedProjectionIsLeftAsItIs() {
        var generator = SeededGenerator(seed: 5)
        let configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: 14, embeddingSize: 6, hiddenSize: 6, numLayers: 1, tiesWeights: true)
        let model = TextGeneratorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters { parameter.value = .normal(parameter.shape, using: &generator) }
        let before = model.namedParameters.map(\.parameter.value)
        let calibration = Calibration(of: model, on: validation)
        #expect(calibration.temperature != 1)
        #expect(!calibration.apply(to: model))
        #expect(model.namedParameters.map(\.parameter.value) == before)
    }

    @Test func severalTemperaturesAtOnceAreThoseOneByOne() throws {
        let model = try trainedModel()
        let together = validation.natsPerToken(of: model, temperatures: [0.5, 1, 2])
        #expect(together[1] == validation.natsPerToken(of: model))
        for (nats, factor) in [(together[0], Float(2)), (together[2], 0.5)] {
            scaleLogits(of: model, by: factor)
            #expect(abs(validation.natsPerToken(of: model) - nats) < 1e-5)
            scaleLogits(of: model, by: 1 / factor)
        }
    }

    /// A model that training has left more than one calibration away from the best temperature.
    private func calibratedModel() throws -> TextGeneratorNetwork {
        let model = try trainedModel()
        for _ in 0..<5 { _ = Calibration(of: model, on: validation).apply(to: model) }
        return model
    }

    private func trainedModel() throws -> TextGeneratorNetwork {
        var trainer = TinyTraining("for calibration") { $0.options.epochs = 12 }.trainer()
        _ = try trainer.run { _, _ in true }
        return trainer.task.model
    }

    private func scaleLogits(of model: TextGeneratorNetwork, by factor: Float) {
        for parameter in [model.projection.weight, model.projection.bias] {
            parameter.value.mutate { for index in $0.indices { $0[index] *= factor } }
        }
    }
}
