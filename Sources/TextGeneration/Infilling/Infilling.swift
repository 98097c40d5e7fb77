import Decoding
import Foundation
import Tensors
import Tokenization

/// A text between a seed text and a given ending, and how well it leads from one to the other.
public struct Infilling: Sendable, Equatable {
    /// Which of the candidates it was cut from; the candidate with the number n is drawn with the random seed + n.
    public let candidate: Int
    /// The text between, without the ending.
    public let middle: String
    /// The sum of `-ln p` over the middle, divided by its characters, under the model itself.
    public let middleNats: Double
    /// The sum of `-ln p` over the ending after seed and middle, divided by its characters, under the model itself.
    public let endingNats: Double

    /// What candidates are ranked by, the lowest first: the sum of both means.
    public var nats: Double { middleNats + endingNats }
}

extension TextGenerator {
    /// Texts that lead from a seed text to an ending, the best first (re-ranking).
    ///
    /// A language model writes forwards only. So some candidates are drawn side by side, and each is cut where the ending
    /// follows best. Places are the ends of tokens from half of the length on. Of each candidate the 16 places at which
    /// the first token of the ending is likeliest are kept, and from these the whole ending is read, all in one batch.
    ///
    /// ```swift
    /// let options = GenerationOptions(length: 200, randomSeed: 1)
    /// let best = try generator.infillings("Once", ending: " and they all went home.", options: options)[0]
    /// print("Once" + best.middle + " and they all went home.")
    /// ```
    ///
    /// - Parameters:
    ///   - seed: Any text, as for ``pieces(_:options:)``.
    ///   - ending: The text that follows, which begins with the space or the punctuation before it.
    ///   - candidates: How many are drawn.
    ///   - options: Length, which is the longest a middle gets, sampling, processors and random seed. End, stop strings and
    ///     constraint are not used, since each candidate is cut.
    /// - Returns: Each candidate at its best place.
    /// - Throws: `SamplingError` for options that cannot be used, for an empty ending and for no candidate;
    ///   `CancellationError` when the surrounding task is cancelled.
    public func infillings(
        _ seed: String = "", ending: String, candidates: Int = 16, options: GenerationOptions = GenerationOptions()
    ) throws -> [Infilling] {
        let ids = tokenizer.encodeIDs(lineEnds.applied(to: ending))
        guard !ids.isEmpty else {
            throw SamplingError.outOfRange(option: "ending", value: "empty", allowed: "at least one character long")
        }
        guard candidates >= 1 else {
            throw SamplingError.outOfRange(option: "candidates", value: String(candidates), allowed: "1 or more")
        }
        let reader = LaneReader(model, precision: precision)
        let drawing = InfillDrawing(ending: ids, reader: reader, tokenizer: tokenizer, mixture: mixture)
        let cuts = try drawing.cuts(
            after: prompt(for: seed), isBeginning: seed.isEmpty, candidates: candidates, options: options)
        let nats = try drawing.endingNats(after: cuts)
        var best: [Int: Infilling] = [:]
        for (cut, nats) in zip(cuts, nats) {
            let infilling = Infilling(
                candidate: cut.candidate, middle: middle(cut.ids, isBeginning: seed.isEmpty),
                middleNats: cut.middleNats / Double(max(tokenizer.characterCount(of: cut.ids), 1)),
                endingNats: nats / Double(max(tokenizer.characterCount(of: ids), 1)))
            if let other = best[cut.candidate], other.nats <= infilling.nats { continue }
            best[cut.candidate] = infilling
        }
        return best.values.sorted { ($0.nats, $0.candidate) < ($1.nats, $1.candidate) }
    }

    private func middle(_ ids: [Int32], isBeginning: Bool) -> String {
        let text = tokenizer.decode(ids)
        return isBeginning ? String(text.drop(while: \.isWhitespace)) : text
    }
}
