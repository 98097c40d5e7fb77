import ArgumentParser
import Recurrent

/// The option of all subcommands that read files of text.
struct EncodingOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The encoding of the files, such as windows-1252, gb18030 or shift_jis (default: utf-8; models of bytes take "
                + "files as they are).", valueName: "name"))
    var encoding: String?

    func validate() throws { _ = try given }

    /// `nil` where none was given.
    var given: TextEncoding? {
        get throws {
            do { return try encoding.map { try TextEncoding($0) } } catch let error as TextEncodingError {
                throw ValidationError(error.description)
            }
        }
    }
}

extension LineEnds: ExpressibleByArgument {}
