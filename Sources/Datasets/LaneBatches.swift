import Foundation
import ModelFiles
import Tensors
import Tokenization

/// Endless batches of one long text for truncated backpropagation through time (Williams & Peng 1990).
///
/// The text is cut into `batchSize` lanes that are read side by side, one chunk a batch, so that the state at the end
/// of a chunk is the one that the next chunk starts from. Each epoch the text is rotated to a random start, and chunk
/// lengths vary a little, so that the same cuts do not come back (Merity, Keskar & Socher 2018, section 5).
public struct LaneBatches: Sendable {
    /// How the text is cut.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The number of lanes that are read side by side.
        public var batchSize: Int
        /// Mean steps of a chunk.
        public var sequenceLength: Int
        /// Standard deviation of the steps of a chunk.
        public var sequenceLengthDeviation: Double

        /// Batches of `[batchSize, sequenceLength]` tokens, whose length varies with `sequenceLengthDeviation`.
        public init(batchSize: Int, sequenceLength: Int, sequenceLengthDeviation: Double = 0) {
            self.batchSize = batchSize
            self.sequenceLength = sequenceLength
            self.sequenceLengthDeviation = sequenceLengthDeviation
        }
    }

    /// Where the reading stands; a saved one goes on exactly there.
    public struct Cursor: Codable, Sendable, Equatable {
        /// The number of passes over the text that are complete.
        public fileprivate(set) var epoch = 0
        /// Steps of this epoch that are done.
        public fileprivate(set) var position = 0
        fileprivate var rotation = 0
        fileprivate var generator: SeededGenerator
    }

    /// One chunk of every lane, packed: ids of all lanes at the first step, then at the second, and so on.
    public struct Batch: Sendable {
        /// How the rows of inputs and targets belong to lanes and steps.
        public let layout: SequenceLayout
        /// The token ids that are read, `[layout.rowCount]`.
        public let inputs: [Int32]
        /// The token id that follows each input, `[layout.rowCount]`.
        public let targets: [Int32]
        /// Whether lanes begin anew, so that the carried state must be dropped.
        public let startsEpoch: Bool
    }

    /// The sizes of a batch.
    public let configuration: Configuration
    /// Where the batches stand: what a checkpoint saves.
    public private(set) var cursor: Cursor
    private let ids: [Int32]

    /// Steps of a lane in an epoch.
    public var stepsPerEpoch: Int { ids.count / configuration.batchSize }
    /// Tokens predicted in an epoch.
    public var tokensPerEpoch: Int { stepsPerEpoch * configuration.batchSize }

    /// - Precondition: There are at least as many ids as lanes.
    public init(ids: [Int32], configuration: Configuration, generator: SeededGenerator) {
        precondition(
            ids.count >= configuration.batchSize && configuration.batchSize >= 1 && configuration.sequenceLength >= 1,
            "LaneBatches: \(ids.count) ids in \(configuration.batchSize) lanes of \(configuration.sequenceLength).")
        self.ids = ids
        self.configuration = configuration
        cursor = Cursor(generator: generator)
        startEpoch()
    }

    /// Goes on where a saved cursor stands.
    ///
    /// - Returns: `false`, and nothing changes, when the cursor is not one of this text and these lanes.
    @discardableResult
    public mutating func restore(_ cursor: Cursor) -> Bool {
        guard (0...1 << 40).contains(cursor.epoch), (0...stepsPerEpoch).contains(cursor.position),
            ids.indices.contains(cursor.rotation)
        else { return false }
        self.cursor = cursor
        return true
    }

    /// The next chunk.
    public mutating func next() -> Batch {
        if cursor.position >= stepsPerEpoch {
            cursor.epoch += 1
            startEpoch()
        }
        let start = cursor.position
        let left = stepsPerEpoch - start
        var steps = min(drawSteps(), left)
        if left - steps < max(configuration.sequenceLength / 8, 1) { steps = min(left, longestChunk) }
        cursor.position += steps
        let batchSize = configuration.batchSize
        var (inputs, targets): ([Int32], [Int32]) = ([], [])
        inputs.reserveCapacity(steps * batchSize)
        targets.reserveCapacity(steps * batchSize)
        for step in start..<start + steps {
            for lane in 0..<batchSize {
                inputs.append(step == 0 ? Vocabulary.beginID : id(lane: lane, step: step - 1))
                targets.append(id(lane: lane, step: step))
            }
        }
        return Batch(
            layout: SequenceLayout(batchSize: batchSize, steps: steps), inputs: inputs, targets: targets,
            startsEpoch: start == 0)
    }

    /// The most steps that a chunk can have.
    public var longestChunk: Int {
        configuration.sequenceLength + Int(3 * configuration.sequenceLengthDeviation)
            + max(configuration.sequenceLength / 8, 1)
    }

    private func id(lane: Int, step: Int) -> Int32 {
        let index = cursor.rotation + lane * stepsPerEpoch + step
        return ids[index < ids.count ? index : index - ids.count]
    }

    private mutating func startEpoch() {
        cursor.position = 0
        cursor.rotation = Int(cursor.generator.next() % UInt64(ids.count))
    }

    private mutating func drawSteps() -> Int {
        guard configuration.sequenceLengthDeviation > 0 else { return configuration.sequenceLength }
        let deviation = min(max(cursor.generator.nextNormal(), -3), 3) * configuration.sequenceLengthDeviation
        return max(1, configuration.sequenceLength + Int(deviation.rounded()))
    }
}

extension LaneBatches.Configuration: DefaultedDecodable {
    package static var decodingDefaults: LaneBatches.Configuration? {
        LaneBatches.Configuration(batchSize: 1, sequenceLength: 1)
    }
    package static var requiredEntries: Set<String> { ["batchSize", "sequenceLength"] }
}
