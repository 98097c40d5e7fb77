import CommandSupport
import Recurrent

/// An evaluation as people read it.
struct EvaluationCard {
    private let evaluation: ForecastEvaluation
    private let name: String

    private let parts: Int

    /// - Parameters:
    ///   - name: The network's.
    ///   - parts: Of the test, each with a training of its own.
    init(_ evaluation: ForecastEvaluation, name: String, parts: Int = 1) {
        self.evaluation = evaluation
        self.name = evaluation.linearParts == parts ? "linear part" : name
        self.parts = parts
    }

    func print() throws {
        for column in evaluation.columns {
            if evaluation.columns.count > 1 { try StandardOutput.writeLine("\n\(column.column)") }
            try print(column)
        }
        try StandardOutput.writeLine(
            "\n\(evaluation.origins.grouped) \(evaluation.origins == 1 ? "forecast" : "forecasts") of \(evaluation.horizon) "
                + "\(evaluation.horizon == 1 ? "step" : "steps"), \(evaluation.from) to \(evaluation.to)")
    }

    private func print(_ column: ForecastEvaluation.Column) throws {
        var table = TextTable([
            .left(""), .right("RMSE"), .right("MAE"), .right("MAPE"), .right("MASE"), .right("R²"),
        ])
        let digits = digits(column.metrics.rmse)
        func append(_ name: String, _ metrics: ForecastMetrics) {
            table.append([
                name, metrics.rmse.fixed(digits), metrics.mae.fixed(digits),
                metrics.mape.map { $0.fixed(2) + " %" } ?? "-", metrics.mase.map { $0.fixed(3) } ?? "-",
                metrics.r2.map { $0.fixed(3) } ?? "-",
            ])
        }
        append(name, column.metrics)
        for (rival, metrics) in column.baselines.sorted(by: { ($0.value.rmse, $0.key) < ($1.value.rmse, $1.key) }) {
            append(Self.names[rival] ?? rival, metrics)
        }
        try StandardOutput.writeLine(table.description)
        if evaluation.linearParts > 0 {
            try StandardOutput.writeLine(
                "The network did not better the linear forecast of the rows held out"
                    + (parts == 1 ? "" : " in \(evaluation.linearParts) of \(parts) parts")
                    + " and is left out; the linear part reads no calendar and no other columns.")
        }
        if evaluation.linearParts < parts, !column.beatsBaselines, let best = column.bestBaseline {
            try StandardOutput.writeLine("The network does not beat \(Self.names[best] ?? best) here.")
        }
        if let quantiles = column.quantiles {
            let losses = zip(quantiles.quantiles, quantiles.pinball).map { "\($0): \($1.fixed(digits))" }
            try StandardOutput.writeLine(
                "pinball \(quantiles.meanPinball.fixed(digits)) (" + losses.joined(separator: ", ") + ")")
        }
        let intervals = column.intervals.map {
            "\((100 * $0.coverage).fixed(1)) % in the \((100 * $0.level).fixed(0)) % interval"
        }
        if !intervals.isEmpty { try StandardOutput.writeLine(intervals.joined(separator: ", ")) }
    }

    /// Digits behind the point that show four of a figure.
    private func digits(_ value: Double) -> Int {
        switch abs(value) {
        case 1000...: 0
        case 100...: 1
        case 10...: 2
        case 1...: 3
        default: 5
        }
    }

    static let names = [
        "lastValue": "last value", "drift": "drift", "seasonalNaive": "last season",
        "exponentialSmoothing": "exponential smoothing", "autoRegression": "autoregression",
        "ridge": "ridge regression",
    ]
}
