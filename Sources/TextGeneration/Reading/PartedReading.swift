import NeuralLayers
import Tensors
import Tokenization
import Training

/// Reads a long text in parts side by side, with the figure of a reader who goes from its first character to its last.
///
/// One character after the other, each step fetches all weights for one row. Parts that are read together share what is
/// fetched, and processors multiply as fast as they do in training.
///
/// A round cuts the next characters into parts. All parts but the first begin a warm-up earlier, by which their state
/// has forgotten where it began. Whether it has is checked at each seam: the part before has read up to the same
/// character, and the logits of the two must agree. Where they do not, the part is read again from the state that the
/// part before has left, and later rounds warm up twice as long. A model that never forgets is thus read in one piece.
struct PartedReading {
    /// Parts of a round where nothing else is asked for: two tiles of rows for each of two threads.
    static let defaultStreams = 24
    /// Characters that a state forgets its beginning in. Differences in the logits of the shipped model `shakespeare`
    /// are those of rounding after 512 (4e-6), and 1e-4 after 256.
    private static let shortestWarmup = 512
    /// With longer ones a text is read in one piece.
    private static let longestWarmup = 4_096
    /// Characters of a part; bounds the memory of a round.
    private static let longestPart = 8_192
    /// Characters of each part that are read at a time.
    private static let chunk = 32

    private let ids: [Int32]
    private let reader: LaneReader
    private let streams: Int
    private let tolerance: Float
    private var warmup = Self.shortestWarmup
    private var state: LaneReader.State
    private var position = 0
    /// The sum of `-ln p` over what has been read.
    private(set) var nats = 0.0
    /// Characters that were read twice because two parts did not meet.
    private(set) var rereadCharacters = 0

    /// How many parts a text of `count` characters is read in, at most `most`; 1 where parts do not pay.
    static func streams(for count: Int, atMost most: Int?) -> Int {
        let parts = min(most ?? defaultStreams, (count - shortestWarmup) / shortestWarmup)
        return parts >= (most == nil ? 4 : 2) ? parts : 1
    }

    /// About the seconds that reading takes in full precision, by the time of a few chunks.
    static func measureSeconds(of ids: [Int32], model: TextGeneratorNetwork) -> Double {
        let streams = streams(for: ids.count, atMost: nil)
        let reader = LaneReader(model, precision: .fp32)
        var state = reader.start(lanes: streams)
        let piece = (0..<streams * chunk).map { ids[$0 % ids.count] }
        var fastest = Double.infinity
        for _ in 0..<3 {
            let clock = Stopwatch()
            let logits = reader(piece, lanes: streams, state: &state)
            _ = negativeLogProbabilities(of: piece, logits: logits)
            fastest = min(fastest, clock.seconds)
        }
        let warmups = streams > 1 ? streams * shortestWarmup : 0
        return fastest * Double(ids.count + warmups) / Double(piece.count)
    }

    /// - Parameter streams: From ``streams(for:atMost:)``.
    init(_ ids: [Int32], model: TextGeneratorNetwork, precision: Precision, streams: Int) {
        self.ids = ids
        self.streams = streams
        reader = LaneReader(model, precision: precision)
        state = reader.start(lanes: 1)
        // States in 8 bits round to one side or the other, and the logits of two readings then differ in the third digit.
        tolerance = precision == .int8 ? 0.05 : 1e-4
    }

    /// Reads all that is left.
    ///
    /// - Parameter progress: Called every few hundred characters with the number of characters done.
    mutating func run(progress: (Int) throws -> Void) throws {
        while position < ids.count {
            let round = nextRound()
            var results = try read(round, from: state, progress)
            let areAllTrue = try rereadPartsThatDoNotMeet(round, &results, progress)
            nats = results.losses.reduce(nats, +)
            (state, position) = (results.states.rows([Int32(round.parts - 1)]), round.end)
            if !areAllTrue { warmup *= 2 }
        }
    }

    // MARK: Rounds

    /// Characters that are read together. Part i reads `warmup + length` of them from `start + i * length` on, and
    /// scores the last `length`, the first part all.
    private struct Round {
        let start: Int
        let parts: Int
        let warmup: Int
        let length: Int

