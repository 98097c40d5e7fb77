import CommandSupport
import Datasets
import Foundation
import Recurrent
import Tensors
import ToolSupport

/// Shows a search for settings and writes down its trials.
struct TuningLog {
    static let file = "trials.jsonl"

    private let isQuiet: Bool

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Searches, says what was found, and writes all trials into the folder.
    func tune(
        _ settings: ForecastSettings, for table: SeriesTable, rows: Range<Int>, seconds: Double,
        options: ForecasterOptions, folder: ModelFolder
    ) throws -> ForecastSettings {
        try folder.create()
        let space = try options.space(around: settings, for: table, rows: rows)
        var tuning = ForecastTuning(table, rows: rows, space: space)
        let bar = ProgressBar("searching", total: nil, unit: "trials", isQuiet: isQuiet)
        Interrupts.observe()
        var (count, best) = (0, Double.infinity)
        let found = try tuning.run(seconds: seconds) { trial in
            (count, best) = (count + 1, min(best, trial.error))
            bar.update(completed: count, detail: "best error \(best.fixed(4)) on held-out rows")
            return !Interrupts.isRequested
        }
        bar.finish()
        let lines = try tuning.trials.map { try JSONOutput.encode($0, isPretty: false) + "\n" }
        try DurableFile.replace(at: folder.file(Self.file), with: Data(lines.joined().utf8))
        if !isQuiet {
            StandardError.writeLine(
                "\(tuning.trials.count.grouped) trials; taken: window \(found.window), \(found.cell.rawValue) "
                    + "\(found.numLayers) x \(found.hiddenSize), log \(found.takesLog), difference \(found.difference), "
                    + "anchored \(found.isAnchored), output dropout \(found.dropout.output), batch \(found.batchSize), "
                    + "learning rate \(found.training.schedule.peak)")
        }
        return found
    }
}

extension ForecasterOptions {
    /// What a search may choose: everything that was not given.
    func space(around settings: ForecastSettings, for table: SeriesTable, rows: Range<Int>) throws -> TuningSpace {
        let isPositive = try settings.columns.allSatisfy { name in
            try table.column(.name(name)).values[rows].allSatisfy { $0 > 0 }
        }
        var space = TuningSpace(
            base: settings, rows: rows.count, period: table.frequency.seasonalPeriods.first, isPositive: isPositive)
        if window != nil { space.windows = [] }
        if cell != nil { space.cells = [] }
        if hiddenSize != nil { space.hiddenSizes = [] }
        if numLayers != nil { space.numLayers = [] }
        if !choosesTransformation { (space.differences, space.logs, space.anchors) = ([], [], []) }
        if outputDropout != nil { space.outputDropouts = [] }
        return space
    }
}
