/// What a command tells its caller on exit, after the conventions of BSD's `sysexits.h`.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    case success = 0
    /// The command line is wrong: an unknown option, a value out of range.
    case usage = 64
    /// The input was read but makes no sense: a malformed file, text that is not UTF-8.
    case badData = 65
    /// An input file or model does not exist.
    case noInput = 66
    /// A defect of this program.
    case software = 70
    /// Reading or writing failed: no permission, a full disk, a device error.
    case inputOutput = 74
    /// The user stopped the command.
    case interrupted = 130
}
