import Decoding
import Tokenization

/// Generated text, piece by piece; a piece never splits a grapheme cluster.
///
/// ```swift
/// var pieces = try generator.pieces("Once", options: GenerationOptions(length: 300))
/// while let piece = try pieces.next() { print(piece, terminator: "") }
/// ```
///
/// A copy goes on as the original does.
public struct GeneratedText: Sendable {
    private var session: TextGeneratorSession
    private var writer: TextWriter
    /// What the network has not read yet.
    private var pending: [Int32]
    private var trail: TextTrail?

    /// - Parameters:
    ///   - healing: The last pieces of the seed, which `prompt` does not have and which are drawn once more.
    ///   - isBeginning: Whether white space before the text is left out.
    ///   - mixture: What is mixed with the network's probabilities before all processors.
    init(
        session: TextGeneratorSession, tokenizer: Tokenizer, prompt: [Int32], healing: [Int32],
        isBeginning: Bool, mixture: AdaptiveMixture? = nil, options: GenerationOptions
    ) throws {
        self.session = session
        writer = try TextWriter(
            tokenizer: tokenizer, isBeginning: isBeginning, mixture: mixture, healing: healing, options: options)
        pending = prompt
    }

    /// Goes on from a place whose text the network has read.
    init(from place: TextPosition, options: GenerationOptions) throws {
        let (begin, healing) = options.healsSeed ? place.healing : (place, [])
        session = begin.session
        writer = try TextWriter(
            tokenizer: place.tokenizer, isBeginning: place.isBeginning, mixture: place.mixture, healing: healing,
            options: options)
        writer.read(begin.recent)
        pending = []
        trail = TextTrail(from: place, drawnFrom: begin, healing: healing)
    }

    /// The stop string that ended the text, if one did.
    public var matchedStop: String? { writer.matchedStop }

    /// The place after the pieces so far, of a text that went on from a ``TextPosition``; otherwise `nil`.
    ///
    /// The network has read the text already while it wrote it, so this costs at most a step or two.
    public var position: TextPosition? { trail?.end(session: session, leftOut: writer.leftOut) }

    /// The next piece; `nil` at the end.
    ///
    /// - Throws: `SamplingError` when the model or a processor gives no usable probabilities, and `CancellationError`
    ///   when the surrounding task is cancelled.
    public mutating func next() throws -> String? {
        while !writer.isOver {
            let piece = writer.mustEnd ? writer.finish() : writer.write(try draw())
            guard !piece.isEmpty else { continue }
            trail?.handedOut += piece.utf8.count
            return piece
        }
        return nil
    }

    private mutating func draw() throws -> Int32 {
        for id in pending.dropLast() {
            try Task.checkCancellation()
            session.read(id)
        }
        try Task.checkCancellation()
        if let last = pending.last { session.next(after: last) }
        writer.read(pending)
        let id = try session.withLogits { try writer.draw($0) }
        trail?.append(id, drawnFrom: session)
        pending = [id]
        return id
    }
}
