import Foundation

extension URL {
    /// The standard input of the process: whatever reads files reads it, once, in their place.
    public static let standardInput = URL(fileURLWithPath: "/dev/stdin")

    /// The file that somebody names on a command line; `-` is ``standardInput``.
    public init(inputPath path: String) {
        self = path == "-" ? .standardInput : URL(fileURLWithPath: path)
    }

    public var isStandardInput: Bool { isFileURL && path == Self.standardInput.path }

    /// What messages call the file.
    public var nameInMessages: String { isStandardInput ? "standard input" : path }
}
