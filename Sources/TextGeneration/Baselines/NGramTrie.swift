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
