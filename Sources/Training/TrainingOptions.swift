import Foundation
import ModelFiles
import NeuralLayers
import Tensors

/// How to train, apart from model and data.
public struct TrainingOptions: Codable, Sendable, Equatable {
    /// The rule that moves the weights.
    public enum OptimizerKind: String, Codable, Sendable, CaseIterable {
        /// Adam (Kingma & Ba 2015).
        case adam
        /// Adam with decoupled weight decay (Loshchilov & Hutter 2019).
        case adamw
        /// Stochastic gradient descent, with momentum where ``momentum`` is above 0.
        case sgd
    }

    /// Passes over the training data; need not be whole.
    public var epochs: Double
    /// The rule that moves the weights.
    public var optimizer = OptimizerKind.adamw
    /// The decay of Adam's mean of gradients.
    public var beta1: Float = 0.9
    /// The decay of Adam's mean of squared gradients.
    public var beta2: Float = 0.99
    /// Momentum of `sgd`.
    public var momentum: Float = 0.9
    /// Decoupled weight decay of `adamw` and `sgd`.
    public var weightDecay: Float = 0.01
    /// The learning rate of each step.
    public var schedule: LearningRateSchedule
    /// How gradients are kept from exploding.
    public var clipping = GradientClipping.norm(1)
    /// How many bits the products of training read for each value: fp32 or bf16. Parameters and optimizer keep 32.
    public var precision = Precision.fp32
    /// Validations over the whole training, evenly spaced; the last one is at its end.
    public var numValidations = 10
    /// Stops after so many validations without improvement; `nil` never stops early.
    public var patience: Int?
    /// Factors of the learning rate for parameters by name, such as 0.3 for pretrained `embedding.weight`.
    public var rateScales: [String: Float]?
    /// Whether rows of an embedding that a batch does not read stay as they are; see `Adam.isLazy`.
    public var isLazy: Bool?
    /// The decay of an exponential mean of the weights over the steps, which then is what is validated and kept (Polyak
    /// & Juditsky 1992); `nil` keeps the weights themselves.
    public var averageDecay: Float?
    /// How a training that starts from a finished model keeps what that model knows; `nil` for one from random weights.
    public var continuation: Continuation?
    /// Decides everything random: initial weights, order of data, dropout.
    public var randomSeed: UInt64

    /// Options with the default of everything else.
    public init(epochs: Double, schedule: LearningRateSchedule, randomSeed: UInt64) {
        self.epochs = epochs
        self.schedule = schedule
        self.randomSeed = randomSeed
    }

    /// What is wrong with these options, in words, or `nil`.
    public var problem: String? {
        guard epochs > 0 && epochs < 1e6 else { return "epochs is \(epochs)" }
        guard (1...1 << 30).contains(numValidations) else { return "numValidations is \(numValidations)" }
        guard precision != .int8 else { return "precision is int8" }
        if let patience, !(0...1 << 30).contains(patience) { return "patience is \(patience)" }
        for (name, rate) in [("beta1", beta1), ("beta2", beta2), ("averageDecay", averageDecay ?? 0)]
        where !(rate >= 0 && rate < 1) {
            return "\(name) is \(rate)"
        }
        let sizes =
            [("momentum", momentum), ("weightDecay", weightDecay)] + (rateScales ?? [:]).map { ($0.key, $0.value) }
        for (name, size) in sizes where !(size >= 0 && size.isFinite) { return "\(name) is \(size)" }
        if let problem = continuation?.problem { return problem }
        switch clipping {
        case .norm(let limit), .value(let limit): if !(limit > 0) { return "clipping is \(limit)" }
        case .none: break
        }
        return schedule.problem
    }

    package func makeOptimizer() -> any Optimizer {
        switch optimizer {
        case .adam: Adam(beta1: beta1, beta2: beta2, isLazy: isLazy ?? false)
        case .adamw: Adam(beta1: beta1, beta2: beta2, weightDecay: weightDecay, isLazy: isLazy ?? false)
        case .sgd: SGD(momentum: momentum, weightDecay: weightDecay)
        }
    }
}

extension TrainingOptions: DefaultedDecodable {
    package static var decodingDefaults: TrainingOptions? {
        TrainingOptions(epochs: 1, schedule: LearningRateSchedule(peak: 0), randomSeed: 0)
    }
    package static var requiredEntries: Set<String> { ["epochs", "schedule", "randomSeed"] }
}

extension LearningRateSchedule: DefaultedDecodable {
    package static var decodingDefaults: LearningRateSchedule? { LearningRateSchedule(peak: 0) }
    package static var requiredEntries: Set<String> { ["peak"] }
}
