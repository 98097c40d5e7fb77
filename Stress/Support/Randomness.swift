import Recurrent

/// Draws of one case; the same seed draws the same.
struct Randomness {
    private var generator: SeededGenerator

    init(seed: UInt64, case number: Int) {
        generator = SeededGenerator(seed: seed &+ UInt64(number) &* 0x9e37_79b9_7f4a_7c15, stream: "stress")
    }

    /// A number in `0..<bound`; 0 where the bound is 0.
    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int.random(in: 0..<bound, using: &generator) : 0 }

    /// True once in so many draws.
    mutating func once(in count: Int) -> Bool { below(count) == 0 }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// A number in `1...limit`, small ones as often as large ones.
    mutating func size(upTo limit: Int) -> Int {
        let bits = Int.bitWidth - max(1, limit).leadingZeroBitCount
        return min(max(1, limit), 1 + below(1 << (1 + below(bits))))
    }

    /// A part of a collection of so many elements, at most `limit` long.
    mutating func part(of count: Int, limit: Int = .max) -> Range<Int> {
        guard count > 0 else { return 0..<0 }
        let length = size(upTo: min(count, limit))
        let start = below(count - length + 1)
        return start..<start + length
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(below(256)) } }
}
