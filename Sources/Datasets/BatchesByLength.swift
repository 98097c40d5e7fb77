/// The numbers of all sequences that are not empty, in batches of about one length, the shortest first: for inference,
/// where the order of sequences does not matter.
///
/// - Parameters:
///   - lengths: The length of each sequence.
///   - batchSize: The most sequences in a batch.
///   - mostTokens: A batch of long sequences ends early, so that memory stays small.
public func batchesByLength(_ lengths: [Int], batchSize: Int, mostTokens: Int = 8_192) -> [[Int]] {
    precondition(batchSize >= 1, "batchesByLength: batchSize is \(batchSize).")
    let order = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    var batches: [[Int]] = []
    var tokens = 0
    for sequence in order {
        tokens += lengths[sequence]
        if let count = batches.last?.count, count < batchSize, tokens <= mostTokens {
            batches[batches.count - 1].append(sequence)
        } else {
            batches.append([sequence])
            tokens = lengths[sequence]
        }
    }
    return batches
}
