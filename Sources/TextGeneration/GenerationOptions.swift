import Decoding

/// Options of generated text.
public struct GenerationOptions: Sendable {
    /// Characters (grapheme clusters) to write, 0 or more.
    public var length: Int
    /// How each token is chosen.
    public var sampling: SamplingOptions
    /// Strings that end the text; the text ends before the first of them that appears.
    public var stop: [String]
    /// The same seed gives the same text.
    public var randomSeed: UInt64
    /// Samplers, filters and constraints of one's own; they run in order, before the steps of ``sampling``.
    public var processors: [any LogitsProcessor]

    /// - Parameters:
    ///   - length: Characters (grapheme clusters) to write, 0 or more.
    ///   - sampling: How each token is chosen; by default drawn from the model's own distribution.
    ///   - stop: Strings that end the text.
    ///   - randomSeed: The same seed gives the same text; by default a new random one.
    ///   - processors: Samplers, filters and constraints of one's own.
    public init(
        length: Int = 500, sampling: SamplingOptions = SamplingOptions(), stop: [String] = [],
        randomSeed: UInt64 = .random(in: 0 ... .max), processors: [any LogitsProcessor] = []
    ) {
        self.length = length
        self.sampling = sampling
        self.stop = stop
        self.randomSeed = randomSeed
        self.processors = processors
    }

    /// Checks the options; generating text does so too.
    ///
    /// - Throws: `SamplingError.outOfRange` for a negative length, `SamplingError.emptyStopString`.
    public func validate() throws(SamplingError) {
        guard length >= 0 else {
            throw .outOfRange(option: "length", value: String(length), allowed: "0 or more")
        }
        _ = try StopCondition(stopStrings: stop)
    }
}
