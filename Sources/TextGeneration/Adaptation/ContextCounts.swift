/// What followed each context of some lengths in the text read so far.
///
/// A context is found by a hash of 64 bits of its ids. No new ones are added when there are ``mostContexts``, which
/// bounds the memory to about 300 MB.
struct ContextCounts {
    /// An id that followed a context, how often, and where the next such id of the context stands.
    private struct Successor {
        let id: Int32
        var count: Int32
        let next: Int32
    }

    private struct Context {
        let key: UInt64
        var total: Int32 = 0
        var numDistinct: Int32 = 0
        var first: Int32 = -1
    }

    /// What is known of the present context of one length.
    struct Match {
        /// The place of the length among the lengths.
        let order: Int
        fileprivate let context: Int
        /// How many ids followed the context.
        let total: Int
        /// How many different ones.
        let numDistinct: Int
    }

    static let mostContexts = 1 << 22

    private let lengths: [Int]
    private var contexts: [Context] = []
    private var successors: [Successor] = []
    private var slots = [Int32](repeating: -1, count: 1 << 12)  // a power of two, at most half full
    private var recent: [Int32] = []
    /// The keys of the present contexts, one for each length that the text has reached.
    private var keys: [UInt64] = []

    /// - Parameter lengths: Ascending, each 1 or more.
    init(lengths: [Int]) { self.lengths = lengths }

    /// The present contexts that came before, shortest first.
    var matches: [Match] {
        keys.enumerated().compactMap { order, key in
            let index = Int(slots[slot(of: key)])
            guard index >= 0 else { return nil }
            let context = contexts[index]
            guard context.total > 0 else { return nil }
            return Match(
                order: order, context: index, total: Int(context.total), numDistinct: Int(context.numDistinct))
        }
    }

    /// Calls `body` with each id that followed a context, and its count.
    func forEachSuccessor(of match: Match, _ body: (_ id: Int, _ count: Int) -> Void) {
        var index = Int(contexts[match.context].first)
        while index >= 0 {
            let successor = successors[index]
            body(Int(successor.id), Int(successor.count))
            index = Int(successor.next)
        }
    }

    /// Counts the next id after the present contexts, and moves on.
    mutating func read(_ id: Int32) {
        for key in keys { count(id, after: key) }
        advance(over: id)
    }

    /// Moves on without counting the id.
    mutating func advance(over id: Int32) {
        recent.append(id)
        if recent.count > lengths.last ?? 0 { recent.removeFirst() }
        keys.removeAll(keepingCapacity: true)
        var (hash, length): (UInt64, Int) = (0x9e37_79b9_7f4a_7c15, 0)
        for id in recent.reversed() {
            length += 1
            hash = (hash ^ UInt64(UInt32(bitPattern: id))) &* 0xbf58_476d_1ce4_e5b9
            hash ^= hash >> 29
            if lengths.contains(length) { keys.append(hash) }
        }
    }

    /// Begins a new text, of which nothing has been read; the counts stay.
    mutating func restart() {
        recent.removeAll()
        keys.removeAll()
    }

    private mutating func count(_ id: Int32, after key: UInt64) {
        let slot = slot(of: key)
        var index = Int(slots[slot])
        if index < 0 {
            guard contexts.count < Self.mostContexts else { return }
            index = contexts.count
            contexts.append(Context(key: key))
            slots[slot] = Int32(index)
        }
        var place = Int(contexts[index].first)
        while place >= 0, successors[place].id != id { place = Int(successors[place].next) }
        if place >= 0 {
            successors[place].count += 1
            contexts[index].total += 1
        } else if successors.count < 2 * Self.mostContexts {
            successors.append(Successor(id: id, count: 1, next: contexts[index].first))
            contexts[index].first = Int32(successors.count - 1)
            contexts[index].numDistinct += 1
            contexts[index].total += 1
        }
        if 2 * contexts.count > slots.count { grow() }
    }

    /// Where a key stands, or would.
    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: key >> 20) & (slots.count - 1)
        while slots[slot] >= 0, contexts[Int(slots[slot])].key != key { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 2 * slots.count)
        for (index, context) in contexts.enumerated() { slots[slot(of: context.key)] = Int32(index) }
    }
}
