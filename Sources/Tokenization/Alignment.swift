/// Where each byte of a normalized text comes from in its source.
///
/// Both texts are the same but for a list of changed stretches, in order. All offsets are UTF-8 bytes.
public struct Alignment: Sendable, Equatable {
    /// A stretch of the source and what normalization made of it.
    public struct Change: Sendable, Equatable {
        /// Byte range in the source.
        public let source: Range<Int>
        /// Byte range in the normalized text.
        public let normalized: Range<Int>
    }

    /// The changed stretches, in order and without overlap; empty when both texts are the same.
    public internal(set) var changes: [Change] = []

    /// Whether the normalized text is the source itself.
    public var isIdentity: Bool { changes.isEmpty }

    /// The byte range of the source that gave rise to a byte range of the normalized text.
    ///
    /// A range that touches a changed stretch covers the whole of its source.
    ///
    /// - Complexity: O(log n) in the number of changes.
    public func sourceRange(of range: Range<Int>) -> Range<Int> {
        if changes.isEmpty { return range }
        let lower = sourceOffset(of: range.lowerBound) { $0.source.lowerBound }
        let upper = range.isEmpty ? lower : sourceOffset(of: range.upperBound) { $0.source.upperBound }
        return lower..<upper
    }

    /// The source offset of a normalized offset; `edge` decides for an offset inside a change.
    private func sourceOffset(of offset: Int, insideChange edge: (Change) -> Int) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].normalized.lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return offset }
        let change = changes[low - 1]
        if offset < change.normalized.upperBound { return edge(change) }
        return change.source.upperBound + offset - change.normalized.upperBound
    }

    /// The alignment of a text that was changed as this one says and then as `next` says.
    func followed(by next: Alignment) -> Alignment {
        if next.isIdentity { return self }
        if isIdentity { return next }
        var joined = Alignment()
        var (i, j) = (0, 0)  // the next change of either
        var (sourceShift, targetShift) = (0, 0)  // from the text between to source and to target
        while i < changes.count || j < next.changes.count {
            let first = i < changes.count ? changes[i].normalized.lowerBound : Int.max
            let second = j < next.changes.count ? next.changes[j].source.lowerBound : Int.max
            let lower = min(first, second)
            var upper = lower
            let (sourceStart, targetStart) = (lower + sourceShift, lower + targetShift)
            // A block grows as long as a change of either begins inside it, or at its end without length.
            while true {
                if i < changes.count, changes[i].normalized.joins(lower..<upper) {
                    upper = max(upper, changes[i].normalized.upperBound)
                    sourceShift = changes[i].source.upperBound - changes[i].normalized.upperBound
                    i += 1
                } else if j < next.changes.count, next.changes[j].source.joins(lower..<upper) {
                    upper = max(upper, next.changes[j].source.upperBound)
                    targetShift = next.changes[j].normalized.upperBound - next.changes[j].source.upperBound
                    j += 1
                } else {
                    break
                }
            }
            joined.changes.append(
                Change(source: sourceStart..<upper + sourceShift, normalized: targetStart..<upper + targetShift))
        }
        return joined
    }
}

extension Range<Int> {
    /// Whether a range, not before `block`, overlaps or belongs to it; at its end only if one of both is empty.
    fileprivate func joins(_ block: Range<Int>) -> Bool {
        lowerBound < block.upperBound || (lowerBound == block.upperBound && (isEmpty || block.isEmpty))
    }
}
