import Tokenization

/// Something that a person should know about how a file was read: a decision that may be wrong, or what was left out.
public struct ReadingNote: Sendable, Equatable {
    /// What was decided or left out, as a sentence without its full stop.
    public let text: String
    /// What to do if that is wrong; empty where there is nothing to do.
    public let remedies: [Remedy]

    /// Makes a note.
    public init(_ text: String, _ remedies: [Remedy] = []) {
        (self.text, self.remedies) = (text, remedies)
    }

    /// A note of an error that was overcome.
    package init(_ error: some RemediedError) { self.init(error.problem, error.remedies) }
}

extension ReadingNote: CustomStringConvertible {
    /// The note in one sentence, which names options as the library does.
    public var description: String { Remedy.sentence(text, remedies, in: LibrarySpelling.self) }
}
