import CommandSupport

/// Something that keeps the harness itself from working.
struct StressError: CommandError {
    let description: String
    var exitStatus: CommandSupport.ExitStatus { .software }

    init(_ description: String) { self.description = description }
}
