/// A bounded queue that takes turns between clients, so that one with many requests does not hold up the others.
///
/// Each client's elements keep their order. A client's turn comes once in each round.
package struct FairQueue<Client: Hashable & Sendable, Element> {
    private var waiting: [Client: ArraySlice<Element>] = [:]
    /// Clients with waiting elements, the next one first.
    private var turns: ArraySlice<Client> = []
    /// How many elements wait.
    package private(set) var count = 0
    private let limit: Int
    private let limitPerClient: Int

    /// - Parameters:
    ///   - limit: The most elements that wait.
    ///   - limitPerClient: The most of one client.
    package init(limit: Int, limitPerClient: Int) { (self.limit, self.limitPerClient) = (limit, limitPerClient) }

    /// Whether nothing waits.
    package var isEmpty: Bool { count == 0 }

    /// Adds all of some elements, or none.
    ///
    /// - Returns: Whether there is room.
    package mutating func add(_ elements: [Element], from client: Client) -> Bool {
        let own = waiting[client]?.count ?? 0
        guard count + elements.count <= limit, own + elements.count <= limitPerClient else { return false }
        guard !elements.isEmpty else { return true }
        if own == 0 { turns.append(client) }
        waiting[client, default: []] += elements
        count += elements.count
        return true
    }

    /// The next element; `nil` if nothing waits.
    package mutating func next() -> Element? {
        guard let client = turns.popFirst(), let element = waiting[client]?.popFirst() else { return nil }
        count -= 1
        if waiting[client]?.isEmpty == true { waiting[client] = nil } else { turns.append(client) }
        return element
    }

    /// Takes out the elements for which `isGone` holds.
    package mutating func remove(where isGone: (Element) -> Bool) -> [Element] {
        var gone: [Element] = []
        for (client, elements) in waiting {
            let removed = elements.filter(isGone)
            guard !removed.isEmpty else { continue }
            gone += removed
            let kept = elements.filter { !isGone($0) }
            waiting[client] = kept.isEmpty ? nil : kept[...]
        }
        count -= gone.count
        if !gone.isEmpty { turns = turns.filter { waiting[$0] != nil }[...] }
        return gone
    }
}
