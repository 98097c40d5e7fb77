import Foundation

/// An error that knows what its reader can do about it.
///
/// All errors of the library that data, files or options can cause conform to it. The description is the problem and the
/// remedies in one sentence. A program that offers these options in another form, such as a window with menus, shows
/// ``problem`` and describes ``remedies`` in its own words; the command-line tools do so.
public protocol RemediedError: LocalizedError, CustomStringConvertible, Sendable {
    /// What is wrong, as a sentence without its full stop. It names no options to change.
    var problem: String { get }
    /// What may help, the most likely first; empty where nothing can be said beyond the problem.
    var remedies: [Remedy] { get }
}

extension RemediedError {
    /// The problem and the remedies in one sentence.
    public var description: String { Remedy.sentence(problem, remedies, in: LibrarySpelling.self) }
    /// The description, so that `localizedDescription` shows it.
    public var errorDescription: String? { description }
    /// The problem alone.
    public var failureReason: String? { problem }
    /// The remedies alone; `nil` where there are none.
    public var recoverySuggestion: String? {
        remedies.isEmpty ? nil : Remedy.phrase(remedies, in: LibrarySpelling.self)
    }
}
