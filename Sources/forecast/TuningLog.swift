import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// Shows a search for settings and writes down its trials, each when it is made; a search that was killed goes on with
/// them.
struct TuningLog {
    static let file = ModelFolder.trialsFile

    private let folder: ModelFolder
    private let isQuiet: Bool
    private var url: URL { folder.file(Self.file) }

    /// - Parameter startsOver: Forgets the trials that the folder holds.
    init(in folder: ModelFolder, startsOver: Bool, isQuiet: Bool) throws {
        (self.folder, self.isQuiet) = (folder, isQuiet)
        try folder.create()
        // A file of its own, also where the one that was here has another name somewhere.
        let hasTrials = !startsOver && FileManager.default.fileExists(atPath: url.path)
        let trials = hasTrials ? try folder.contents(of: Self.file) : Data()
        try DurableFile.replace(at: url, followsLinks: false, with: trials)
    }

    /// The trials that were written before; a line that was cut off is none.
    private func earlierTrials() throws -> [ForecasterTuning.Trial] {
        String(decoding: try folder.contents(of: Self.file), as: UTF8.self).split(separator: "\n").compactMap {
            try? JSONFile.decode(ForecasterTuning.Trial.self, from: Data($0.utf8))
        }
    }

    private static let goingOn = "interrupted; the trials are saved, and the same command continues with them"

    /// Searches, says what was found, and writes all trials into the folder.
    func tune(
        _ settings: ForecasterSettings, for table: SeriesTable, rows: Range<Int>, seconds: Double,
        options: ForecasterOptions
    ) throws -> ForecasterSettings {
        let space = try options.space(around: settings, for: table, rows: rows)
        let earlier = try earlierTrials()
        var tuning = ForecasterTuning(table, rows: rows, space: space, earlier: earlier)
        let log = try FileHandle(forWritingTo: url)
        defer { try? log.close() }
        if try log.seekToEnd() > 0 { try log.write(contentsOf: Data("\n".utf8)) }
        let bar = ProgressBar("searching", total: nil, unit: "trials", isQuiet: isQuiet)
        Interrupts.say(Self.goingOn)
        Interrupts.observe()
        var (count, best) = (0, Double.infinity)
        let found = try tuning.run(seconds: seconds) { trial in
            (count, best) = (count + 1, min(best, trial.error))
            if !earlier.contains(trial) {
                try log.write(contentsOf: Data((JSONOutput.encode(trial, isPretty: false) + "\n").utf8))
            }
            bar.update(completed: count, detail: "best error \(best.fixed(4)) on held-out rows")
            return !Interrupts.isRequested
        }
        bar.finish()
        try log.synchronize()
        if Interrupts.isRequested { throw Interrupted(Self.goingOn) }
        if !isQuiet {
            let known = tuning.trials.count { earlier.contains($0) }
            if known > 0 { StandardError.writeLine("\(known.grouped) trials were read from the earlier search") }
            StandardError.writeLine(
                "\(tuning.trials.count.grouped) trials; selected: window \(found.window), \(found.cell.rawValue) "
                    + "\(found.numLayers) x \(found.hiddenSize), log \(found.takesLog), difference \(found.difference), "
                    + "anchored \(found.isAnchored), output dropout \(found.dropout.output), batch \(found.batchSize), "
                    + "learning rate \(found.training.schedule.peak)")
        }
        return found
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
