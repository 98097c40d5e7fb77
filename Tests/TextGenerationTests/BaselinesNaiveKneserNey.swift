import Foundation

/// Interpolated modified Kneser-Ney straight from its definition, with dictionaries: slow, and the judge of the fast one.
///
/// Chen & Goodman (1998), section 3: absolute discounts by count, continuation counts below the highest order.
struct NaiveKneserNey {
    let order: Int
    let vocabularySize: Int
    private var counts: [[Int32]: Int] = [:]  // of n-grams of 1 to `order` ids
    private var discounts: [[Double]] = []  // by order from 1: taken off a count of 0, 1, 2, 3 or more

    init(_ text: [Int32], order: Int, vocabularySize: Int) {
        self.order = order
        self.vocabularySize = vocabularySize
        var preceding: [[Int32]: Set<Int32>] = [:]
        for length in 1...order {
            for start in text.indices where start + length <= text.count {
                let ngram = Array(text[start..<start + length])
                preceding[ngram, default: []].insert(start > 0 ? text[start - 1] : -1)
                counts[ngram, default: 0] += 1
            }
        }
        for (ngram, ids) in preceding where ngram.count < order { counts[ngram] = ids.count }
        for length in 1...order {
            discounts.append(Self.discounts(counts.filter { $0.key.count == length }.map(\.value)))
        }
    }

    private static func discounts(_ counts: [Int]) -> [Double] {
        let n = (0...4).map { k in Double(counts.filter { $0 == k }.count) }
        let fallback = [0, 0.5, 1, 1.5]
        if n[1...].contains(0) { return fallback }
        let y = n[1] / (n[1] + 2 * n[2])
        let estimates = (1...3).map { k in Double(k) - Double(k + 1) * y * n[k + 1] / n[k] }
        return estimates.allSatisfy { $0 > 0 } ? [0] + estimates : fallback
    }

    /// `p(id | context)` with a context of at most `order - 1` ids.
    func probability(of id: Int32, after context: [Int32]) -> Double {
        let followers = (0..<Int32(vocabularySize)).map { counts[context + [$0]] ?? 0 }
        let total = Double(followers.reduce(0, +))
        let lower =
            context.isEmpty
            ? 1 / Double(vocabularySize) : probability(of: id, after: Array(context.dropFirst()))
        if total == 0 { return lower }
        let discounts = discounts[context.count]
        let backoff = followers.map { discounts[min($0, 3)] }.reduce(0, +) / total
        let count = counts[context + [id]] ?? 0
        return (Double(count) - discounts[min(count, 3)]) / total + backoff * lower
    }

    func totalNats(of ids: [Int32], after context: [Int32]) -> Double {
        let text = context + ids
        return ids.indices.reduce(0) { nats, index in
            let position = context.count + index
            return nats - log(probability(of: ids[index], after: Array(text[..<position].suffix(order - 1))))
        }
    }
}
