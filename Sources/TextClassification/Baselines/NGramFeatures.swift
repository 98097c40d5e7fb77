/// The n-grams that a classifier knows, each a 64-bit number with an index.
///
/// A document is a list of tokens, each given as a 64-bit hash that is the same on every machine. Its features are its
/// distinct n-grams of 1 to `order` tokens, each again a hash, so that no text need be kept:
///
///     hash(t1) = mix(t1 + γ)        hash(t1 … tn) = mix(hash(t1 … tn-1) + tn + γ)
///
/// with `mix` the finalizer of SplitMix64 (Steele, Lea & Flood 2014), `γ` its odd constant 0x9e3779b97f4a7c15, and sums
/// modulo 2⁶⁴. Among five million features, two share a hash with a probability below one in a million. Models are
/// stored under these numbers: the formula never changes.
///
/// The dictionary is the sorted list of hashes, with the place in it where each leading bit pattern begins: 12 bytes a
/// feature or less, and a look-up that reads two or three places.
struct NGramFeatures: Sendable {
    /// Ascending and distinct; the index of a feature is its place here.
    let hashes: [UInt64]

    private let shift: UInt64  // 64 - the number of leading bits
    private let starts: [Int32]  // [2^bits + 1]: the first hash with those leading bits

    var count: Int { hashes.count }

    /// A dictionary of hashes that are ascending and distinct.
    init(sorted hashes: [UInt64]) {
        precondition(hashes.count < Int(Int32.max), "NGramFeatures: \(hashes.count) features are too many")
        var bits = 1
        while 2 << bits <= hashes.count { bits += 1 }
        let shift = UInt64(64 - bits)
        var starts = [Int32](repeating: 0, count: (1 << bits) + 1)
        for hash in hashes { starts[Int(hash >> shift) + 1] += 1 }
        for prefix in 1..<starts.count { starts[prefix] += starts[prefix - 1] }
        self.hashes = hashes
        self.shift = shift
        self.starts = starts
    }

    /// The place of a hash, or `nil` where it is not in the dictionary.
    func index(of hash: UInt64) -> Int? {
        let prefix = Int(hash >> shift)
        var (low, high) = (Int(starts[prefix]), Int(starts[prefix + 1]))
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < Int(starts[prefix + 1]) && hashes[low] == hash ? low : nil
    }

    /// The indices of a document's features that the dictionary has, ascending.
    func indices(in document: [UInt64], order: Int) -> [Int] {
        Self.hashes(in: document, order: order).compactMap(index(of:))
    }

    /// Every occurrence of a feature in a document, with the places of its tokens; those that begin first come first.
    func occurrences(in document: [UInt64], order: Int) -> [(feature: Int, places: Range<Int>)] {
        var found: [(feature: Int, places: Range<Int>)] = []
        for start in document.indices {
            var hash: UInt64 = 0
            for end in start..<min(start + order, document.count) {
                hash = Self.extended(hash, by: document[end])
                if let feature = index(of: hash) { found.append((feature, start..<end + 1)) }
            }
        }
        return found
    }

    // MARK: Hashes

    /// The hash of one n-gram.
    static func hash(of ngram: some Sequence<UInt64>) -> UInt64 {
        ngram.reduce(0, extended)
    }

    /// The hashes of a document's n-grams of 1 to `order` tokens, ascending and distinct.
    static func hashes(in document: [UInt64], order: Int) -> [UInt64] {
        var hashes: [UInt64] = []
        hashes.reserveCapacity(document.count * order)
        for start in document.indices {
            var hash: UInt64 = 0
            for token in document[start..<min(start + order, document.count)] {
                hash = extended(hash, by: token)
                hashes.append(hash)
            }
        }
        hashes.sort()
        return hashes.distinct()
    }

    /// The hash of an n-gram with one token more.
    private static func extended(_ hash: UInt64, by token: UInt64) -> UInt64 {
        var word = hash &+ token &+ 0x9e37_79b9_7f4a_7c15
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}

extension [UInt64] {
    /// The values of an ascending list that occur at least `times` times, each once.
    func distinct(occurring times: Int = 1) -> [UInt64] {
        var result: [UInt64] = []
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, self[end] == self[start] { end += 1 }
            if end - start >= times { result.append(self[start]) }
            start = end
        }
        return result
    }
}

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
    /// The dictionary of the n-grams that occur in at least `minDocumentFrequency` of the documents, without those that
    /// are left out, and the documents as rows of its indices.
    ///
    /// Sorts all occurrences at once: 16 bytes each while it runs, one for each distinct n-gram of each document.
    ///
    /// - Complexity: `N log N` for `N` occurrences.
    static func counted(
        in documents: [[UInt64]], order: Int, minDocumentFrequency: Int, leavingOut leftOut: Set<UInt64> = []
    ) -> (features: NGramFeatures, rows: NGramRows) {
        var occurrences: [UInt64] = []
        var ends: [Int] = []
        for document in documents {
            occurrences += hashes(in: document, order: order)
            ends.append(occurrences.count)
        }
        var kept = occurrences.sorted().distinct(occurring: minDocumentFrequency)
        if !leftOut.isEmpty { kept.removeAll(where: leftOut.contains) }
        let features = NGramFeatures(sorted: kept)
        var rows = NGramRows()
        var start = 0
        for end in ends {
            rows.append(occurrences[start..<end].lazy.compactMap(features.index(of:)))
            start = end
        }
        return (features, rows)
    }
}
