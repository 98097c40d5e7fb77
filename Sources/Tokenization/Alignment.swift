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
    /// A range that touches a changed stretch covers the whole of its source; what was left out in front of it or behind
    /// does not belong to it.
    ///
    /// - Complexity: O(log n) in the number of changes.
    public func sourceRange(of range: Range<Int>) -> Range<Int> {
        if changes.isEmpty { return range }
        let lower = sourceStart(of: range.lowerBound)
        return lower..<(range.isEmpty ? lower : sourceEnd(of: range.upperBound))
    }

    /// Where in the source begins what begins at a normalized offset.
    private func sourceStart(of offset: Int) -> Int {
        let next = changes.partitioningIndex { $0.normalized.upperBound > offset }
        if next < changes.count, changes[next].normalized.lowerBound <= offset {
            return changes[next].source.lowerBound
        }
        return shifted(offset, behind: next)
    }

    /// Where in the source ends what ends at a normalized offset.
    private func sourceEnd(of offset: Int) -> Int {
        let next = changes.partitioningIndex { $0.normalized.lowerBound >= offset }
        if next > 0, changes[next - 1].normalized.upperBound > offset { return changes[next - 1].source.upperBound }
        return shifted(offset, behind: next)
    }

    /// The source offset of one that lies between the changes `next - 1` and `next`.
    private func shifted(_ offset: Int, behind next: Int) -> Int {
        guard next > 0 else { return offset }
        return changes[next - 1].source.upperBound + offset - changes[next - 1].normalized.upperBound
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
            var isNew = true
            // A block grows as long as a change of either begins inside it.
            while true {
                if i < changes.count, changes[i].normalized.lowerBound < upper || (isNew && first == lower) {
                    upper = max(upper, changes[i].normalized.upperBound)
                    sourceShift = changes[i].source.upperBound - changes[i].normalized.upperBound
                    i += 1
                } else if j < next.changes.count, next.changes[j].source.lowerBound < upper || isNew {
                    upper = max(upper, next.changes[j].source.upperBound)
                    targetShift = next.changes[j].normalized.upperBound - next.changes[j].source.upperBound
                    j += 1
                } else {
                    break
                }
                isNew = false
            }
            joined.changes.append(
                Change(source: sourceStart..<upper + sourceShift, normalized: targetStart..<upper + targetShift))
        }
        return joined
    }
}

extension [Alignment.Change] {
    /// The first change, of changes in order, from which on `isBehind` is true; the count if there is none.
    fileprivate func partitioningIndex(where isBehind: (Alignment.Change) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
