import CommandSupport
import Recurrent

/// An evaluation as people read it.
struct EvaluationCard {
    private let evaluation: ForecasterEvaluation
    private let name: String

    private let parts: Int

    private let method: String

    /// - Parameters:
    ///   - method: What forecasts.
    ///   - parts: Of the test, each with a training of its own.
    init(_ evaluation: ForecasterEvaluation, method: String, parts: Int = 1) {
        self.evaluation = evaluation
        self.method = evaluation.linearParts == parts ? ForecastSelection.linear : method
        name = Self.names[self.method] ?? self.method
        self.parts = parts
    }

    func print() throws {
        for column in evaluation.columns {
            if evaluation.columns.count > 1 { try StandardOutput.writeLine("\n\(column.column)") }
            try print(column)
        }
        try StandardOutput.writeLine(
            "\n" + selectionText
                + "\(evaluation.origins.grouped) \(evaluation.origins == 1 ? "forecast" : "forecasts") of \(evaluation.horizon) "
                + "\(evaluation.horizon == 1 ? "step" : "steps"), \(evaluation.from) to \(evaluation.to)")
    }

    private func print(_ column: ForecasterEvaluation.Column) throws {
        var table = TextTable([
            .left(""), .right("RMSE"), .right("MAE"), .right("MAPE"), .right("MASE"), .right("R²"),
        ])
        func append(_ name: String, _ metrics: ForecastMetrics) {
            table.append([
                name, metrics.rmse.figure(beside: column.metrics.rmse), metrics.mae.figure(beside: column.metrics.rmse),
                metrics.mape.map { $0.fixed(2) + " %" } ?? "-", metrics.mase.map { $0.fixed(3) } ?? "-",
                metrics.r2.map { $0.fixed(3) } ?? "-",
            ])
        }
        append(name, column.metrics)
        for (baseline, metrics) in column.baselines.sorted(by: { ($0.value.rmse, $0.key) < ($1.value.rmse, $1.key) })
        where baseline != method {
            append(Self.names[baseline] ?? baseline, metrics)
        }
        try StandardOutput.writeLine(table.description)
        if evaluation.linearParts > 0 {
            try StandardOutput.writeLine(
                "The network did not beat the linear forecast of the held-out rows"
                    + (parts == 1 ? "" : " in \(evaluation.linearParts) of \(parts) parts")
                    + "; the linear forecast is used alone, without calendar or other columns.")
        }
        if evaluation.linearParts < parts, !column.beatsBaselines, let best = column.bestBaseline {
            let loser = ForecastMethod(rawValue: method)?.isBaseline == true ? name : "The network"
            try StandardOutput.writeLine("\(loser.capitalizedFirst) does not beat \(Self.names[best] ?? best) here.")
        }
        if let selected = column.selected, selected != column.metrics {
            try StandardOutput.writeLine(
                "RMSE of the methods selected on the held-out rows: "
                    + selected.rmse.figure(beside: column.metrics.rmse))
        }
        if let quantiles = column.quantiles {
            func figure(_ loss: Double) -> String { loss.figure(beside: column.metrics.rmse) }
            let losses = zip(quantiles.quantiles, quantiles.pinball).map { "\($0): \(figure($1))" }
            try StandardOutput.writeLine(
                "pinball \(figure(quantiles.meanPinball)) (" + losses.joined(separator: ", ") + ")")
        }
        let intervals = column.intervals.map {
            "\((100 * $0.coverage).fixed(1)) % in the \((100 * $0.level).fixed(0)) % interval"
        }
        if !intervals.isEmpty { try StandardOutput.writeLine(intervals.joined(separator: ", ")) }
    }

    /// What the held-out rows spoke for, a sentence for each part of the test.
    private var selectionText: String {
        (evaluation.selections ?? []).enumerated().map { index, selection in
            (evaluation.selections?.count == 1 ? "" : "Part \(index + 1): ") + SelectionText(selection).sentence + "\n"
        }.joined()
    }

    static let names = [
        "lastValue": "last value", "drift": "drift", "seasonalNaive": "last season",
        "exponentialSmoothing": "exponential smoothing", "autoRegression": "autoregression",
        "ridge": "ridge regression", ForecastSelection.linear: "linear part",
    ]
}

/// Who won on the held-out rows, in a sentence.
struct SelectionText {
    private let selection: ForecastSelection

    init(_ selection: ForecastSelection) { self.selection = selection }

    private static func name(_ method: String) -> String { EvaluationCard.names[method] ?? method }

    /// Such as "On the rows held out, 1957-01 to 1958-12, exponential smoothing is best with an RMSE of 21.27; lstm 23.97
    /// (+12.7 %), drift 30.10 (+41.5 %)."
    var sentence: String {
        guard let winner = selection.winner, let least = selection.rmse[winner], let from = selection.from,
            let to = selection.to
        else {
            return
                "No rows were held out to select a method: \(Self.name(selection.method)) is used without comparison."
        }
        let sorted = selection.rmse.filter { $0.key != winner }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        // The nearest, and the network wherever it stands.
        let others = sorted.enumerated().filter { $0 < 3 || ForecastMethod(rawValue: $1.key)?.cell != nil }.map(
            \.element
        )
        .map { "\(Self.name($0.key)) \($0.value.figure(beside: least))\(Self.more($0.value, than: least))" }
        return "On the held-out rows, \(from) to \(to), \(Self.name(winner)) is best with an RMSE of "
            + least.figure(beside: least) + (others.isEmpty ? "" : "; " + others.joined(separator: ", "))
            + (selection.method == winner ? "." : ". \(Self.name(selection.method).capitalizedFirst) was asked for.")
    }

    private static func more(_ error: Double, than least: Double) -> String {
        guard least > 0 else { return "" }
        let percent = 100 * (error / least - 1)
        return percent < 1000 ? " (\(percent < 0 ? "" : "+")\(percent.fixed(1)) %)" : ""
    }
}
