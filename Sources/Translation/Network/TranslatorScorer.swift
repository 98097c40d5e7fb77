import Decoding
import Tensors

/// A model and the sources it reads.
public struct TranslatorScorer: TokenScorer {
    private let session: TranslatorSession
    private let lengths: [Int]
    private var state: TranslatorSession.State

    public init(_ session: TranslatorSession, sources: [[Int32]]) {
        self.session = session
        lengths = sources.map(\.count)
        state = session.start(sources)
    }

    public var sourceCount: Int { lengths.count }
    public func sourceLength(_ source: Int) -> Int { lengths[source] }

    public mutating func step(rows: [Int], tokens: [Int32]) -> (logits: Tensor, attention: Tensor) {
        state.select(rows)
        return session.step(tokens, &state)
    }
}
