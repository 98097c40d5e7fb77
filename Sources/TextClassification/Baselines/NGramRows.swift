/// Which features each of many documents has: a sparse matrix of zeros and ones, row by row.
struct NGramRows: Sendable {
    private(set) var starts = [0]  // [documents + 1]: the place of each row's first feature
    private(set) var features: [Int32] = []  // ascending within a row

    var count: Int { starts.count - 1 }

    mutating func append(_ row: some Sequence<Int>) {
        for feature in row { features.append(Int32(feature)) }
        starts.append(features.count)
    }

    /// The features of one document, by their places in `features`.
    func places(of row: Int) -> Range<Int> {
        starts[row]..<starts[row + 1]
    }
}

extension NGramFeatures {
    /// The dictionary of the n-grams that occur in at least `minDocumentFrequency` of the documents, and the documents
    /// as rows of its indices.
    ///
    /// Sorts all occurrences at once: 16 bytes each while it runs, one for each distinct n-gram of each document.
    ///
    /// - Complexity: `N log N` for `N` occurrences.
    static func counted(
        in documents: [[UInt64]], order: Int, minDocumentFrequency: Int
    ) -> (features: NGramFeatures, rows: NGramRows) {
        var occurrences: [UInt64] = []
        var ends: [Int] = []
        for document in documents {
            occurrences += hashes(in: document, order: order)
            ends.append(occurrences.count)
        }
        let features = NGramFeatures(sorted: occurrences.sorted().distinct(occurring: minDocumentFrequency))
        var rows = NGramRows()
        var start = 0
        for end in ends {
            rows.append(occurrences[start..<end].lazy.compactMap(features.index(of:)))
            start = end
        }
        return (features, rows)
    }
}
