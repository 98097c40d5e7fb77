import Foundation
import Tensors

/// Endless batches of documents of similar lengths, in another order each epoch.
///
/// An epoch's documents are shuffled; each pool of fifty batches is then sorted by length and cut into batches, whose
/// order is shuffled again. So a batch holds documents of about one length, and yet other ones every time.
public struct DocumentBatches: Sendable {
    /// Where the reading stands; a saved one goes on exactly there.
    public struct Cursor: Codable, Sendable, Equatable {
        /// The number of passes over the documents that are complete.
        public fileprivate(set) var epoch = 0
        /// Batches of this epoch that are done.
        public fileprivate(set) var position = 0
        /// The generator as the epoch began.
        fileprivate var generator: SeededGenerator
    }

    /// Documents in a batch; the last of an epoch may have fewer.
    public let batchSize: Int
    /// Where the batches stand: what a checkpoint saves.
    public private(set) var cursor: Cursor
    private let lengths: [Int]
    /// Documents from this number on are mixed in: each epoch has ``mixedPerEpoch`` of them.
    private let newCount: Int
    private let mixedPerEpoch: Int
    private var batches: [[Int]] = []
    private var nextGenerator: SeededGenerator
    private static let batchesPerPool = 50

    /// The number of documents.
    public var documentCount: Int { lengths.count }
    /// The number of documents of an epoch.
    public var documentsPerEpoch: Int { newCount + mixedPerEpoch }

    /// - Parameters:
    ///   - lengths: The length of each document.
    ///   - mixed: How many documents, the last ones, are mixed in: an epoch draws `mixedPerEpoch` of them, each
    ///     as often as any other, and all of the others.
    ///   - mixedPerEpoch: 0 if none are mixed in.
    /// - Precondition: There is at least one document that is not mixed in.
    public init(
        lengths: [Int], mixed: Int = 0, mixedPerEpoch: Int = 0, batchSize: Int, generator: SeededGenerator
    ) {
        precondition(
            mixed >= 0 && lengths.count > mixed && batchSize >= 1,
            "DocumentBatches: \(lengths.count) documents, \(mixed) of them mixed in, by \(batchSize).")
        self.lengths = lengths
        newCount = lengths.count - mixed
        self.mixedPerEpoch = mixed == 0 ? 0 : mixedPerEpoch
        self.batchSize = batchSize
        cursor = Cursor(generator: generator)
        nextGenerator = generator
        startEpoch()
    }

    /// Goes on where a saved cursor stands.
    ///
    /// - Returns: `false`, and nothing changes, when the cursor is not one of these documents.
    public mutating func restore(_ cursor: Cursor) -> Bool {
        var restored = self
        restored.cursor = cursor
        restored.nextGenerator = cursor.generator
        restored.startEpoch()
        guard (0...restored.batches.count).contains(cursor.position), (0...1 << 40).contains(cursor.epoch) else {
            return false
        }
        self = restored
        return true
    }

    /// The numbers of the next batch's documents.
    public mutating func next() -> [Int] {
        if cursor.position >= batches.count {
            cursor.epoch += 1
            cursor.position = 0
            cursor.generator = nextGenerator
            startEpoch()
        }
        cursor.position += 1
        return batches[cursor.position - 1]
    }

    /// The documents of an epoch.
    private mutating func drawEpoch() -> [Int] {
        guard mixedPerEpoch > 0 else { return Array(lengths.indices) }
        let mixed = Array(newCount..<lengths.count)
        let (times, rest) = mixedPerEpoch.quotientAndRemainder(dividingBy: mixed.count)
        return Array(0..<newCount) + (0..<times).flatMap { _ in mixed }
            + mixed.shuffled(using: &nextGenerator).prefix(rest)
    }

    private mutating func startEpoch() {
        let order = drawEpoch().shuffled(using: &nextGenerator)
        let poolSize = batchSize * Self.batchesPerPool
        batches = []
        for start in stride(from: 0, to: order.count, by: poolSize) {
            let pool = order[start..<min(start + poolSize, order.count)].sorted {
                (lengths[$0], $0) < (lengths[$1], $1)
            }
            for begin in stride(from: 0, to: pool.count, by: batchSize) {
                batches.append(Array(pool[begin..<min(begin + batchSize, pool.count)]))
            }
        }
        batches.shuffle(using: &nextGenerator)
    }
}
