import Foundation

/// What input weights make of each row of an embedding table, worked out when a word first comes and kept.
///
/// Words come again and again, and a layer's input projection of a word is always the same: once its words are known, a
/// text costs the recurrent products alone. A word's projection depends on nothing but the word, so it has the bits that
/// a product for the whole text would give it.
///
/// `@unchecked Sendable`: a row is written once, under a lock, and handed out only afterwards.
public final class ProjectedWords: @unchecked Sendable {
    /// Maps rows `[rows, inputSize]` of the table to their projections `[rows, width]`, biases included.
    public typealias Projection = @Sendable (Tensor) -> Tensor

    /// Where the projections of some words stand, one list for each projection.
    struct Rows {
        fileprivate(set) var pointers: [[UnsafePointer<Float>]]
        fileprivate var owners: [Tensor]
    }

    private let table: Tensor  // [words, inputSize]
    private let projections: [Projection]
    private let width: Int
    private let keptCount: Int
    private let kept: [Tensor]  // [keptCount, width] for each projection
    private let lock = NSLock()
    private var isKnown: [Bool]  // of the words that are kept

    /// - Parameters:
    ///   - table: `[words, inputSize]`, frequent words first.
    ///   - width: The length of a projected row.
    ///   - mostBytes: What may be kept; the words that it has no room for are worked out each time.
    public init(of table: Tensor, width: Int, mostBytes: Int = 64 << 20, by projections: [Projection]) {
        self.table = table
        self.projections = projections
        self.width = width
        let bytesPerWord = projections.count * width * MemoryLayout<Float>.stride
        let keptCount = min(table.shape[0], mostBytes / bytesPerWord)
        self.keptCount = keptCount
        kept = projections.map { _ in Tensor(uninitialized: [keptCount, width]) }  // touched row by row
        isKnown = [Bool](repeating: false, count: keptCount)
    }

    /// The projections of some words by the only, or the first, projection, `[ids.count, width]`.
    func gather(_ ids: [Int32]) -> Tensor {
        let rows = rows(of: ids)
        let output = Tensor(uninitialized: [ids.count, width])
        for (index, row) in rows.pointers[0].enumerated() {
            (output.freshPointer + index * width).update(from: row, count: width)
        }
        withExtendedLifetime(rows) {}
        return output
    }

    /// Where the projections of some words stand.
    func rows(of ids: [Int32]) -> Rows {
        learn(ids)
        let rare = Array(Set(ids.filter { $0 >= keptCount })).sorted()
        let others = rare.isEmpty ? [] : project(rare)
        let place = Dictionary(uniqueKeysWithValues: rare.enumerated().map { ($1, $0) })
        let pointers = projections.indices.map { index in
            let known = kept[index].pointer
            return ids.map { id in
                guard Int(id) >= keptCount else { return known + Int(id) * width }
                return others[index].pointer + (place[id] ?? 0) * width
            }
        }
        return Rows(pointers: pointers, owners: kept + others)
    }

    /// Works out what is not known yet of the words that are kept.
    private func learn(_ ids: [Int32]) {
        lock.withLock {
            var missing: [Int32] = []
            for id in ids where Int(id) < keptCount && !isKnown[Int(id)] {
                isKnown[Int(id)] = true
                missing.append(id)
            }
            guard !missing.isEmpty else { return }
            for (target, values) in zip(kept, project(missing)) {
                for (index, id) in missing.enumerated() {
                    (target.freshPointer + Int(id) * width).update(from: values.pointer + index * width, count: width)
                }
            }
        }
    }

    private func project(_ ids: [Int32]) -> [Tensor] {
        let vectors = gatherRows(Variable(table), ids).value
        return projections.map { $0(vectors) }
    }
}
