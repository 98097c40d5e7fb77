/// Every n-gram of a text up to one order, with the counts that Kneser-Ney smoothing takes.
///
/// The count of an n-gram of the highest order is the number of its occurrences. That of a shorter one is its
/// continuation count: the number of distinct ids found before it, where the start of the text is one more such id.
///
/// An n-gram that occurs once continues as the text does, so nothing below it is stored: it keeps the position of what
/// follows. English with contexts of 7 characters needs about one node a character.
struct NGramTrie: Sendable {
    /// An n-gram: the path of ids from the root. Children lie side by side, by ascending id.
    struct Node: Sendable {
        let id: Int32
        let count: Int32
        var link: Int32  // the first child or, without children, the position in the text of what follows
        var numChildren: Int32
    }

    /// Where a context stands: at a node with children, or at the one place in the text where it occurred.
    enum Context: Sendable {
        case node(Int)
        case once(next: Int)  // below ids.count
    }

    let ids: [Int32]
    let nodes: [Node]
    let countsOfCounts: [CountsOfCounts]  // [order], that of single ids first

    /// The empty context, or `nil` where the text is empty too.
    var root: Context? { context(at: 0) }

    /// Calls `body` with each id that followed `context` and its count; ids ascend.
    @inline(__always)
    func forEachSuccessor(of context: Context, _ body: (_ id: Int32, _ count: Int) -> Void) {
        switch context {
        case .node(let parent):
            let first = Int(nodes[parent].link)
            for child in first..<first + Int(nodes[parent].numChildren) {
                body(nodes[child].id, Int(nodes[child].count))
            }
        case .once(let next):
            body(ids[next], 1)
        }
    }

    /// The context that is `context` with `id` after it, or `nil` where nothing is known to follow that.
    func extended(_ context: Context, by id: Int32) -> Context? {
        switch context {
        case .node(let parent):
            return child(of: parent, id).flatMap(context(at:))
        case .once(let next):
            return ids[next] == id ? once(next: next + 1) : nil
        }
    }

    private func context(at node: Int) -> Context? {
        nodes[node].numChildren > 0 ? .node(node) : once(next: Int(nodes[node].link))
    }

    private func once(next: Int) -> Context? {
        next < ids.count ? .once(next: next) : nil
    }

    /// Binary search among the children of `parent`.
    private func child(of parent: Int, _ id: Int32) -> Int? {
        var low = Int(nodes[parent].link)
        let end = low + Int(nodes[parent].numChildren)
        var high = end
        while low < high {
            let middle = low + (high - low) / 2
            if nodes[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < end && nodes[low].id == id ? low : nil
    }
}

extension NGramTrie {
    /// Finds the n-grams of `ids` with 1 to `order` ids.
    ///
    /// Takes time of `order · (ids.count + vocabularySize)` and, beside the trie, 8 bytes an id.
    init(_ ids: [Int32], order: Int, vocabularySize: Int) {
        var builder = NGramTrieBuilder(ids, order: order, vocabularySize: vocabularySize)
        builder.build()
        self.init(ids: ids, nodes: builder.nodes, countsOfCounts: builder.countsOfCounts)
    }
}

/// Lays out a trie level by level from the positions of the text, sorted by what stands at them.
///
/// The positions of one n-gram are neighbours in that order, so a node is a range of them, and its children split it.
/// Until its children are laid out, a node keeps that range in `link` (its start) and `numChildren` (its length): the
/// nodes are their own queue.
private struct NGramTrieBuilder {
    let ids: [Int32]
    let order: Int
    let positions: [Int32]
    var nodes: [NGramTrie.Node] = []
    var countsOfCounts: [CountsOfCounts]
    private var lastSeenBefore: [Int32]  // per id, and last the start of the text: the node it was last seen before

    init(_ ids: [Int32], order: Int, vocabularySize: Int) {
        self.ids = ids
        self.order = order
        positions = positionsSorted(ids, byFirst: order, vocabularySize: vocabularySize)
        countsOfCounts = Array(repeating: CountsOfCounts(), count: order)
        lastSeenBefore = Array(repeating: -1, count: vocabularySize + 1)
    }

    mutating func build() {
        append(id: -1, length: 0, rows: 0..<positions.count)
        var next = 0
        for length in 1...order {
            let levelEnd = nodes.count
            while next < levelEnd {
                if nodes[next].numChildren > 0 { layOutChildren(of: next, length: length) }
                next += 1
            }
        }
    }

    /// Splits the range of `parent` by the id at `length - 1`.
    private mutating func layOutChildren(of parent: Int, length: Int) {
        let firstChild = nodes.count
        var row = Int(nodes[parent].link)
        let end = row + Int(nodes[parent].numChildren)
        if Int(positions[row]) + length > ids.count { row += 1 }  // the text ends here; that position sorts first
        while row < end {
            let start = row
            let id = ids[Int(positions[row]) + length - 1]
            repeat { row += 1 } while row < end && ids[Int(positions[row]) + length - 1] == id
            append(id: id, length: length, rows: start..<row)
        }
        nodes[parent].link = Int32(firstChild)
        nodes[parent].numChildren = Int32(nodes.count - firstChild)
    }

    /// Adds an n-gram of `length` ids that occurs at the positions of `rows`.
    private mutating func append(id: Int32, length: Int, rows: Range<Int>) {
        let count = length == order ? rows.count : numDistinctIDs(before: rows)
        if length > 0 { countsOfCounts[length - 1].add(count) }
        var node = NGramTrie.Node(
            id: id, count: Int32(count), link: Int32(rows.lowerBound), numChildren: Int32(rows.count))
        if rows.count <= 1 || length == order {
            let position = rows.isEmpty ? 0 : Int(positions[rows.lowerBound])
            node.link = Int32(position + length)
            node.numChildren = 0
            for longer in length..<max(length, min(order, ids.count - position)) { countsOfCounts[longer].add(1) }
        }
        nodes.append(node)
    }

    /// The number of distinct ids just before the positions of `rows`; the start of the text counts as an id.
    private mutating func numDistinctIDs(before rows: Range<Int>) -> Int {
        if rows.count <= 1 { return rows.count }
        let node = Int32(nodes.count)
        var count = 0
        for row in rows {
            let position = Int(positions[row])
            let previous = position > 0 ? Int(ids[position - 1]) : lastSeenBefore.count - 1
            if lastSeenBefore[previous] != node {
                lastSeenBefore[previous] = node
                count += 1
            }
        }
        return count
    }
}

/// All positions of `ids`, sorted by the `length` ids that start there; the end of the text sorts before every id.
///
/// A counting sort from the last of those ids to the first (radix sort, least significant digit first).
private func positionsSorted(_ ids: [Int32], byFirst length: Int, vocabularySize: Int) -> [Int32] {
    var sorted = ids.indices.map(Int32.init)
    var previous = sorted
    for offset in (0..<min(length, ids.count)).reversed() {
        swap(&sorted, &previous)
        var starts = [Int](repeating: 0, count: vocabularySize + 1)  // of the end of the text, then of each id
        starts[0] = offset
        for id in ids[offset...] { starts[Int(id) + 1] += 1 }
        var total = 0
        for key in starts.indices { (starts[key], total) = (total, total + starts[key]) }
        for position in previous {
            let place = Int(position) + offset
            let key = place < ids.count ? Int(ids[place]) + 1 : 0
            sorted[starts[key]] = position
            starts[key] += 1
        }
    }
    return sorted
}
