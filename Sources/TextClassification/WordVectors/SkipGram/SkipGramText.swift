import Tensors

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
        var hash = 0xcbf2_9ce4_8422_2325 as UInt64
        func mix(_ value: Int) { hash = (hash ^ UInt64(truncatingIfNeeded: value)) &* 0x100_0000_01b3 }
        for word in words { mix(Int(word)) }
        for start in starts { mix(start) }
        for count in counts { mix(count) }
        fingerprint = String(hash, radix: 16)
    }

    var documentCount: Int { starts.count - 1 }

    /// The documents in the order in which an epoch reads them.
    func order(ofEpoch epoch: Int, seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed, stream: "skip-gram epoch \(epoch)")
        return (0..<documentCount).shuffled(using: &generator)
    }
}
