import ArgumentParser

/// Where a training goes, whether it is a new one, and what decides everything random in it.
public struct TrainingFolderOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Folder for the model (default: after the first file).", completion: .directory)
    public var output: String?

    @Option(help: ArgumentHelp("Go on with the training in this folder.", valueName: "folder"), completion: .directory)
    public var resume: String?

    @Flag(help: "Replace the files of a model in the output folder, whoever wrote them; files of other names stay.")
    public var overwrite = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Decides everything random; the same number gives the same model.", valueName: "n"))
    public var randomSeed: UInt64?

    public init() {}

    public func validate() throws {
        try requirePaths([output, resume])
        if let output, let resume, output != resume {
            throw ValidationError(
                "--output \(output) and --resume \(resume) name different folders; give --resume alone.")
        }
        guard resume == nil || !overwrite else {
            throw ValidationError("--resume goes on with what --overwrite would replace; give one of them.")
        }
    }

    /// Refuses files beside `--resume`.
    public func requireAlone(_ files: [String]) throws {
        if resume != nil, let file = files.first {
            throw ValidationError("--resume knows the files already; leave out \(file).")
        }
    }
}
