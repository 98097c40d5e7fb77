import Forecasting
import Foundation
import NeuralLayers
import Tensors

/// The forecaster of the tutorials: an LSTM of 50 units on windows of 20 points of a noisy sine, mean squared error, Adam,
/// batches of 32. A round is an epoch.
enum ForecasterBenchmarks {
    static let all = [
        Benchmark(
            name: "forecast-train/1x50", unit: "windows", unitsPerRound: Double(points - window),
            operationsPerRound: 6 * Double((points - window) * window * 4 * 50 * 51), prepare: epoch,
            peers: [
                PeerProgram(script: "forecast_torch.py", arguments: ["--engine", "onednn"]),
                PeerProgram(script: "forecast_torch.py", arguments: ["--engine", "native"]),
                PeerProgram(script: "forecast_keras.py", arguments: []),
                PeerProgram(script: "forecast_keras.py", arguments: ["--xla"]),
            ])
    ]

    private static let (points, window) = (1_000, 20)

    private static func epoch() -> () -> Void {
        var generator = SeededGenerator(seed: 1)
        let series = (0..<points).map { sin(0.1 * Double($0)) + 0.1 * generator.nextNormal() }
        var configuration = ForecasterNetwork.Configuration(inputSize: 1, targetSize: 1, window: window, horizon: 1)
        (configuration.hiddenSize, configuration.hasHighway) = (50, false)
        let model = ForecasterNetwork(configuration, using: &generator)
        var task = ForecasterTask(
            model: model, windows: SeriesWindows(targets: [series], window: window, horizon: 1),
            training: Array(window..<points), validation: [], batchSize: 32, generator: SeededGenerator(seed: 2))
        var optimizer = Adam()
        var context = ForwardContext.training(SeededGenerator(seed: 3))
        let parameters = model.namedParameters.map(\.parameter)
        let steps = (points - window + 31) / 32
        return {
            for _ in 0..<steps {
                let (_, gradients, _) = task.nextGradients(in: &context)
                optimizer.update(parameters, with: gradients, learningRate: 1e-3)
            }
        }
    }
}
