import CKernels

/// How a batch of sequences of different lengths lies in memory without padding.
///
/// Sequences are sorted longest first and stored step by step: the rows of step `t` are those of the sequences that
/// have a token there. So the active batch shrinks as sequences end, and a padded step is neither stored, computed nor
/// read. For sequences of one length this is plain time-major order.
public struct SequenceLayout: Sendable, Equatable {
    /// The length of each sequence, in the caller's order.
    public let lengths: [Int]
    /// For each position of the sorted batch, the caller's sequence number.
    public let order: [Int]
    /// The number of steps of the longest sequence.
    public let steps: Int
    /// For each packed row, the caller's number of its sequence.
    public let sequenceOfRow: [Int32]
    let stepOffset: [Int32]
    let stepCount: [Int32]

    /// The number of sequences.
    public var batchSize: Int { lengths.count }
    /// The number of rows: the sum of all lengths.
    public var rowCount: Int { sequenceOfRow.count }
    /// Whether the sorted order is the caller's.
    var isIdentity: Bool { order.elementsEqual(order.indices) }

    /// - Precondition: Every length is at least 1.
    public init(lengths: [Int]) {
        precondition(lengths.allSatisfy { $0 >= 1 }, "SequenceLayout: lengths \(lengths) must be at least 1.")
        self.lengths = lengths
        order = lengths.indices.sorted { (lengths[$0], $1) > (lengths[$1], $0) }
        steps = lengths.max() ?? 0
        var (offsets, counts, sequences): ([Int32], [Int32], [Int32]) = ([], [], [])
        offsets.reserveCapacity(steps)
        counts.reserveCapacity(steps)
        sequences.reserveCapacity(lengths.reduce(0, +))
        var active = order.count
        for step in 0..<steps {
            while lengths[order[active - 1]] <= step { active -= 1 }
            offsets.append(Int32(sequences.count))
            counts.append(Int32(active))
            for place in 0..<active { sequences.append(Int32(order[place])) }
        }
        (stepOffset, stepCount, sequenceOfRow) = (offsets, counts, sequences)
    }

    /// A batch of sequences of one length.
    public init(batchSize: Int, steps: Int) {
        precondition(batchSize >= 1 && steps >= 1, "SequenceLayout: \(batchSize) sequences of \(steps) steps.")
        lengths = Array(repeating: steps, count: batchSize)
        order = Array(0..<batchSize)
        self.steps = steps
        stepOffset = (0..<steps).map { Int32($0 * batchSize) }
        stepCount = Array(repeating: Int32(batchSize), count: steps)
        sequenceOfRow = (0..<steps * batchSize).map { Int32($0 % batchSize) }
    }

    /// For each packed row, its number in a padded `[batch, time]` matrix of the given width.
    public func paddedRows(paddedSteps: Int? = nil) -> [Int32] {
        let width = paddedSteps ?? steps
        precondition(width >= steps, "SequenceLayout: \(width) steps cannot hold \(steps).")
        return (0..<steps).flatMap { step in
            order.prefix(Int(stepCount[step])).map { Int32($0 * width + step) }
        }
    }

    /// For each row of a padded `[batch, time]` matrix, its packed row, -1 for padding.
    public func packedRows(paddedSteps: Int? = nil) -> [Int32] {
        var rows = [Int32](repeating: -1, count: batchSize * (paddedSteps ?? steps))
        for (packed, padded) in paddedRows(paddedSteps: paddedSteps).enumerated() { rows[Int(padded)] = Int32(packed) }
        return rows
    }

    /// The packed rows of the first sequence in order of time, then those of the second, and so on, in the caller's
    /// order of sequences.
    public var rowsBySequence: [Int32] {
        var position = [Int](repeating: 0, count: batchSize)
        for (place, sequence) in order.enumerated() { position[sequence] = place }
        var rows: [Int32] = []
        rows.reserveCapacity(rowCount)
        for sequence in lengths.indices {
            for step in 0..<lengths[sequence] { rows.append(stepOffset[step] + Int32(position[sequence])) }
        }
        return rows
    }

