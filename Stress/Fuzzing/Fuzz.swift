import ArgumentParser
import CommandSupport
import Foundation

/// `stress fuzz`: damaged files and hostile options, read by the library and by the tools.
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Damage models, checkpoints, tokenizers, tables, texts and options, and have them read.",
        discussion: """
            Most cases are read by the library in processes of their own, some by the tools as a user starts them. A case \
            fails where a process dies of a signal, takes \(Int(Self.usualLimit)) s of processor time or 1 GiB of memory, \
            ends in an exit status that is not documented, or succeeds with a number that is not finite. Failing cases \
            are made smaller and kept.
            """)

    @Option(help: "Seconds to run for.") var time: Double?
    @Option(help: "Cases to read (default: as many as the time allows).") var cases: Int?
    @Option(help: "Decides what is damaged and how.") var seed: UInt64?
    @Option(name: .customLong("case"), help: "Repeat this case of the seed alone.") var number: Int?
    @Option(help: "Repeat the case that was kept in this folder.") var kept: String?
    @Option(help: "What to damage, such as series,text (default: everything).") var kinds: String?
    @Option(help: "Processes that read.") var jobs = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "Where files lie while this runs, and failures are kept.") var folder = ".build/fuzz"
    @Option(help: ArgumentHelp("Seconds of processor time that a case may take.", visibility: .hidden))
    var limit = Self.usualLimit
    @Flag(name: .shortAndLong, help: "Say nothing but failures and the result.") var quiet = false

    /// A damaged checkpoint may ask for a hundred times the training, which a debug build needs eight seconds for.
    static let usualLimit: Double = {
        #if DEBUG
            60
        #else
            10
        #endif
    }()

    func validate() throws {
        guard jobs >= 1 else { throw ValidationError("--jobs is a number from 1 on.") }
        guard limit > 0 else { throw ValidationError("--limit is a number above 0.") }
        if let unknown = kinds?.split(separator: ",").first(where: { FuzzKind(rawValue: String($0)) == nil }) {
            throw ValidationError(
                "There is no kind \(unknown); they are \(FuzzKind.real.map(\.rawValue).joined(separator: ", ")).")
        }
    }

    func run() throws {
        try Tools.requireAll()
        let folder = URL(fileURLWithPath: folder)
        let chosen = kinds?.split(separator: ",").compactMap { FuzzKind(rawValue: String($0)) } ?? FuzzKind.real
        if !quiet { StandardError.writeLine("training the models to damage") }
        var plan = Campaign.Plan(
            seed: seed ?? UInt64.random(in: 0..<1_000_000_000), kinds: chosen, seconds: time, cases: cases, jobs: jobs,
            limits: Limits(seconds: limit),
            starts: try Starts.make(in: folder.appendingPathComponent("starts"), for: chosen),
            folder: folder, isQuiet: quiet)
        if time == nil, cases == nil { plan.seconds = 600 }
        if let kept {
            let fuzzCase = try FuzzCase(keptIn: URL(fileURLWithPath: kept))
            return try repeatCase(fuzzCase, request: URL(fileURLWithPath: kept).path, plan)
        }
        if let number {
            let fuzzCase = FuzzCase(seed: plan.seed, number: number, kinds: plan.kinds, starts: plan.starts)
            return try repeatCase(fuzzCase, request: "\(number)", plan)
        }
        if !quiet { StandardError.writeLine("seed \(plan.seed), \(plan.jobs) processes") }
        let campaign = Campaign(plan)
        try campaign.run()
        try show(campaign)
        let total = campaign.table.total
        guard total.cases > 0 else { throw StressError("no case was read") }
        if total.failures > 0 { throw CommandFailure(.software, "\(total.failures) of \(total.cases) cases failed.") }
    }

    private func repeatCase(_ fuzzCase: FuzzCase, request: String, _ plan: Campaign.Plan) throws {
        let place = plan.folder.appendingPathComponent("repeated")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let finding: Finding
        if fuzzCase.command != nil {
            let run = ToolRun(
                fuzzCase: fuzzCase, starts: plan.starts, folder: place.appendingPathComponent("case"),
                limits: plan.limits)
            StandardError.writeLine(run.words.map(\.shellQuoted).joined(separator: " "))
            finding = try run.run()
        } else {
            finding = try WorkerProcess(plan, folder: place).run(request)
        }
        try StandardOutput.write(
            "case \(fuzzCase.number) (\(fuzzCase.kind)): \(finding.verdict.rawValue) \(finding.detail)\nfiles: \(place.path)\n"
        )
        if finding.verdict.isFailure { throw CommandFailure(.software, "The case fails.") }
    }

    private func show(_ campaign: Campaign) throws {
        let (rows, total) = campaign.table
        var table = TextTable([
            .left("kind"), .right("cases"), .right("by tools"), .right("read"), .right("refused"), .right("failed"),
        ])
        func add(_ name: String, _ tally: Campaign.Tally) {
            table.append([
                name, "\(tally.cases)", "\(tally.tools)", "\(tally.succeeded)",
                "\(tally.cases - tally.succeeded - tally.failures)", "\(tally.failures)",
            ])
        }
        for (kind, tally) in rows { add(kind.rawValue, tally) }
        add("all", total)
        try StandardOutput.write(table.description + "\n")
        try StandardOutput.write("seed \(campaign.plan.seed), \(Int(campaign.seconds)) s\n")
    }
}
