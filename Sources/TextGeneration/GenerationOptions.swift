import Decoding
import Tensors

/// Options of generated text.
public struct GenerationOptions: Sendable {
    /// Characters (grapheme clusters) to write, 0 or more; with another ``end`` than `.length` a few more, or many.
    public var length: Int
    /// Where the text ends once it has its length.
    public var end: TextEnd
    /// Characters after which the text ends with the next word where the ``end`` has not come; `nil` for twice the
    /// length and 500 more.
    public var maxLength: Int?
    /// How each token is chosen.
    public var sampling: SamplingOptions
    /// Strings that end the text; the text ends before the first of them that appears.
    public var stop: [String]
    /// The same seed gives the same text.
    public var randomSeed: UInt64
    /// Samplers, filters and constraints of one's own; they run in order, before the steps of ``sampling``.
    public var processors: [any LogitsProcessor]
    /// What the text has to be like; made for the tokenizer of the model.
    public var constraint: TextConstraint?

    /// - Parameters:
    ///   - length: Characters (grapheme clusters) to write, 0 or more.
    ///   - end: Where the text ends once it has its length; by default exactly there.
    ///   - maxLength: Characters after which the text ends with the next word where the end has not come.
    ///   - sampling: How each token is chosen; by default `SamplingOptions.recommended`, or without any step where there
    ///     are processors. `SamplingOptions()` is the model's own distribution.
    ///   - stop: Strings that end the text.
    ///   - randomSeed: The same seed gives the same text; by default a new random one.
    ///   - processors: Samplers, filters and constraints of one's own.
    ///   - constraint: What the text has to be like.
    public init(
        length: Int = 500, end: TextEnd = .length, maxLength: Int? = nil, sampling: SamplingOptions? = nil,
        stop: [String] = [], randomSeed: UInt64 = .random(in: 0 ... .max), processors: [any LogitsProcessor] = [],
        constraint: TextConstraint? = nil
    ) {
        self.length = length
        self.end = end
        self.maxLength = maxLength
        self.sampling = sampling ?? (processors.isEmpty ? .recommended : SamplingOptions())
        self.stop = stop
        self.randomSeed = randomSeed
        self.processors = processors
        self.constraint = constraint
    }

    /// Checks the options; generating text does so too.
    ///
    /// - Throws: `SamplingError.outOfRange` for a negative length and for a `maxLength` below the length,
    ///   `SamplingError.emptyStopString`.
    public func validate() throws(SamplingError) {
        guard length >= 0 else {
            throw .outOfRange(option: "length", value: String(length), allowed: "0 or more")
        }
        if let maxLength, maxLength < length {
            throw .outOfRange(
                option: "maxLength", value: String(maxLength), allowed: "at least the length of \(length)")
        }
        _ = try StopCondition(stopStrings: stop)
    }

    /// The condition under which a text with these options ends.
    var endCondition: EndCondition { EndCondition(end, length: length, maxLength: latestEnd) }

    /// Whether the end of a seed may be cut into other pieces. A constraint begins with the first token that is drawn, so
    /// the seed ends before it.
    var healsSeed: Bool { constraint == nil }

    /// The most characters of a text.
    var mostCharacters: Int {
        switch end {
        case .length: length
        case .word: length + TextEnd.longestRest
        case .sentence, .paragraph, .line: latestEnd + TextEnd.longestRest
        }
    }

    private var latestEnd: Int {
        let (double, overflow) = length.multipliedReportingOverflow(by: 2)
        return maxLength ?? (overflow ? .max / 2 : double + 500)
    }

    /// - Throws: `ConstraintError.tooLong` if no text of that length meets the constraint.
    package func requireConstraint() throws(ConstraintError) {
        try constraint?.requireLength(atMost: mostCharacters)
    }

    /// How far a text has come in its constraint: nowhere yet.
    ///
    /// - Throws: As ``requireConstraint()``.
    func constraintCursor() throws(ConstraintError) -> ConstraintCursor? {
        guard let constraint else { return nil }
        try requireConstraint()
        // A required word comes somewhere in the middle; lines are short.
        var generator = SeededGenerator(seed: randomSeed, stream: "deadline")
        let usual = max(length, 40)
        let deadline = usual / 4 + Int(generator.nextUniform() * Double(usual) / 2)
        return ConstraintCursor(constraint, maxLength: mostCharacters, deadline: deadline)
    }
}
