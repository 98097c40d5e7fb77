// Trains on a series, evaluates the forecasts on a test set, forecasts two weeks and draws a chart.
//
//     swift run -c release Passengers
//     swift run -c release Passengers airline-passengers.csv Passengers ahead.svg
//
// The arguments are a CSV file, the column to forecast, the chart file, and columns that are known in advance.
import Charts
import Foundation
import Recurrent

let arguments = Array(CommandLine.arguments.dropFirst())
let file = arguments.first ?? "corpora/series/visitors.csv"
let column = arguments.count > 1 ? arguments[1] : "visitors"
let picture = arguments.count > 2 ? arguments[2] : "ahead.svg"
let steps = 14

var options = SeriesOptions()
let known = arguments.isEmpty ? ["open"] : Array(arguments.dropFirst(3))
options.columns = ([column] + known).map { .name($0) }
let table = try SeriesTable(contentsOf: URL(fileURLWithPath: file), options: options)
let values = try table.column(.name(column)).values.filter { !$0.isNaN }

// The last fifth is the test set. Both series of the examples above grow by percentages.
let testRows = table.count / 5
var settings = ForecasterSettings.recommended(
    columns: [column], rows: table.count - testRows, period: table.frequency.seasonalPeriods.first, horizon: steps,
    randomSeed: 1)
(settings.known, settings.takesLog, settings.testRows) = (known, true, testRows)
var training = try ForecasterTraining(table, settings: settings)
let trained = try training.run()
let (forecaster, report) = (trained.forecaster, trained.report)
guard let test = report.test else { exit(1) }

/// A number with one decimal.
func short(_ number: Double) -> String { String(format: "%.1f", number) }

print("root mean squared error of \(steps) steps, \(test.origins) times, \(test.from) to \(test.to)")
var figures = test.baselines.mapValues(\.rmse)
figures[report.isLinear ? "linear part of the network" : "lstm"] = test.metrics.rmse
for (name, error) in figures.sorted(by: { $0.value < $1.value }) { print(short(error), name) }
for interval in test.columns[0].intervals where interval.level == 0.9 {
    print("\(short(100 * interval.coverage)) % of the values lay in the 90 % interval")
}

// The forecast after the last row.
let ahead = try forecaster.forecast(table, levels: [0.5, 0.9])[0]
for (step, time) in ahead.times.enumerated() {
    print(time, short(ahead.values[step]), short(ahead.intervals[1].low[step]), short(ahead.intervals[1].high[step]))
}
let past = max(0, values.count - 8 * steps)..<values.count
let x = (past.upperBound..<past.upperBound + steps).map { Double($0 - past.lowerBound) }
let chart = Chart(
    title: "\(column), \(steps) steps ahead",
    panels: [
        Panel(
            yLabel: column,
            layers: ahead.intervals.reversed().map {
                .band("\(Int(100 * $0.level)) %", x: x, low: $0.low, high: $0.high)
            } + [
                .line("so far", x: past.indices.map { Double($0 - past.lowerBound) }, y: Array(values[past])),
                .line("forecast", x: x, y: ahead.values, style: .forecast),
            ], xAxis: .rows(past.map { table.label(ofRow: $0) } + ahead.times))
    ])
try Data(chart.svg().utf8).write(to: URL(fileURLWithPath: picture))
