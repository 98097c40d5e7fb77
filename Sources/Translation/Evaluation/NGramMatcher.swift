/// Counts which n-grams of one sequence occur in another, each as often at most as it occurs there.
///
/// An n-gram of the reference is known by its place in a hash table, one table an order: the key of the n-gram is the
/// place of its first n - 1 tokens beside its last token, so nothing depends on hashes being different. What does not
/// occur in the reference at one order cannot at the next. The tables are kept from one pair of sequences to the next.
struct NGramMatcher {
    private var keys: [UInt64] = []  // a power of two of places; `vacant` where nothing is
    private var counts: [Int32] = []  // of the n-grams of the reference not yet matched
    private var referencePlaces: [Int32] = []  // of the n-gram that begins at each token
    private var hypothesisPlaces: [Int32] = []  // likewise; `absent` where the reference has no such n-gram

    private static let vacant = UInt64.max
    private static let absent: Int32 = -1

    /// The number of matches of each order, from 1 to `maxOrder`.
    ///
    /// - Complexity: `maxOrder · (hypothesis.count + reference.count)`.
    mutating func matches(of hypothesis: [UInt32], in reference: [UInt32], maxOrder: Int) -> [Int] {
        var matches = [Int](repeating: 0, count: maxOrder)
        referencePlaces.replace(count: reference.count)
        hypothesisPlaces.replace(count: hypothesis.count)
        for order in 1...maxOrder where order <= min(hypothesis.count, reference.count) {
            countReference(reference, order)
            matches[order - 1] = countMatches(hypothesis, order)
            if matches[order - 1] == 0 { break }
        }
        return matches
    }

    private mutating func countReference(_ tokens: [UInt32], _ order: Int) {
        let numNGrams = tokens.count - order + 1
        var capacity = 16
        while capacity < 2 * numNGrams { capacity *= 2 }
        keys.replace(count: capacity, with: Self.vacant)
        counts.replace(count: capacity)
        for start in 0..<numNGrams {
            let key = UInt64(referencePlaces[start]) << 32 | UInt64(tokens[start + order - 1])
            let place = place(of: key)
            keys[place] = key
            counts[place] += 1
            referencePlaces[start] = Int32(place)
        }
    }

    private mutating func countMatches(_ tokens: [UInt32], _ order: Int) -> Int {
        var numMatches = 0
        for start in 0...(tokens.count - order) where hypothesisPlaces[start] != Self.absent {
            let key = UInt64(hypothesisPlaces[start]) << 32 | UInt64(tokens[start + order - 1])
            let place = place(of: key)
            guard keys[place] == key else {
                hypothesisPlaces[start] = Self.absent
                continue
            }
            hypothesisPlaces[start] = Int32(place)
            if counts[place] > 0 {
                counts[place] -= 1
                numMatches += 1
            }
        }
        return numMatches
    }

    /// The place that holds a key, or the vacant one where it belongs.
    private func place(of key: UInt64) -> Int {
        let hash = ((key ^ (key >> 29)) &* 0x9e37_79b9_7f4a_7c15) >> 32
        var place = Int(hash) & (keys.count - 1)
        while keys[place] != key, keys[place] != Self.vacant { place = (place + 1) & (keys.count - 1) }
        return place
    }
}

extension Array where Element: FixedWidthInteger {
    /// Makes the array `count` equal values, in the memory that it has.
    fileprivate mutating func replace(count: Int, with value: Element = 0) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(value, count: count))
    }
}

/// Gives equal words equal numbers, from 0 in the order of their first occurrence.
struct WordNumbering {
    private var numbers: [ArraySlice<UInt8>: UInt32] = [:]

    mutating func callAsFunction(_ words: [ArraySlice<UInt8>]) -> [UInt32] {
        words.map { word in
            if let number = numbers[word] { return number }
            let number = UInt32(numbers.count)
            numbers[word] = number
            return number
        }
    }
}

/// Words of a text as UTF-8, cut at the white space of Python's `str.split`, so that scores of tools written in Python
/// can be repeated.
///
/// White space is what Unicode calls so, and the four separators U+001C to U+001F. Bytes are compared, not characters:
/// two spellings of one letter, with a combining accent or without, are different.
extension [UInt8] {
    /// The runs of bytes between white space, none of them empty.
    var words: [ArraySlice<UInt8>] {
        var words: [ArraySlice<UInt8>] = []
        var start = 0
        var place = 0
        while place < count {
            let length = whitespaceLength(at: place)
            if length > 0 {
                if start < place { words.append(self[start..<place]) }
                start = place + length
            }
            place += Swift.max(length, 1)
        }
        if start < count { words.append(self[start...]) }
        return words
    }

    /// The text without the white space at its end.
    var withoutTrailingWhitespace: ArraySlice<UInt8> {
        var end = count
        while end > 0 {
            var start = end - 1
            while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
            guard whitespaceLength(at: start) == end - start else { break }
            end = start
        }
        return self[..<end]
    }

    /// How many bytes the white space takes that begins at `place`; 0 where something else stands.
    private func whitespaceLength(at place: Int) -> Int {
        switch self[place] {
        case 0x09...0x0D, 0x1C...0x20: 1
        case 0xC2: [0x85, 0xA0].contains(self[place + 1]) ? 2 : 0
        case 0xE1: self[place + 1] == 0x9A && self[place + 2] == 0x80 ? 3 : 0  // Ogham space
        case 0xE2: isGeneralWhitespace(self[place + 1], self[place + 2]) ? 3 : 0
        case 0xE3: self[place + 1] == 0x80 && self[place + 2] == 0x80 ? 3 : 0  // ideographic space
        default: 0
        }
    }
}

/// Whether U+2000 plus what the last two of three bytes stand for is white space.
private func isGeneralWhitespace(_ second: UInt8, _ third: UInt8) -> Bool {
    switch (second, third) {
    case (0x80, 0x80...0x8A), (0x80, 0xA8), (0x80, 0xA9), (0x80, 0xAF), (0x81, 0x9F): true
    default: false
    }
}

/// The text in lower case as Python's `str.lower` writes it: a capital sigma that ends a word becomes `ς`.
///
/// The rule `Final_Sigma` of Unicode, section 3.13, which Swift's own `lowercased()` leaves out.
func lowercasedWithFinalSigma(_ text: String) -> String {
    guard text.unicodeScalars.contains("Σ") else { return text.lowercased() }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
        if scalar == "Σ" {
            result.append(isFinalSigma(at: place, of: scalars) ? "ς" : "σ")
        } else {
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
    return String(result)
}

/// Whether a letter stands before a place and none after it, marks and apostrophes not counting.
private func isFinalSigma(at place: Int, of scalars: [Unicode.Scalar]) -> Bool {
    let before = scalars[..<place].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(place + 1)...].first { !$0.properties.isCaseIgnorable }
    return (before?.properties.isCased ?? false) && !(after?.properties.isCased ?? false)
}
