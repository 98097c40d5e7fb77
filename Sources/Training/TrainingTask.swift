import Foundation
import NeuralLayers
import Tensors
import Tokenization

/// A model with its training data: everything a ``Trainer`` needs.
public protocol TrainingTask: Sendable {
    /// The network that is trained.
    associatedtype Model: Layer

    /// The network as it stands.
    var model: Model { get }

    /// Units (characters, documents, pairs) that the model learns from in an epoch.
    var unitsPerEpoch: Int { get }

    /// Takes the next batch and works out its loss and the gradients.
    ///
    /// - Returns: The mean loss in nats, its gradients, and the units in the batch.
    mutating func nextGradients(in context: inout ForwardContext) -> (loss: Float, gradients: Gradients, units: Int)

    /// The loss on held-out data in nats, lower is better; `nil` when there is none.
    mutating func validationLoss() throws -> Double?

    /// A loss above this is no use: a training whose first validation finds it has diverged.
    var largestLoss: Double { get }

    /// Where the data stand, as JSON, and what is carried from batch to batch; enough to go on bit for bit.
    func snapshot() throws -> (cursor: Data, tensors: [String: Tensor])

    /// Goes on from a snapshot.
    mutating func restore(cursor: Data, tensors: [String: Tensor]) throws
}

extension TrainingTask {
    public var largestLoss: Double { .infinity }

    /// Ten times the loss of guessing each of `count` tokens alike. Its exponential is still a finite number.
    package static func largestLoss(tokens count: Int) -> Double { 10 * log(Double(max(count, 2))) }
}

/// Why a training cannot continue.
public enum TrainingError: RemediedError, Equatable {
    /// The loss or a gradient is infinite or NaN, or the loss is far above that of guessing.
    case diverged(step: Int, loss: Double)
    /// The weights have grown beyond what a model can compute with, though the loss is finite.
    case weightsDiverged(step: Int)
    /// A checkpoint does not belong to this training; `reason` says why.
    case checkpointMismatch(file: String, reason: String)
    /// Settings that cannot be used, and what is wrong with them.
    case invalidSettings(String)

    public var problem: String {
        switch self {
        case .diverged(let step, let loss): "The training diverged at step \(step) (loss \(loss))"
        case .weightsDiverged(let step): "The training diverged by step \(step): its weights are too large to be used"
        case .checkpointMismatch(let file, let reason): "\(file) does not fit this training: \(reason)"
        case .invalidSettings(let reason): "These settings cannot be used: \(reason)"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .diverged, .weightsDiverged: [.lower([.learningRate]), .lower([.clipping])]
        case .checkpointMismatch: [.advice("resume with the options and data it was started with")]
        case .invalidSettings: []
        }
    }
}
