import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// `forecast predict`: what follows the last row.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Forecast the rows after the end of a series.",
        discussion: """
            The file contains the series up to the present, in the format of the training file. Columns that are known \
            in advance continue for as many rows as are forecast, with the other cells empty.

              forecast predict --model passengers passengers.csv
              forecast predict --model passengers passengers.csv --horizon 24 --levels 0.5,0.9 --chart ahead.svg
              forecast predict --model passengers passengers.csv --format csv > ahead.csv
              forecast predict --model shops shops.csv --series store --format csv > ahead.csv
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, csv
    }

    @Argument(help: "The series, a CSV file; - for standard input.", completion: .file())
    var file: String

    @Option(name: .shortAndLong, help: "Model folder written by forecast train.", completion: .directory)
    var model: String

    @Option(
        parsing: .unconditional, help: "Steps to forecast; beyond the trained horizon, forecasts are fed back in.")
    var horizon: Int?

    @Option(
        help: ArgumentHelp("Coverage of the prediction intervals, such as 0.5,0.9 (default: 0.9).", valueName: "list"),
        transform: parseShares)
    var levels: [Double] = []

    @Option(help: "Output format: text, json or csv.")
    var format: Format = .text

    @Option(help: "Number of threads (default: one per core); the result is the same for any number.")
    var threads: Int?

    @Flag(name: .shortAndLong, help: "Print nothing on standard error except errors.")
    var quiet = false

    @OptionGroup(title: "Input") var series: SeriesArguments
    @OptionGroup(title: "Picture") var picture: ChartOption

    func validate() throws {
        try requireCount("--horizon", horizon, limit: 1 << 14)
        try requireCount("--threads", threads, limit: 1024)
        try picture.requireOne(series)
        try requireDistinct("--levels", levels)
    }

    func run() throws {
        ThreadPool.useThreads(atMost: threads)
        try requireOutputs([("--chart", picture.chart)], inputs: [file], models: [model])
        var loaded: Forecaster?
        try series.forEachPart(
            of: file, isQuiet: quiet, isJSON: format == .json,
            columns: { keys in
                let forecaster = try load(keys)
                loaded = forecaster
                let preparation = forecaster.preparation
                return preparation.columns + preparation.observed + preparation.known
            },
            { part in
                guard let loaded else { return }
                try predict(part, with: loaded)
            })
    }

    /// The model of a series: the folder, or of several series the one of its keys in it.
    private func load(_ keys: [SeriesPart.Key]) throws -> Forecaster {
        let folder = URL(fileURLWithPath: model)
        let own = keys.isEmpty ? folder : folder.appending(path: SeriesPart.folderName(keys))
        let forecaster = try Forecaster(contentsOf: own)
        if !quiet { ModelFolder(own).noteUnfinishedTraining() }
        return forecaster
    }

    private func predict(_ part: SeriesPart, with forecaster: Forecaster) throws {
        let table = part.table
        let forecasts = try forecaster.forecast(table, horizon: horizon, levels: levels.isEmpty ? nil : levels.sorted())
        try picture.write(ForecastChart.ahead(forecasts, of: table, window: forecaster.window), isQuiet: quiet)
        switch format {
        case .json:
            if part.keys.isEmpty {
                try StandardOutput.writeLine(JSONOutput.encode(forecasts))
            } else {
                try part.writeJSON(forecasts)
            }
        case .csv: try StandardOutput.write(part.keyed(csv(forecasts)))
        case .text:
            try part.writeHeading()
            try printTables(forecasts, table)
        }
    }

    private func headings(_ forecast: Forecast) -> [String] {
        ["value"]
            + forecast.intervals.flatMap { interval in
                let share = (100 * interval.level).fixed(interval.level == 0.5 || interval.level >= 0.1 ? 0 : 1)
                return ["low\(share)", "high\(share)"]
            }
    }

    private func row(_ forecast: Forecast, _ step: Int) -> [Double] {
        [forecast.values[step]] + forecast.intervals.flatMap { [$0.low[step], $0.high[step]] }
    }

    private func printTables(_ forecasts: [Forecast], _ table: SeriesTable) throws {
        for forecast in forecasts {
            var text = TextTable(
                [.left(forecast.column)] + headings(forecast).map { .right($0) }, hasRule: true)
            let span = forecast.times.indices.flatMap { row(forecast, $0) }.extent
            for (step, time) in forecast.times.enumerated() {
                text.append([time] + row(forecast, step).map { $0.cell(spanning: span) })
            }
            try StandardOutput.writeLine(text.description)
            if StandardOutput.isTerminal, !quiet {
                try StandardOutput.writeLine(
                    "\n" + ForecastChart.ahead([forecast], of: table, window: 24).text(columns: 72))
            }
        }
    }

    private func csv(_ forecasts: [Forecast]) -> String {
        var lines = [
            (["time"] + forecasts.flatMap { forecast in headings(forecast).map { forecast.column + "." + $0 } })
                .map(\.csvCell).joined(separator: ",")
        ]
        for step in forecasts[0].times.indices {
            let cells = forecasts.flatMap { row($0, step).map { "\($0)" } }
            lines.append(([forecasts[0].times[step].csvCell] + cells).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// As a cell of CSV (RFC 4180).
    var csvCell: String {
        contains { ",\"\n\r".contains($0) } ? "\"" + replacingOccurrences(of: "\"", with: "\"\"") + "\"" : self
    }
}
