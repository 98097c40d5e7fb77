import Foundation
import Tokenization

/// How the next token is chosen from a model's logits.
///
/// The options take effect in a fixed order: repetition penalty, temperature, top-k, top-p, min-p, draw.
/// Each filter sees the distribution the ones before it left, scaled to sum to 1.
public struct SamplingOptions: Sendable, Equatable {
    /// Divides the logits before the softmax; 0 always takes the likeliest token.
    public private(set) var temperature: Float = 1
    /// Keeps this many of the likeliest tokens (Fan, Lewis & Dauphin, 2018, section 5.4); `nil` keeps all.
    public private(set) var topK: Int?
    /// Keeps the fewest likeliest tokens whose probabilities sum to at least this (Holtzman et al., 2020,
    /// section 3.1); `nil` and 1 keep all.
    public private(set) var topP: Float?
    /// Keeps the tokens at least this many times as probable as the likeliest (Nguyen et al., 2024); `nil` and 0
    /// keep all.
    public private(set) var minP: Float?
    /// Divides a positive logit, and multiplies a negative one, of each token in the window; 1 changes nothing.
    public private(set) var repetitionPenalty: Float = 1
    /// How many of the latest tokens the repetition penalty looks at.
    public private(set) var repetitionWindow = 64

    /// The model's own distribution: temperature 1 and no filter.
    public init() {}

    /// Options with the given values; whatever is left out changes nothing.
    ///
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)`` for the first value outside its range:
    ///   `temperature` ≥ 0, `topK` ≥ 1, 0 < `topP` ≤ 1, 0 ≤ `minP` < 1, `repetitionPenalty` > 0,
    ///   `repetitionWindow` ≥ 1, all finite.
    public init(
        temperature: Float = 1,
        topK: Int? = nil,
        topP: Float? = nil,
        minP: Float? = nil,
        repetitionPenalty: Float = 1,
        repetitionWindow: Int = 64
    ) throws(SamplingError) {
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.minP = minP
        self.repetitionPenalty = repetitionPenalty
        self.repetitionWindow = repetitionWindow
        try validate()
    }

    /// Options under which a language model's text reads well, measured in `Documentation/sampling.md`.
    public static let recommended: SamplingOptions = {
        var options = SamplingOptions()
        options.temperature = 0.7
        options.minP = 0.1
        return options
    }()

    /// Always the likeliest token, the lower id where two are equally likely.
    public static let greedy: SamplingOptions = {
        var options = SamplingOptions()
        options.temperature = 0
        return options
    }()

    /// Whether a draw is one from the softmax of all logits, at a temperature that single precision can divide by.
    var isPlain: Bool {
        temperature >= 1e-3 && topK == nil && (topP ?? 1) == 1 && (minP ?? 0) == 0 && repetitionPenalty == 1
    }

    /// The steps of these options, in their order: for a list of processors in which others stand between them.
    ///
    /// ```swift
    /// let steps = try SamplingOptions(temperature: 0.8).processors + [TypicalP(probability: 0.9)]
    /// let options = GenerationOptions(processors: steps)
    /// ```
    public var processors: [any LogitsProcessor] {
        let penalty = repetitionPenalty == 1 ? [] : [RepetitionPenaltyProcessor(self)]
        guard temperature > 0 else { return penalty + [GreedyProcessor()] }
        var filters: [any LogitsProcessor] = []
        if let topK { filters.append(TopKProcessor(checked: topK)) }
        if let topP, topP < 1 { filters.append(TopPProcessor(checked: topP)) }
        if let minP, minP > 0 { filters.append(MinPProcessor(checked: minP)) }
        return penalty + [TemperatureProcessor(self)] + filters
    }

    private func validate() throws(SamplingError) {
        try require(temperature.isFinite && temperature >= 0, "temperature", temperature, "a number, 0 or more")
        if let topK {
            try require(topK >= 1, "topK", topK, "1 or more")
        }
        if let topP {
            try require(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1")
        }
        if let minP {
            try require(minP >= 0 && minP < 1, "minP", minP, "at least 0 and below 1")
        }
        try require(
            repetitionPenalty.isFinite && repetitionPenalty > 0,
            "repetitionPenalty", repetitionPenalty, "a number above 0")
        try require(repetitionWindow >= 1, "repetitionWindow", repetitionWindow, "1 or more")
    }

    private func require(
        _ isAllowed: Bool, _ option: String, _ value: some CustomStringConvertible, _ allowed: String
    ) throws(SamplingError) {
        guard isAllowed else {
            throw .outOfRange(option: option, value: value.description, allowed: allowed)
        }
    }
}

extension SamplingOptions: Codable {
    private enum CodingKeys: String, CodingKey {
        case temperature, topK, topP, minP, repetitionPenalty, repetitionWindow
    }

    /// Reads the options that are present, leaves the others at their defaults, and checks all ranges.
    ///
    /// - Throws: ``SamplingError/outOfRange(option:value:allowed:)``, or the decoder's own errors.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let defaults = SamplingOptions()
        try self.init(
            temperature: values.decodeIfPresent(Float.self, forKey: .temperature) ?? defaults.temperature,
            topK: values.decodeIfPresent(Int.self, forKey: .topK),
            topP: values.decodeIfPresent(Float.self, forKey: .topP),
            minP: values.decodeIfPresent(Float.self, forKey: .minP),
            repetitionPenalty: values.decodeIfPresent(Float.self, forKey: .repetitionPenalty)
                ?? defaults.repetitionPenalty,
            repetitionWindow: values.decodeIfPresent(Int.self, forKey: .repetitionWindow) ?? defaults.repetitionWindow)
    }
}

/// Why a token cannot be sampled: invalid options, stop strings or logits.
public enum SamplingError: RemediedError, Equatable {
    /// A sampling option outside its allowed range; `option` is the property's name.
    case outOfRange(option: String, value: String, allowed: String)
    /// A stop string without characters, which would end every text before it begins.
    case emptyStopString
    /// A logit that is not a number, the mark of a damaged model.
    case nanLogit(id: Int)
    /// A logit of plus infinity, the mark of a damaged model.
    case infiniteLogit(id: Int)
    /// Every id is banned, has a logit of minus infinity, or was removed by a ``LogitsProcessor``.
    case noCandidate(vocabularySize: Int)
    /// A score that a ``LogitsProcessor`` gave is plus infinity or not a number.
    case invalidScore(id: Int)

    public var problem: String {
        switch self {
        case .outOfRange(let option, let value, let allowed):
            "The sampling option \(option) must be \(allowed), not \(value)"
        case .emptyStopString: "A stop string must not be empty"
        case .nanLogit(let id):
            "The model's logit for token \(id) is not a number; the model file is damaged or its training diverged"
        case .infiniteLogit(let id):
            "The model's logit for token \(id) is infinite; the model file is damaged or its training diverged"
        case .noCandidate(let vocabularySize):
            "None of the \(vocabularySize) tokens may be drawn, since each is banned or masked"
        case .invalidScore(let id):
            "A logits processor gave token \(id) a score that is infinite or not a number"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .outOfRange: []
        case .emptyStopString: [.advice("leave it out to generate up to the length limit")]
        case .nanLogit, .infiniteLogit: [.advice("copy the model again"), .advice("train it again")]
        case .noCandidate: [.advice("allow at least one")]
        case .invalidScore: [.advice("return finite scores, or minus infinity to exclude a token")]
        }
    }
}