        var steps: Int { warmup + length }
        var characters: Int { parts * length + warmup }
        var end: Int { start + characters }
    }

    private func nextRound() -> Round {
        let left = ids.count - position
        let rounds = max(1, (left - warmup + streams * Self.longestPart - 1) / (streams * Self.longestPart))
        let size = left / rounds
        let forgets = warmup <= Self.longestWarmup
        let parts = forgets ? Self.streams(for: size * Self.shortestWarmup / warmup, atMost: streams) : 1
        return parts == 1
            ? Round(start: position, parts: 1, warmup: 0, length: min(left, Self.longestPart))
            : Round(start: position, parts: parts, warmup: warmup, length: (size - warmup) / parts)
    }

    /// What the parts of a round gave.
    private struct Results {
        /// `-ln p` of each character of the round.
        var losses: [Double]
        /// The logits of each part for the last character before its scored ones, `[vocabularySize]` each.
        var atStart: [[Float]] = []
        /// The logits of each part for its last character.
        var atEnd: [[Float]] = []
        /// The states after the last character, a row for each part.
        var states: LaneReader.State
    }

    /// Reads a round from the state before its first character.
    private func read(
        _ round: Round, from state: LaneReader.State, _ progress: (Int) throws -> Void
    ) throws -> Results {
        let lanes = round.parts
        // A state of the same text is closer to that of each part than one of zeros.
        var states = state.rows(Array(repeating: 0, count: lanes))
        var results = Results(losses: Array(repeating: 0, count: round.characters), states: states)
        for step in stride(from: 0, to: round.steps, by: Self.chunk) {
            try Task.checkCancellation()
            try progress(round.start + round.characters * step / round.steps)
            let count = min(Self.chunk, round.steps - step)
            let places = (step..<step + count).flatMap { step in
                (0..<lanes).map { round.start + $0 * round.length + step }
            }
            let logits = reader(places.map { $0 == 0 ? Vocabulary.beginID : ids[$0 - 1] }, lanes: lanes, state: &states)
            let losses = negativeLogProbabilities(of: places.map { ids[$0] }, logits: logits)
            for (row, place) in places.enumerated() where row % lanes == 0 || step + row / lanes >= round.warmup {
                results.losses[place - round.start] = losses[row]
            }
            for (last, keeps) in [(round.warmup - 1, \Results.atStart), (round.steps - 1, \Results.atEnd)]
            where (step..<step + count).contains(last) {
                results[keyPath: keeps] = rows(of: logits, from: (last - step) * lanes, count: lanes)
            }
        }
        results.states = states
        return results
    }

    private func rows(of logits: Tensor, from first: Int, count: Int) -> [[Float]] {
        let size = logits.shape[1]
        return logits.withElements { values in
            (first..<first + count).map { Array(values[$0 * size..<($0 + 1) * size]) }
        }
    }

    // MARK: Seams

    /// Goes from part to part, each of which must go on where the one before ended.
    ///
    /// - Returns: Whether all did.
    private mutating func rereadPartsThatDoNotMeet(
        _ round: Round, _ results: inout Results, _ progress: (Int) throws -> Void
    ) throws -> Bool {
        var areAllTrue = true
        for part in 1..<max(round.parts, 1) where !meets(results.atEnd[part - 1], results.atStart[part]) {
            areAllTrue = false
            let again = Round(
                start: round.start + round.warmup + part * round.length, parts: 1, warmup: 0, length: round.length)
            let before = results.states.rows([Int32(part - 1)])
            let second = try read(again, from: before) { _ in try progress(round.end) }
            results.losses.replaceSubrange(again.start - round.start..<again.end - round.start, with: second.losses)
            results.atEnd[part] = second.atEnd[0]
            results.states.replace(row: part, by: second.states)
            rereadCharacters += round.length
        }
        return areAllTrue
    }

    /// Whether two readings of the same text agree; a model whose logits are no numbers is read once.
    private func meets(_ end: [Float], _ start: [Float]) -> Bool {
        !zip(end, start).contains { abs($0 - $1) > tolerance }
    }
}
