import Decoding
import Tensors
import Tokenization

/// Draws candidates side by side and keeps the places at which an ending may follow.
struct InfillDrawing {
    /// A place at which a candidate may be cut.
    struct Cut {
        let candidate: Int
        let ids: [Int32]
        /// The sum of `-ln p` over the ids.
        let middleNats: Double
        /// `-ln p` of the ending's first token.
        let firstNats: Double
        /// One row.
        let state: LaneReader.State
    }

    let ending: [Int32]
    let reader: LaneReader
    let tokenizer: Tokenizer
    /// What is mixed with the network's probabilities where tokens are drawn.
    let mixture: AdaptiveMixture?

    /// Places of a candidate whose ending is read.
    private static let mostCuts = 16
    /// Tokens of the seed that are read at a time, and places whose ending is read at a time.
    private static let batch = 256

    /// A candidate that is being written.
    private struct Lane {
        var writer: TextWriter
        var ids: [Int32] = []
        var nats = 0.0
        var characters = 0
        var isOver = false
        var cuts: [Cut] = []

        /// The place of the cuts that a better one replaces; `nil` where it is not among the best.
        func place(for nats: Double) -> Int? {
            guard cuts.count >= InfillDrawing.mostCuts else { return cuts.count }
            let worst = cuts.indices.max { cuts[$0].firstNats < cuts[$1].firstNats }
            return worst.flatMap { cuts[$0].firstNats > nats ? $0 : nil }
        }
    }

    /// Draws candidates and returns the places at which the ending's first token is likeliest.
    func cuts(
        after prompt: [Int32], isBeginning: Bool, candidates: Int, options: GenerationOptions
    ) throws -> [Cut] {
        var lanes = try (0..<candidates).map { index in
            var options = options
            (options.end, options.stop, options.constraint) = (.length, [], nil)
            options.randomSeed &+= UInt64(index)
            return Lane(
                writer: try TextWriter(
                    tokenizer: tokenizer, isBeginning: isBeginning, mixture: mixture, options: options))
        }
        for index in lanes.indices { lanes[index].writer.read(prompt) }
        var (state, logits) = try read(prompt)
        state = state.rows(Array(repeating: 0, count: candidates))
        while true {
            try Task.checkCancellation()
            let size = logits.shape[1]
            for index in lanes.indices where !lanes[index].isOver {
                let row = logits.shape[0] == 1 ? 0 : index
                try logits.withElements { values in
                    let scores = UnsafeBufferPointer(rebasing: values[row * size..<(row + 1) * size])
                    try advance(&lanes[index], index, scores, state, length: options.length, isBeginning: isBeginning)
                }
            }
            if lanes.allSatisfy(\.isOver) { return lanes.flatMap(\.cuts) }
            // A candidate that has its length reads its last token again, and nobody looks at what comes of it.
            logits = reader(lanes.map { $0.ids.last ?? Vocabulary.beginID }, lanes: candidates, state: &state)
        }
    }

    /// Considers the place where a candidate is, and draws its next token.
    private func advance(
        _ lane: inout Lane, _ index: Int, _ logits: UnsafeBufferPointer<Float>, _ state: LaneReader.State, length: Int,
        isBeginning: Bool
    ) throws {
        if lane.characters >= length / 2, lane.writer.isComplete, !isTooLong(lane, length, isBeginning: isBeginning) {
            let nats = negativeLogProbability(of: Int(ending[0]), logits: logits)
            if let place = lane.place(for: nats) {
                let cut = Cut(
                    candidate: index, ids: lane.ids, middleNats: lane.nats, firstNats: nats,
                    state: state.rows([Int32(index)]))
                lane.cuts.replaceSubrange(place..<min(place + 1, lane.cuts.count), with: [cut])
            }
        }
        guard !lane.writer.isOver else {
            lane.isOver = true
            return
        }
        let id = try lane.writer.draw(logits)
        lane.nats += negativeLogProbability(of: Int(id), logits: logits)
        lane.ids.append(id)
        lane.writer.read([id])
        lane.characters += lane.writer.write(id).count
    }

    /// Whether the last token of a candidate goes beyond its length, as a piece of a word may.
    private func isTooLong(_ lane: Lane, _ length: Int, isBeginning: Bool) -> Bool {
        guard lane.writer.isOver, tokenizer.unit == .bpe else { return false }
        let text = tokenizer.decode(lane.ids)
        return (isBeginning ? text.drop { $0.isWhitespace } : text[...]).count > length
    }

    /// Reads a text in one row.
    ///
    /// - Returns: The state, and the logits of the next token, `[1, vocabularySize]`.
    private func read(_ ids: [Int32]) throws -> (LaneReader.State, Tensor) {
        var state = reader.start(lanes: 1)
        for start in stride(from: 0, to: ids.count - 1, by: Self.batch) {
            try Task.checkCancellation()
            _ = reader(Array(ids[start..<min(start + Self.batch, ids.count - 1)]), lanes: 1, state: &state)
        }
        let logits = reader([ids[ids.count - 1]], lanes: 1, state: &state)
        return (state, logits)
    }

    /// The sum of `-ln p` over the ending's tokens after each place.
    func endingNats(after cuts: [Cut]) throws -> [Double] {
        var nats = cuts.map(\.firstNats)
        for start in stride(from: 0, to: cuts.count, by: Self.batch) {
            try Task.checkCancellation()
            let range = start..<min(start + Self.batch, cuts.count)
            var state = reader.start(lanes: range.count)
            for index in range { state.replace(row: index - start, by: cuts[index].state) }
            for (id, next) in zip(ending, ending.dropFirst()) {
                let logits = reader(Array(repeating: id, count: range.count), lanes: range.count, state: &state)
                let losses = negativeLogProbabilities(of: Array(repeating: next, count: range.count), logits: logits)
                for index in range { nats[index] += losses[index - start] }
            }
        }
        return nats
    }
}
