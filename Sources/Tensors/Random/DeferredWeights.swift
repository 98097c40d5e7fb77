/// Stands in for a generator where weights are about to be read from a file: an initial tensor costs nothing and holds
/// anything until it is written.
public struct DeferredWeights: RandomNumberGenerator, Sendable {
    public init() {}

    public mutating func next() -> UInt64 { 0 }
}