    /// Token ids of a padded `[batch][time]` matrix in packed order.
    public func pack(_ ids: [[Int32]]) -> [Int32] {
        var packed: [Int32] = []
        packed.reserveCapacity(rowCount)
        for step in 0..<steps {
            for place in 0..<Int(stepCount[step]) { packed.append(ids[order[place]][step]) }
        }
        return packed
    }

    /// - Parameters:
    ///   - maps: What a state is; where it is a map, the kernel's rows are pixels.
    ///   - steps: The steps to go through; all by default.
    func withKernelSequence<Result>(
        hiddenSize: Int, maps: MapShape = .point, steps chunk: Range<Int>? = nil, isReversed: Bool, isMixed: Bool,
        _ body: (recurrent_sequence) -> Result
    ) -> Result {
        let pixels = Int32(maps.pixelCount)
        let (offsets, counts) =
            pixels == 1 ? (stepOffset, stepCount) : (stepOffset.map { $0 * pixels }, stepCount.map { $0 * pixels })
        return offsets.withUnsafeBufferPointer { offset in
            counts.withUnsafeBufferPointer { count in
                body(
                    recurrent_sequence(
                        step_offset: offset.baseAddress, step_count: count.baseAddress, steps: steps,
                        begin_step: chunk?.lowerBound ?? 0, end_step: chunk?.upperBound ?? steps, hidden: hiddenSize,
                        map: maps.kernelShape, reverse: isReversed, mixed: isMixed))
            }
        }
    }

    /// The packed rows of some neighbouring steps.
    func rows(of steps: Range<Int>) -> Range<Int> {
        guard let last = steps.last else { return 0..<0 }
        return Int(stepOffset[steps.lowerBound])..<Int(stepOffset[last] + stepCount[last])
    }

    /// All steps in order of time, in pieces of at most `mostRows` rows, if a single step has not more.
    func stepChunks(mostRows: Int) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var start = 0
        for step in 0..<steps where rows(of: start..<step + 1).count > mostRows && step > start {
            chunks.append(start..<step)
            start = step
        }
        return steps > 0 ? chunks + [start..<steps] : []
    }

    /// Calls `body` with neighbouring positions of the sorted batch, shared among the threads so that in `steps` each
    /// has about as many rows: a few long sequences, or many short ones.
    func forEachBatchRange(in steps: Range<Int>? = nil, _ body: (Range<Int>) -> Void) {
        let steps = steps ?? 0..<self.steps
        guard !steps.isEmpty else { return }
        let bounds = batchBounds(parts: ThreadPool.shared.threadCount, in: steps)
        ThreadPool.shared.run(parts: bounds.count - 1) { part in body(bounds[part]..<bounds[part + 1]) }
    }

    /// Where to cut the sequences that run in `steps` into `parts`, or one for each if there are fewer, of about as many
    /// rows.
    func batchBounds(parts: Int, in steps: Range<Int>) -> [Int] {
        let running = Int(stepCount[steps.lowerBound])
        let (parts, rowCount) = (min(parts, running), rows(of: steps).count)
        var bounds = [0]
        var rows = 0
        for position in 0..<running {
            let length = min(lengths[order[position]], steps.upperBound) - steps.lowerBound
            // A sequence goes to the part in which its middle lies.
            let isDue = (2 * rows + length) * parts >= 2 * rowCount * bounds.count
            let isLast = running - position == parts - bounds.count
            if bounds.count < parts, position > 0, isDue || isLast { bounds.append(position) }
            rows += length
        }
        return bounds + [running]
    }

    /// For each packed row, the position of its sequence in the sorted batch.
    var positionOfRow: [Int32] { stepCount.flatMap { 0..<$0 } }

    /// The packed row that each packed row took its state from, -1 where that was the initial state.
    func previousRows(isReversed: Bool) -> [Int32] {
        (0..<steps).flatMap { step -> [Int32] in
            let before = isReversed ? step + 1 : step - 1
            let carried = stepCount.indices.contains(before) ? stepCount[before] : 0
            return (0..<stepCount[step]).map { $0 < carried ? stepOffset[before] + $0 : -1 }
        }
    }
}
