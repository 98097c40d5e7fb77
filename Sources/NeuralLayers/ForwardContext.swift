import Tensors

/// What a forward pass depends on besides inputs and parameters: whether it trains, and the randomness of dropout.
public struct ForwardContext: Sendable, Codable, Equatable {
    /// The generator of dropout masks; `nil` at inference, where nothing is dropped.
    public private(set) var generator: SeededGenerator?

    /// No dropout.
    public static let inference = ForwardContext(generator: nil)

    /// Dropout with masks drawn from `generator`.
    public static func training(_ generator: SeededGenerator) -> ForwardContext { ForwardContext(generator: generator) }

    /// The key of the next dropout mask, or `nil` when nothing is to be dropped at this rate.
    public mutating func dropoutKey(rate: Float) -> UInt64? {
        guard rate > 0 else { return nil }
        return generator?.next()
    }
}
