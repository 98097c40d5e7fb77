import Recurrent
import ToolSupport

extension TuningLog {
    /// Searches the settings of a forecaster.
    func tune(
        _ settings: ForecasterSettings, for table: SeriesTable, rows: Range<Int>, seconds: Double,
        options: ForecasterOptions
    ) throws -> ForecasterSettings {
        let space = try options.space(around: settings, for: table, rows: rows)
        return try tune(
            ForecasterTuningTask(table: table, rows: rows, space: space), seconds: seconds,
            errorText: { "best error \($0.fixed(4)) on held-out rows" },
            description: { found in
                "window \(found.window), \(found.cell.rawValue) \(found.numLayers) x \(found.hiddenSize), "
                    + "log \(found.takesLog), difference \(found.difference), anchored \(found.isAnchored), "
                    + "output dropout \(found.dropout.output), batch \(found.batchSize), "
                    + "learning rate \(found.training.schedule.peak)"
            })
    }
}

extension ForecasterOptions {
    /// What a search may choose: everything that was not given.
    func space(around settings: ForecasterSettings, for table: SeriesTable, rows: Range<Int>) throws -> TuningSpace {
        let isPositive = try settings.columns.allSatisfy { name in
            try table.column(.name(name)).values[rows].allSatisfy { $0 > 0 }
        }
        var space = TuningSpace(
            base: settings, rows: rows.count, period: table.frequency.seasonalPeriods.first, isPositive: isPositive)
        if window != nil { space.windows = [] }
        if recurrent.cell != nil { space.cells = [] }
        if hiddenSize != nil { space.hiddenSizes = [] }
        if numLayers != nil { space.numLayers = [] }
        if !choosesTransformation { (space.differences, space.logs, space.anchors) = ([], [], []) }
        if outputDropout != nil { space.outputDropouts = [] }
        return space
    }
}
