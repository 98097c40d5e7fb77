/// An error that knows the exit status its command ends with.
///
/// `description` is one sentence for the user that names the file, line or value and the way out. Typed errors of
/// other targets are adopted where the command is defined: `extension CorpusError: CommandError { … }`.
public protocol CommandError: Error, CustomStringConvertible {
    var exitStatus: ExitStatus { get }
}

/// A failure that only a command can know of, given as its status and sentence.
public struct CommandFailure: CommandError, Equatable {
    public let exitStatus: ExitStatus
    public let description: String

    public init(_ exitStatus: ExitStatus, _ description: String) {
        self.exitStatus = exitStatus
        self.description = description
    }
}
