/// Why a training cannot continue.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The loss or a gradient is infinite or not a number, or the loss is far above that of guessing.
    case diverged(step: Int, loss: Double)
    /// The weights have grown beyond what a model can compute with, though the loss is finite.
    case weightsDiverged(step: Int)
    /// A checkpoint that does not belong to this training.
    case checkpointMismatch(file: String, reason: String)

    public var description: String {
        switch self {
        case .diverged(let step, let loss):
            "The training diverged at step \(step) (loss \(loss)); try a lower --learning-rate or stronger clipping."
        case .weightsDiverged(let step):
            "The training diverged by step \(step) (its weights have no use any more); try a lower --learning-rate or "
                + "stronger clipping."
        case .checkpointMismatch(let file, let reason):
            "\(file) does not fit this training: \(reason); resume with the options and data it was started with."
        }
    }
}
