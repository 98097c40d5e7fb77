import Foundation
import NeuralLayers
import Tensors

/// The progress of a training, without tensors: saved with every checkpoint.
public struct TrainingProgress: Codable, Sendable, Equatable {
    /// Optimizer steps made.
    public internal(set) var step = 0
    /// Units learnt from, out of ``totalUnits``.
    public internal(set) var units = 0
    /// The units of all planned epochs.
    public internal(set) var totalUnits: Int
    /// Validations made.
    public internal(set) var history: [Validation] = []
    /// The validation with the lowest loss so far; `nil` before the first.
    public internal(set) var best: Validation?
    /// Seconds of training, over all runs that were interrupted and resumed.
    public package(set) var seconds = 0.0
    package var validationsWithoutImprovement = 0
    /// Whether a validation was due when this was saved, and not finished.
    package var isValidationPending: Bool?
    package var plateau = PlateauTracker()
    package var dropout: ForwardContext
    package var smoothedLoss: SmoothedLoss

    /// One look at the held-out data.
    public struct Validation: Codable, Sendable, Equatable {
        /// The optimizer step after which it was made.
        public let step: Int
        /// The epochs trained by then, a fraction included.
        public let epoch: Double
        /// Smoothed training loss, nats.
        public let trainingLoss: Double
        /// Validation loss in nats; `nil` where there are no held-out data.
        public let validationLoss: Double?
    }

    package init(totalUnits: Int, options: TrainingOptions) {
        self.totalUnits = totalUnits
        dropout = .training(
            SeededGenerator(seed: options.randomSeed, stream: "dropout"), precision: options.precision)
        smoothedLoss = SmoothedLoss()
    }

    /// What cannot be in a progress that was saved, in words, or `nil`.
    package var problem: String? {
        let most = 1 << 60
        let counts = [
            ("step", step), ("units", units), ("totalUnits", totalUnits),
            ("validationsWithoutImprovement", validationsWithoutImprovement), ("plateau", plateau.reductions),
            ("plateau", plateau.stalled),
        ]
        for (name, count) in counts where !(0...most).contains(count) { return "\(name) is \(count)" }
        guard (0...1e9).contains(seconds) else { return "seconds is \(seconds)" }
        for validation in history + [best].compactMap({ $0 }) where !(0...most).contains(validation.step) {
            return "a validation is of step \(validation.step)"
        }
        return nil
    }

    /// The share of the training that is done, 0 ... 1.
    public var fraction: Double { min(1, Double(units) / Double(max(totalUnits, 1))) }
    /// The training loss in nats, smoothed over about a hundred steps.
    public var trainingLoss: Double { smoothedLoss.value }
}

/// An exponential mean that starts unbiased (as Adam corrects its moments).
package struct SmoothedLoss: Codable, Sendable, Equatable {
    private var sum = 0.0
    private var weight = 0.0

    package var value: Double { weight > 0 ? sum / weight : .nan }

    package mutating func add(_ loss: Double) {
        sum = 0.98 * sum + 0.02 * loss
        weight = 0.98 * weight + 0.02
    }
}
