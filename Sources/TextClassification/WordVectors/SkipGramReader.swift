import Foundation
import Tensors

/// Cuts a text into windows, piece after piece.
///
/// Everything random is drawn from generators made of the seed and the position in the text. Hence a position is all
/// that is needed to go on from it, and who draws the windows when does not matter.
struct SkipGramReader: Sendable {
    struct Piece: Sendable {
        var windows: SkipGramWindows
        /// Words read so far, over all epochs, this piece included.
        let end: Int
    }

    /// Words of a piece; no window crosses its ends.
    static let pieceLength = 4096

    private let text: SkipGramText
    private let options: SkipGramOptions
    /// A word is kept when the upper half of a draw is at most this.
    private let keepLimits: [UInt32]
    private let noise: AliasTable

    private(set) var position = 0
    private var order: [Int] = []
    /// Documents of this epoch that are done, and words of the next one.
    private var (documentsDone, wordsDone) = (0, 0)
    private var kept: [Int32] = []

    init(_ text: SkipGramText, counts: [Int], options: SkipGramOptions) {
        self.text = text
        self.options = options
        let total = Double(counts.reduce(0, +))
        keepLimits = counts.map { Self.keepLimit(share: Double($0) / total, threshold: options.subsampling) }
        noise = AliasTable(weights: counts.map { pow(Double($0), 0.75) })
    }

    /// Words of all epochs.
    var totalWords: Int { text.words.count * options.epochs }

    /// Goes to a position.
    ///
    /// - Returns: `false`, and nothing changes, when no piece begins or ends there.
    mutating func seek(_ target: Int) -> Bool {
        let perEpoch = text.words.count
        guard (0...totalWords).contains(target), perEpoch > 0, target % perEpoch % Self.pieceLength == 0 else {
            return target == 0
        }
        position = target
        guard target < totalWords else { return true }
        startEpoch()
        var rest = target % perEpoch
        while rest >= length(ofDocument: documentsDone) {
            rest -= length(ofDocument: documentsDone)
            documentsDone += 1
        }
        wordsDone = rest
        return true
    }

    /// The next piece; `nil` after the last one.
    mutating func next() -> Piece? {
        guard position < totalWords else { return nil }
        if position % text.words.count == 0 { startEpoch() }
        var seeds = SeededGenerator(seed: options.randomSeed, stream: "skip-gram piece \(position)")
        var generator = SplitMix64(state: seeds.next())
        var left = min(Self.pieceLength, text.words.count - position % text.words.count)
        var windows = SkipGramWindows(outputsPerWindow: options.negatives + 1)
        position += left
        while left > 0 {
            let count = min(left, length(ofDocument: documentsDone) - wordsDone)
            let start = text.starts[order[documentsDone]] + wordsDone
            keepSome(of: start..<start + count, using: &generator)
            addWindows(to: &windows, using: &generator)
            left -= count
            wordsDone += count
            if wordsDone == length(ofDocument: documentsDone) { (documentsDone, wordsDone) = (documentsDone + 1, 0) }
        }
        return Piece(windows: windows, end: position)
    }

    private mutating func startEpoch() {
        order = text.order(ofEpoch: position / text.words.count, seed: options.randomSeed)
        (documentsDone, wordsDone) = (0, 0)
    }

    /// Words of a document, which is numbered in this epoch's order.
    private func length(ofDocument number: Int) -> Int {
        text.starts[order[number] + 1] - text.starts[order[number]]
    }

    private mutating func keepSome(of range: Range<Int>, using generator: inout SplitMix64) {
        kept.removeAll(keepingCapacity: true)
        for word in text.words[range]
        where UInt32(truncatingIfNeeded: generator.next() >> 32) <= keepLimits[Int(word)] { kept.append(word) }
    }

    private func addWindows(to windows: inout SkipGramWindows, using generator: inout SplitMix64) {
        guard kept.count > 1 else { return }
        for (place, word) in kept.enumerated() {
            let reach = 1 + generator.next(below: options.window)
            windows.inputs.append(contentsOf: kept[max(place - reach, 0)..<place])
            windows.inputs.append(contentsOf: kept[place + 1..<min(place + reach + 1, kept.count)])
            windows.inputStart.append(Int32(windows.inputs.count))
            windows.outputs.append(word)
            for _ in 0..<options.negatives { windows.outputs.append(drawNoise(except: word, using: &generator)) }
        }
    }

