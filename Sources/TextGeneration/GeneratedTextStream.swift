import Tensors

/// Generated text as an asynchronous sequence of pieces; see ``TextGenerator/stream(_:options:)``.
///
/// Each iteration generates the text anew, from the same random seed. When the consumer stops iterating or its task is
/// cancelled, at most one more piece is generated.
public struct GeneratedTextStream: AsyncSequence, Sendable {
    public typealias Element = String
    public typealias Failure = any Error

    private let pieces: BackgroundSequence<String>

    init(_ makePieces: @escaping @Sendable () throws -> GeneratedText) {
        pieces = BackgroundSequence {
            var pieces = try makePieces()
            return { try pieces.next() }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: pieces.makeAsyncIterator()) }

    /// The state of one iteration.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var base: BackgroundSequence<String>.Iterator

        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> String? {
            try await base.next(isolation: actor)
        }
    }
}

@available(*, unavailable)
extension GeneratedTextStream.AsyncIterator: Sendable {}
