import ArgumentParser
import Charts
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// The pictures of the tool.
enum ForecastChart {
    /// The end of a series and what is forecast behind it.
    static func ahead(_ forecasts: [Forecast], of table: SeriesTable, window: Int) -> Chart {
        let panels = forecasts.map { forecast in
            let values = ((try? table.column(.name(forecast.column)).values) ?? []).prefix { !$0.isNaN }
            let shown = min(values.count, max(3 * forecast.values.count, 2 * window))
            let first = values.count - shown
            let past = (0..<shown).map(Double.init)
            let future = forecast.values.indices.map { Double(shown + $0) }
            let labels = (first..<values.count).map { table.label(ofRow: $0) } + forecast.times
            let bands = forecast.intervals.reversed().map { interval in
                Charts.Layer.band(
                    "\(Int((100 * interval.level).rounded())) %", x: future, low: interval.low, high: interval.high)
            }
            return Panel(
                yLabel: forecast.column,
                layers: bands + [
                    .line("so far", x: past, y: Array(values.suffix(shown))),
                    .line("forecast", x: future, y: forecast.values, style: .forecast),
                ], xAxis: .rows(labels))
        }
        return Chart(title: "Forecast of \(forecasts.map(\.column).joined(separator: ", "))", panels: panels)
    }

    /// One forecast of each row of a backtest, the truth and the errors.
    static func backtest(_ records: [ForecastRecord], of table: SeriesTable) -> Chart {
        let panels = records.flatMap { record -> [Panel] in
            let step = record.actual.first.map { $0.count - 1 } ?? 0
            let rows = record.origins.map { $0 + step }
            let x = rows.indices.map(Double.init)
            let labels = rows.map { table.label(ofRow: $0) }
            let actual = record.actual.map { $0[step] }
            let forecast = record.forecast.map { $0[step] }
            let widest = record.bounds.last { $0.level <= 0.9 + 1e-9 }
            let band = widest.map { bounds in
                Charts.Layer.band(
                    "\(Int((100 * bounds.level).rounded())) %", x: x, low: bounds.low.map { $0[step] },
                    high: bounds.high.map { $0[step] })
            }
            let ahead = step == 0 ? "one step ahead" : "\(step + 1) steps ahead"
            return [
                Panel(
                    yLabel: record.column,
                    layers: (band.map { [$0] } ?? []) + [
                        .line("truth", x: x, y: actual), .line(ahead, x: x, y: forecast, style: .forecast),
                    ], xAxis: .rows(labels), share: 2),
                Panel(
                    yLabel: "error",
                    layers: [
                        .rule("", .horizontal(0)),
                        .line("", x: x, y: zip(actual, forecast).map { $0 - $1 }, style: .series(1)),
                    ], xAxis: .rows(labels)),
            ]
        }
        return Chart(title: "Backtest", panels: panels)
    }

    /// A series with its anomalies, and the scores that they were decided by.
    static func anomalies(_ search: AnomalySearch, of table: SeriesTable, windows: [ClosedRange<Int>]) -> Chart {
        let values = (try? table.column(.name(search.column)).values) ?? []
        let labels = values.indices.map { table.label(ofRow: $0) }
        let x = search.points.map { Double($0.row) }
        let found = search.points.filter(\.isAnomaly)
        let spans = windows.map { Charts.Layer.span("", from: Double($0.lowerBound), to: Double($0.upperBound)) }
        return Chart(
            title: "Anomalies of \(search.column)",
            panels: [
                Panel(
                    yLabel: search.column,
                    layers: spans + [
                        .line("series", x: values.indices.map(Double.init), y: values),
                        .rule("", .vertical(Double(search.probation))),
                        .points(
                            "anomaly", x: found.map { Double($0.row) }, y: found.map(\.value), marker: .ring,
                            style: .alarm),
                    ], xAxis: .rows(labels), share: 2),
                Panel(
                    yLabel: "score",
                    layers: spans + [.line("", x: x, y: search.points.map(\.score), style: .series(1))],
                    xAxis: .rows(labels)),
            ])
    }

    /// The losses of a training.
    static func losses(_ report: ForecasterReport) -> Chart {
        let x = report.history.map(\.epoch)
        var layers: [Charts.Layer] = [.line("training", x: x, y: report.history.map(\.trainingLoss), style: .muted)]
        let heldOut = report.history.map { $0.validationLoss ?? .nan }
        if heldOut.contains(where: { !$0.isNaN }) {
            layers.append(.line("held out", x: x, y: heldOut, style: .forecast))
        }
        return Chart(
            title: "Loss", panels: [Panel(yLabel: "loss", layers: layers, xLabel: "epoch", yScale: .logarithmic)])
    }
}

extension ChartOption {
    /// Refuses a picture of several series.
    func requireOne(_ series: SeriesArguments) throws {
        guard chart == nil || !series.isStacked else {
            throw ValidationError("--chart draws one series; leave it out with --series.")
        }
    }
}
