import Foundation
import NeuralLayers
import Tensors

@testable import Training

/// A task whose every step moves one number by the learning rate and whose validation losses are given.
struct ScriptedTask: TrainingTask {
    struct Number: Layer {
        let value = Parameter(.zeros([1]))

        func visitParameters(_ visitor: inout ParameterVisitor) { visitor.visit("value", value) }
    }

    let model = Number()
    /// One after the other; `nil` where there are no held-out data.
    let validationLosses: [Double]?
    private var validations = 0
    let unitsPerEpoch = 10
    var largestLoss = Double.infinity

    init(validationLosses: [Double]?) { self.validationLosses = validationLosses }

    mutating func nextGradients(in context: inout ForwardContext) -> (loss: Float, gradients: Gradients, units: Int) {
        let (loss, gradients) = withGradients { Variable(model.value).sum() }
        return (loss, gradients, 1)
    }

    mutating func validationLoss() -> Double? {
        defer { validations += 1 }
        return validationLosses?[validations]
    }

    func snapshot() throws -> (cursor: Data, tensors: [String: Tensor]) { (Data("\(validations)".utf8), [:]) }

    mutating func restore(cursor: Data, tensors: [String: Tensor]) throws {
        validations = try JSONDecoder().decode(Int.self, from: cursor)
    }
}

extension ScriptedTask {
    /// A training of `steps` steps, each of which takes 1 from the number, with a validation after each.
    func trainer(steps: Int, patience: Int? = nil, numValidations: Int? = nil) -> Trainer<ScriptedTask> {
        var options = TrainingOptions(
            epochs: Double(steps) / 10, schedule: LearningRateSchedule(peak: 1), randomSeed: 1)
        options.optimizer = .sgd
        options.momentum = 0
        options.weightDecay = 0
        options.clipping = .none
        options.numValidations = numValidations ?? steps
        options.patience = patience
        return Trainer(task: self, options: options)
    }
}
