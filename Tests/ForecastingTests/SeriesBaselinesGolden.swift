import Foundation
import TestSupport

@testable import Forecasting

/// `Tests/Goldens/series_baselines.json`: see the README there.
struct SeriesBaselinesGolden: Decodable {
    struct Smoothing: Decodable {
        let kind: ExponentialSmoothing.Kind
        let parameters: ExponentialSmoothing.Parameters
        let squaredError: Double
        let forecast: [Double]
        let leastSquaredError: Double
    }

    struct Autoregression: Decodable {
        let order: Int
        let intercept: Double
        let coefficients, forecast: [Double]
        let maxOrder, bestOrder: Int
    }

    struct Ridge: Decodable {
        let window, horizon: Int
        let penalty: Double
        let weights: [[Double]]
        let intercepts, forecast: [Double]
    }

    struct Metrics: Decodable {
        struct Figures: Decodable {
            let mae, mse, rmse, mape, smape, mase, r2, bias, rse, correlation: Double
        }
        let actual, forecast: [[Double]]
        let training: [Double]
        let period: Int
        let figures: [Figures]
        let quantiles: [Double]
        let quantileForecast: [[Double]]
        let pinball: [Double]
        let coverage, meanWidth, winkler: Double
    }

    struct Detector: Decodable {
        let residuals, scores: [Double]
        let anomalies: [Int]
        let warmup, memory, window, refractoryPeriod: Int
        let limit, threshold: Double
    }

    let values: [Double]
    let numTraining, period: Int
    let smoothing: [Smoothing]
    let autoregression: Autoregression
    let ridge: Ridge
    let metrics: Metrics
    let detector: Detector

    var training: [Double] { Array(values[..<numTraining]) }

    static func read() throws -> SeriesBaselinesGolden {
        let url = repositoryRoot.appendingPathComponent("Tests/Goldens/series_baselines.json")
        return try JSONDecoder().decode(SeriesBaselinesGolden.self, from: Data(contentsOf: url))
    }
}
