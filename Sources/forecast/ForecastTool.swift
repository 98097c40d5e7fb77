import ArgumentParser
import CommandSupport
import ToolSupport

@main
enum Main {
    static func main() { CommandRunner.run(ForecastTool.self) }
}

/// `forecast`: what comes next in a series, from the command line.
struct ForecastTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Forecast series from CSV files, and say honestly how well.",
        discussion: """
            Every figure stands beside those of forecasts that need no network: the last value, the drift, last season, \
            exponential smoothing, autoregression and ridge regression. Where the network does not win, the report says so.

            How well does it go on the last 48 months?
              forecast backtest passengers.csv --log --test 48

            Train a model and look ahead:
              forecast train passengers.csv --log --horizon 12 --output passengers
              forecast predict --model passengers passengers.csv --chart ahead.svg

            Find what is out of the ordinary, as it comes in:
              forecast anomalies taxi.csv --chart taxi.svg

            Results go to standard output, everything else to standard error. Exit status: 0 fine, 64 wrong usage, \
            65 bad data, 66 no such file, 74 reading or writing failed, 130 interrupted.
            """,
        version: "0.1.0",
        subcommands: [Train.self, Predict.self, Backtests.self, Anomalies.self])
}
