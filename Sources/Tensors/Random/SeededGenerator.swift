import Foundation

/// A seeded generator whose whole state can be saved: the same seed gives the same numbers on every machine.
///
/// xoshiro256** by Blackman & Vigna (2018, "Scrambled linear pseudorandom number generators"), its four words filled
/// by SplitMix64 as its authors advise. A generator can be derived for a purpose by name, so that one consumer more
/// (say, dropout) does not move the numbers that another (say, shuffling) sees.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Codable, Equatable {
    /// The four words of state, for a checkpoint.
    public private(set) var state: [UInt64]

    /// A generator with the given seed; any value is fine, zero included.
    public init(seed: UInt64) {
        var seeds = SplitMix64(state: seed)
        state = [seeds.next(), seeds.next(), seeds.next(), seeds.next()]
    }

    /// A generator for one purpose: streams of different names are independent of each other under the same seed.
    public init(seed: UInt64, stream: String) {
        var name = StableHash()
        name.add(stream.utf8)
        self.init(seed: seed ^ name.value)
    }

    /// A generator put back to a saved state, or `nil` when that is not one (four words, not all zero).
    public init?(state: [UInt64]) {
        guard state.count == 4, state.contains(where: { $0 != 0 }) else { return nil }
        self.state = state
    }

    /// Reads a saved state back.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when it is not one (four words, not all zero).
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let saved = Self(state: try container.decode([UInt64].self, forKey: .state)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .state, in: container,
                debugDescription: "The state of a random generator is four words, not all of them zero.")
        }
        self = saved
    }

    public mutating func next() -> UInt64 {
        let result = rotateLeft(state[1] &* 5, by: 7) &* 9
        let shifted = state[1] << 17
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = rotateLeft(state[3], by: 45)
        return result
    }
}

extension RandomNumberGenerator {
    /// A number in 0 ..< 1 with 53 random bits; takes one `next()`.
    public mutating func nextUniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number of the standard normal distribution, by Box & Muller (1958); takes two `next()`.
    public mutating func nextNormal() -> Double {
        let radius = (-2 * log(1 - nextUniform())).squareRoot()
        return radius * cos(2 * .pi * nextUniform())
    }
}

/// The generator that spreads a seed over more words, and a fast one where many numbers are drawn for one purpose
/// (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators").
package struct SplitMix64: RandomNumberGenerator {
    @usableFromInline package var state: UInt64

    @inlinable package init(state: UInt64) { self.state = state }

    @inlinable package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}

private func rotateLeft(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 - count))
}

/// Stands in for a generator where weights are about to be read from a file: initial tensors are shapes without memory,
/// so that names and shapes can be compared with the file before anything is allocated.
public struct DeferredWeights: RandomNumberGenerator, Sendable {
    /// A generator for models whose weights are read from a file afterwards.
    public init() {}

    public mutating func next() -> UInt64 { 0 }
}
