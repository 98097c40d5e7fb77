import Foundation
import ModelFiles

/// Any error as an exit status and one sentence.
///
/// | Error | Status |
/// | --- | --- |
/// | ``CommandError`` | its own |
/// | no such file | ``ExitStatus/noInput`` |
/// | permission, full disk, other I/O | ``ExitStatus/inputOutput`` |
/// | wrong text encoding, malformed JSON, any other `LocalizedError` | ``ExitStatus/badData`` |
/// | anything else | ``ExitStatus/software``: a defect, and the sentence says so |
public struct ErrorReport: Sendable, Equatable {
    public let exitStatus: ExitStatus
    public let sentence: String

    public init(_ error: any Error) {
        switch error {
        case let error as any CommandError:
            self.init(error.exitStatus, error.message)
        case let error as DecodingError:
            self.init(.badData, Self.sentence(for: error))
        case let error as POSIXError:
            self.init(posix: error.code.rawValue, path: nil)
        case let error as CocoaError:
            self.init(file: error)
        case let error as any LocalizedError:
            self.init(.badData, error.errorDescription ?? String(describing: error))
        default:
            self.init(.software, "unexpected \(type(of: error)): \(error). This is a defect, please report it.")
        }
    }

    private init(_ exitStatus: ExitStatus, _ sentence: String) {
        self.exitStatus = exitStatus
        self.sentence = sentence
    }

    /// The line that goes to standard error; empty when there is nothing to say.
    public func line(tool: String) -> String {
        if sentence.isEmpty { return "" }
        let sentence = MessageText.visibleInLine(sentence)
        return exitStatus == .interrupted ? "\(tool): \(sentence)\n" : "\(tool): error: \(sentence)\n"
    }
}

extension ErrorReport {
    private init(file error: CocoaError) {
        let path = error.filePath ?? error.url?.path
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile:
            self.init(posix: ENOENT, path: path)
        case .fileReadNoPermission, .fileWriteNoPermission:
            self.init(posix: EACCES, path: path)
        case .fileWriteOutOfSpace:
            self.init(posix: ENOSPC, path: path)
        case .fileWriteVolumeReadOnly:
            self.init(posix: EROFS, path: path)
        case .fileWriteFileExists:
            self.init(posix: EEXIST, path: path)
        case .fileReadInapplicableStringEncoding, .fileReadUnknownStringEncoding:
            self.init(.badData, Self.naming(path, "is not UTF-8 text"))
        case .fileReadCorruptFile, .propertyListReadCorrupt:
            self.init(.badData, Self.naming(path, "is not UTF-8 text, or it is damaged"))
        default:
            if let underlying = error.underlying as? POSIXError {
                self.init(posix: underlying.code.rawValue, path: path)
            } else {
                self.init(.inputOutput, Self.naming(path, "cannot be used (Foundation's error \(error.code.rawValue))"))
            }
        }
    }

    private init(posix code: Int32, path: String?) {
        let reason = String(cString: strerror(code))
        self.init(
            code == ENOENT || code == ENOTDIR ? .noInput : .inputOutput,
            path.map { "\($0): \(reason)" } ?? reason)
    }

    private static func naming(_ path: String?, _ predicate: String) -> String {
        "\(path ?? "the file") \(predicate)"
    }

    private static func sentence(for error: DecodingError) -> String {
        let (context, problem): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "the key \"\(key.stringValue)\" is missing")
            case .valueNotFound(let type, let context): (context, "a value of type \(type) is missing")
            case .typeMismatch(let type, let context): (context, "the value is not of type \(type)")
            case .dataCorrupted(let context): (context, context.debugDescription)
            @unknown default: (.init(codingPath: [], debugDescription: ""), "\(error)")
            }
        let place = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return "malformed data\(place.isEmpty ? "" : " at \(place)"): \(problem)"
    }
}

/// An error that knows the exit status its command ends with.
///
/// Typed errors of other targets are adopted where the command is defined: `extension CorpusError: CommandError { … }`.
public protocol CommandError: Error, CustomStringConvertible {
    /// How the command ends.
    var exitStatus: ExitStatus { get }
    /// One sentence for the user that names the file, line or value and what to do. It is the description unless the
    /// error says what to do in other words than those of a command line.
    var message: String { get }
}

extension CommandError {
    public var message: String { description }
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
