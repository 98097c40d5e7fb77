import NeuralLayers
import Tensors
import TestSupport
import Testing

@testable import Training

/// What keeps a finished model from forgetting.
struct ContinuationTests {
    private static let names = [
        "embedding.weight", "lstm.weight_ih_l0", "lstm.weight_ih_l0_reverse", "lstm.weight_hh_l1", "output.weight",
    ]

    private static func options(_ continuation: Continuation?) -> TrainingOptions {
        var options = TrainingOptions(epochs: 1, schedule: LearningRateSchedule(peak: 1), randomSeed: 1)
        options.continuation = continuation
        return options
    }

    @Test func lowerLayersLearnLess() throws {
        let rates = ParameterRates(of: Self.names, Self.options(Continuation(layerRate: 0.5)))
        #expect(try #require(rates.scales(at: 0)) == [0.125, 0.25, 0.25, 0.5, 1])
        #expect(ParameterRates(of: Self.names, Self.options(nil)).scales(at: 0) == nil)
    }

    @Test func lowerLayersLearnLater() throws {
        let rates = ParameterRates(of: Self.names, Self.options(Continuation(frozenShare: 0.6)))
        #expect(try #require(rates.scales(at: 0)) == [0, 0, 0, 0, 1])
        #expect(try #require(rates.scales(at: 0.3)) == [0, 0, 0, 1, 1])
        #expect(try #require(rates.scales(at: 0.41)) == [0, 1, 1, 1, 1])
        #expect(try #require(rates.scales(at: 0.6)) == [1, 1, 1, 1, 1])
    }

    @Test func ratesByNameAreMultiplied() throws {
        var options = Self.options(Continuation(layerRate: 0.5))
        options.rateScales = ["embedding.weight": 2]
        #expect(try #require(ParameterRates(of: Self.names, options).scales(at: 1))[0] == 0.25)
    }

    /// Every step takes 1 from a number that a pull of 0.5 then brings half of the way back to 0.
    @Test func weightsArePulledToWhereTheyBegan() throws {
        let task = ScriptedTask(validationLosses: nil)
        var options = task.trainer(steps: 3).options
        options.continuation = Continuation(pull: 0.5)
        var trainer = Trainer(task: task, options: options)
        _ = try trainer.run { _, _ in true }
        #expect(task.model.value.value.elements == [-0.875])
    }

    @Test func optionsOutOfRangeAreNamed() {
        var wrong = Continuation(pull: -1)
        #expect(Self.options(wrong).problem == "pull is -1.0, not in 0 ... 1")
        wrong = Continuation(layerRate: 2)
        #expect(Self.options(wrong).problem?.contains("layerRate") == true)
        wrong = Continuation(frozenShare: -0.1)
        #expect(Self.options(wrong).problem?.contains("frozenShare") == true)
        wrong = Continuation()
        wrong.mixShare = 1
        #expect(Self.options(wrong).problem?.contains("mixShare") == true)
        #expect(Continuation().mixedCount(forNew: 7) == 7)
    }
}