    /// A word by its count to the power of 3/4, but not `word`.
    private func drawNoise(except word: Int32, using generator: inout SplitMix64) -> Int32 {
        for _ in 0..<64 {
            let drawn = noise.draw(using: &generator)
            if drawn != word { return drawn }
        }
        // Nearly the whole text is one word: any other one will do.
        let (count, step) = (keepLimits.count, 1 + generator.next(below: keepLimits.count - 1))
        return Int32((Int(word) + step) % count)
    }

    /// The limit for a word with that share of the text, which is kept with probability `sqrt(t / share) + t / share`:
    /// the formula of the authors' program, which keeps slightly more than that of their paper.
    static func keepLimit(share: Double, threshold: Double) -> UInt32 {
        guard threshold > 0, share > 0 else { return .max }
        let probability = (threshold / share).squareRoot() + threshold / share
        return UInt32(min(probability * 0x1p32, 0x1p32 - 1))
    }
}

extension SplitMix64 {
    /// A number of 0 ..< `bound`, which is far below 2^32; takes one `next()`.
    @inline(__always)
    fileprivate mutating func next(below bound: Int) -> Int {
        let high = next() >> 32
        return Int((high &* UInt64(bound)) >> 32)
    }
}

/// The words of all documents, one after the other, without those outside the vocabulary and empty documents.
struct SkipGramText: Sendable {
    private(set) var words: [Int32] = []
    /// Where each document begins, and where the last one ends.
    private(set) var starts = [0]
    /// Changes with the text and the counts: FNV-1a over both.
    let fingerprint: String

    init(_ documents: [[Int32]], counts: [Int]) {
        words.reserveCapacity(documents.reduce(0) { $0 + $1.count })
        for document in documents {
            for word in document where word >= 0 {
                precondition(word < counts.count, "SkipGramText: word \(word) of a vocabulary of \(counts.count).")
                words.append(word)
            }
            if words.count > starts[starts.count - 1] { starts.append(words.count) }
        }
        var hash = StableHash()
        for value in words.map(Int.init) + starts + counts { hash.add(word: UInt64(truncatingIfNeeded: value)) }
        fingerprint = hash.digits
    }

    var documentCount: Int { starts.count - 1 }

    /// The documents in the order in which an epoch reads them.
    func order(ofEpoch epoch: Int, seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed, stream: "skip-gram epoch \(epoch)")
        return (0..<documentCount).shuffled(using: &generator)
    }
}

/// Draws numbers with given probabilities in constant time (Walker 1977; built as by Vose 1991).
struct AliasTable: Sendable {
    /// Column i is i itself for a draw of up to `thresholds[i]`, else `aliases[i]`.
    private var thresholds: [UInt32]
    private var aliases: [Int32]

    /// - Parameter weights: In proportion to the probabilities; none negative, not all zero.
    init(weights: [Double]) {
        let mean = weights.reduce(0, +) / Double(weights.count)
        precondition(mean > 0 && mean.isFinite, "AliasTable: the weights have a mean of \(mean).")
        thresholds = Array(repeating: .max, count: weights.count)
        aliases = weights.indices.map(Int32.init)
        var shares = weights.map { $0 / mean }
        var small = shares.indices.filter { shares[$0] < 1 }
        var large = shares.indices.filter { shares[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            thresholds[low] = UInt32(shares[low] * 0x1p32)
            aliases[low] = Int32(high)
            shares[high] -= 1 - shares[low]
            if shares[high] < 1 { small.append(large.removeLast()) }
        }
        // Rounding can leave columns over, each nearly full; one without any weight must not be drawn all the same.
        guard let heaviest = weights.indices.max(by: { weights[$0] < weights[$1] }) else { return }
        for column in small where weights[column] == 0 {
            (thresholds[column], aliases[column]) = (0, Int32(heaviest))
        }
    }

    /// A number of 0 ..< the count of weights; takes one `next()`.
    @inline(__always)
    func draw(using generator: inout SplitMix64) -> Int32 {
        let bits = generator.next()
        let high = bits >> 32
        let column = Int((high &* UInt64(thresholds.count)) >> 32)
        return UInt32(truncatingIfNeeded: bits) < thresholds[column] ? Int32(column) : aliases[column]
    }
}
