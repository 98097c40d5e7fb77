/// Stands in for a generator where weights are about to be read from a file: every initial tensor is zeros, at no cost.
public struct ZeroWeights: RandomNumberGenerator, Sendable {
    public init() {}

    public mutating func next() -> UInt64 { 0 }
}
