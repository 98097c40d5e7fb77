// The noisy sine of many tutorials: an LSTM with 50 units learns to predict each of 1,000 points from the previous 20.
//
//     swift run -c release Sine
import Foundation
import Recurrent

var generator = SeededGenerator(seed: 1, stream: "noise")
let noise = (0..<1_000).map { _ in 0.2 * generator.nextNormal() }
let points = noise.indices.map { sin(0.1 * Double($0)) + noise[$0] }

var settings = ForecasterSettings.recommended(columns: ["y"], rows: 800, period: nil, randomSeed: 1)
(settings.window, settings.hiddenSize, settings.testRows, settings.validationSplit) = (20, 50, 200, 0)
settings.hasHighway = false  // the network alone, as the tutorials have it: Adam, squared error, ten epochs
settings.training.schedule.peak = 0.01
settings.plan(epochs: 10)
var training = try ForecasterTraining(SeriesTable(values: points, name: "y"), settings: settings)
let report = try training.run().report
guard let test = report.test else { exit(1) }

// Baselines, and the noise of the same points, which no forecast can beat.
let told = try AutoRegression(training: Array(points[..<800]), order: 20)
    .forecasts(of: points, origins: Array(800..<1_000), horizon: 1)
let regression = ForecastMetrics(actual: points[800...].map { [$0] }, forecast: told)
print("mean squared error of the last 200 points")
for (name, error) in [
    ("LSTM", test.metrics.mse), ("last value", test.baselines["lastValue"]?.mse ?? .nan), ("AR(20)", regression.mse),
    ("noise", noise[800...].reduce(0) { $0 + $1 * $1 } / 200),
] {
    print(String(format: "%.4f", error), name)
}
print("trained in", String(format: "%.2f", report.trainingSeconds), "s")
