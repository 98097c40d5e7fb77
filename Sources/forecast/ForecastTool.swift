import ArgumentParser
import CommandSupport
import ToolSupport

/// `forecast`: what comes next in a series, from the command line.
package struct ForecastTool: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Forecast time series, and evaluate the forecasts.",
        discussion: """
            Every network is compared with baselines: the last value, the drift, the last season, exponential \
            smoothing, autoregression and ridge regression. If the network does not beat them, the report says so.

            Evaluate forecasts of the last 48 months:
              forecast backtest passengers.csv --log --test 48

            Train a model and forecast:
              forecast train passengers.csv --log --horizon 12 --output passengers
              forecast predict --model passengers passengers.csv --chart ahead.svg

            Detect anomalies:
              forecast anomalies taxi.csv --chart taxi.svg

            Results go to standard output, everything else to standard error. Exit status: 0 success, 64 wrong usage, \
            65 invalid data, 66 file not found, 74 input/output error, 130 interrupted.
            """,
        version: Release.version,
        subcommands: [Train.self, Predict.self, Backtests.self, Anomalies.self])

    package init() {}
}
