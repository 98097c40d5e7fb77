import Tensors

/// What a forward pass depends on besides inputs and parameters: whether it trains, and the randomness of dropout.
public struct ForwardContext: Sendable, Codable, Equatable {
    /// The generator of dropout masks; `nil` at inference, where nothing is dropped.
    public private(set) var generator: SeededGenerator?
    /// How many bits the products read for each value: fp32 or bf16.
    public let precision: Precision

    /// No dropout.
    public static let inference = ForwardContext(generator: nil, precision: .fp32)

    /// Dropout with masks drawn from `generator`.
    public static func training(_ generator: SeededGenerator, precision: Precision = .fp32) -> ForwardContext {
        ForwardContext(generator: generator, precision: precision)
    }

    /// The key of the next dropout mask, or `nil` when nothing is to be dropped at this rate.
    public mutating func dropoutKey(rate: Float) -> UInt64? {
        guard rate > 0 else { return nil }
        return generator?.next()
    }
}
