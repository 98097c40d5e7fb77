import Datasets
import Foundation
import NeuralLayers
import Tensors
import Training

/// The training task of a forecaster on the windows of a series.
public struct ForecasterTask: TrainingTask {
    public let model: ForecasterNetwork
    private let windows: SeriesWindows
    private let training: [Int]
    private let validation: [Int]
    private var batches: DocumentBatches

    /// - Parameters:
    ///   - training: The origins to learn from; what follows each must be known.
    ///   - validation: Held-out origins; none for no validation.
    ///   - generator: Draws the order of windows.
    public init(
        model: ForecasterNetwork, windows: SeriesWindows, training: [Int], validation: [Int], batchSize: Int,
        generator: SeededGenerator
    ) {
        self.model = model
        self.windows = windows
        self.training = training
        self.validation = validation
        batches = DocumentBatches(
            lengths: Array(repeating: windows.window, count: training.count), batchSize: batchSize,
            generator: generator)
    }

    public var unitsPerEpoch: Int { training.count }

    public mutating func nextGradients(
        in context: inout ForwardContext
    ) -> (loss: Float, gradients: Gradients, units: Int) {
        let origins = batches.next().map { training[$0] }
        let batch = windows.batch(of: origins)
        let (value, gradients) = withGradients { loss(of: batch, in: &context) }
        return (value, gradients, origins.count)
    }

    public func validationLoss() throws -> Double? {
        guard !validation.isEmpty else { return nil }
        var sum = 0.0
        var context = ForwardContext.inference
        for start in stride(from: 0, to: validation.count, by: Self.validationBatch) {
            let origins = Array(validation[start..<min(start + Self.validationBatch, validation.count)])
            sum += Double(loss(of: windows.batch(of: origins), in: &context).value.scalar) * Double(origins.count)
        }
        return sum / Double(validation.count)
    }

    private static let validationBatch = 256

    /// The squared error, or where there are quantiles their pinball loss.
    private func loss(of batch: SeriesBatch, in context: inout ForwardContext) -> Variable {
        guard let targets = batch.targets else { preconditionFailure("ForecasterTask: a batch without targets.") }
        let forecast = model(inputs: batch.inputs, future: batch.future, in: &context)
        let quantiles = model.configuration.quantiles
        return quantiles.isEmpty
            ? meanSquaredError(forecast, targets: targets)
            : pinballLoss(forecast, targets: targets, quantiles: quantiles.map { Float($0) })
    }

    public func snapshot() throws -> (cursor: Data, tensors: [String: Tensor]) { (try batches.cursorData(), [:]) }

    public mutating func restore(cursor: Data, tensors: [String: Tensor]) throws { try batches.restore(from: cursor) }
}
