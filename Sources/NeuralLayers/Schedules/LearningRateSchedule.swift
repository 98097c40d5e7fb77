import Foundation

/// How the learning rate moves over a training: a linear warm-up, then one of several shapes.
///
/// A value without memory: the rate follows from the step and the progress alone, but for ``Shape/plateau(factor:patience:)``,
/// whose memory is the number of reductions so far.
public struct LearningRateSchedule: Codable, Sendable, Equatable {
    /// How the learning rate falls after the warm-up.
    public enum Shape: Codable, Sendable, Equatable {
        /// It stays at the peak.
        case constant
        /// Half a cosine from the peak to `minimum` at the end (Loshchilov & Hutter 2017, without restarts).
        case cosine(minimum: Float)
        /// Times `factor` each time that `share` of the training has passed.
        case step(factor: Float, share: Double)
        /// Times `factor` when the validation loss has not improved for `patience` validations in a row.
        case plateau(factor: Float, patience: Int)
    }

    /// The highest learning rate, reached at the end of the warm-up.
    public var peak: Float
    /// The number of steps over which the rate rises linearly to the peak.
    public var warmupSteps: Int
    /// How the rate falls after that.
    public var shape: Shape

    /// A constant rate without warm-up, unless said otherwise.
    public init(peak: Float, warmupSteps: Int = 0, shape: Shape = .constant) {
        self.peak = peak
        self.warmupSteps = warmupSteps
        self.shape = shape
    }

    /// What is wrong with this schedule, in words, or `nil`.
    public var problem: String? {
        guard peak >= 0 && peak.isFinite else { return "the learning rate is \(peak)" }
        guard (0...1 << 60).contains(warmupSteps) else { return "warmupSteps is \(warmupSteps)" }
        switch shape {
        case .constant: return nil
        case .cosine(let minimum): return minimum >= 0 && minimum.isFinite ? nil : "the lowest rate is \(minimum)"
        case .step(let factor, let share):
            return factor >= 0 && factor.isFinite && share > 0 ? nil : "the rate falls by \(factor) each \(share)"
        case .plateau(let factor, let patience):
            return factor >= 0 && factor.isFinite && patience >= 0 ? nil : "the rate falls by \(factor)"
        }
    }

    /// The rate of a step.
    ///
    /// - Parameters:
    ///   - step: Counted from 0.
    ///   - progress: The share of the whole training that is done, 0 ... 1.
    ///   - reductions: How often a plateau has reduced it.
    public func rate(step: Int, progress: Double, reductions: Int = 0) -> Float {
        let warmup = warmupSteps > 0 ? min(1, Float(step + 1) / Float(warmupSteps)) : 1
        switch shape {
        case .constant:
            return warmup * peak
        case .cosine(let minimum):
            let share = Float(0.5 * (1 + cos(.pi * min(max(progress, 0), 1))))
            return warmup * (minimum + (peak - minimum) * share)
        case .step(let factor, let share):
            return warmup * peak * powf(factor, Float((progress / share).rounded(.down)))
        case .plateau(let factor, _):
            return warmup * peak * powf(factor, Float(reductions))
        }
    }
}

/// Counts how often a validation loss has stalled.
package struct PlateauTracker: Codable, Sendable, Equatable {
    /// Reductions of the learning rate so far.
    package private(set) var reductions = 0
    private var best: Double?
    /// Validations since the best one, or the last reduction.
    package private(set) var stalled = 0

    /// A tracker that has seen no validation.
    package init() {}

    /// Takes a validation loss into account.
    package mutating func observe(_ loss: Double, patience: Int) {
        if best.map({ loss < $0 }) ?? true {
            best = loss
            stalled = 0
        } else {
            stalled += 1
            if stalled >= patience {
                reductions += 1
                stalled = 0
            }
        }
    }
}
