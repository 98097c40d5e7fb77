import CommandSupport
import Foundation
import Recurrent

/// Shows a search for settings and writes down its trials, each when it is made; a search that was killed goes on with
/// them.
public struct TuningLog {
    private let folder: ModelFolder
    private let isQuiet: Bool
    private var url: URL { folder.file(ModelFolder.trialsFile) }

    /// - Parameter startsOver: Forgets the trials that the folder holds.
    public init(in folder: ModelFolder, startsOver: Bool, isQuiet: Bool) throws {
        (self.folder, self.isQuiet) = (folder, isQuiet)
        try folder.create()
        // A file of its own, also where the one that was here has another name somewhere.
        let hasTrials = !startsOver && FileManager.default.fileExists(atPath: url.path)
        let trials = hasTrials ? try folder.contents(of: ModelFolder.trialsFile) : Data()
        try DurableFile.replace(at: url, followsLinks: false, with: trials)
    }

    /// The trials that were written before; a line that was cut off is none.
    private func earlierTrials<Task>(of task: Task) throws -> [SuccessiveHalving<Task>.Trial] {
        String(decoding: try folder.contents(of: ModelFolder.trialsFile), as: UTF8.self).split(separator: "\n")
            .compactMap {
                try? JSONFile.decode(SuccessiveHalving<Task>.Trial.self, from: Data($0.utf8))
            }
    }

    private static let goingOn =
        "interrupted; the trials are saved, and the same command with the same --random-seed continues with them"

    /// Searches, says what was found, and writes all trials into the folder.
    ///
    /// - Parameters:
    ///   - errorText: The smallest error so far, in words.
    ///   - description: The settings that were selected, in words.
    public func tune<Task: TuningTask>(
        _ task: Task, seconds: Double, errorText: (Double) -> String, description: (Task.Settings) -> String
    ) throws -> Task.Settings {
        let earlier = try earlierTrials(of: task)
        var tuning = SuccessiveHalving(task, earlier: earlier)
        let log = try FileHandle(forWritingTo: url)
        defer { try? log.close() }
        if try log.seekToEnd() > 0 { try log.write(contentsOf: Data("\n".utf8)) }
        let bar = ProgressBar("searching", total: nil, unit: "trials", isQuiet: isQuiet)
        Interrupts.say(Self.goingOn)
        Interrupts.observe()
        var (count, best) = (0, Double.infinity)
        let found = try Interrupts.named(Self.goingOn) {
            try tuning.run(seconds: seconds, goesOn: { !Interrupts.isRequested }) { trial in
                (count, best) = (count + 1, min(best, trial.error))
                if !earlier.contains(trial) {
                    try log.write(contentsOf: Data((JSONOutput.encode(trial, isPretty: false) + "\n").utf8))
                }
                bar.update(completed: count, detail: errorText(best))
                return !Interrupts.isRequested
            }
        }
        bar.finish()
        try log.synchronize()
        if Interrupts.isRequested { throw Interrupted(Self.goingOn) }
        if !isQuiet {
            let known = tuning.trials.count { earlier.contains($0) }
            if known > 0 { StandardError.writeLine("\(known.grouped) trials were read from the earlier search") }
            StandardError.writeLine("\(tuning.trials.count.grouped) trials; selected: \(description(found))")
        }
        return found
    }
}
