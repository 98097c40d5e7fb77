import Recurrent

/// How pieces are drawn, which commands change.
struct InteractiveSettings {
    private(set) var sampling: SamplingOptions
    private(set) var length: Int
    private(set) var end: TextEnd
    /// As the option of the command line; `nil` for twice the length and 500 more.
    let maxLength: Int?

    init(_ options: GenerationOptions) {
        (sampling, length, end, maxLength) = (options.sampling, options.length, options.end, options.maxLength)
    }

    func options(randomSeed: UInt64, length: Int? = nil) -> GenerationOptions {
        GenerationOptions(
            length: length ?? self.length, end: length == nil ? end : .word, maxLength: length == nil ? maxLength : nil,
            sampling: sampling, randomSeed: randomSeed)
    }

    /// Changes a setting; `off` leaves out a filter.
    ///
    /// - Throws: ``InteractiveProblem``, and `SamplingError` for a value out of range.
    mutating func set(_ verb: InteractiveVerb, to value: String) throws {
        var changed = self
        func number<Number: LosslessStringConvertible>(_ type: Number.Type) throws -> Number {
            guard let number = Number(value) else {
                throw InteractiveProblem(
                    "\(verb.rawValue) takes a number, not \(MessageText.quoted(value)).")
            }
            return number
        }
        func filter<Number: LosslessStringConvertible>(_ type: Number.Type) throws -> Number? {
            value == "off" ? nil : try number(type)
        }
        var (temperature, topK, topP, minP) = (sampling.temperature, sampling.topK, sampling.topP, sampling.minP)
        var penalty = sampling.repetitionPenalty
        switch verb {
        case .temperature: temperature = try number(Float.self)
        case .topK: topK = try filter(Int.self)
        case .topP: topP = try filter(Float.self)
        case .minP: minP = try filter(Float.self)
        case .repetitionPenalty: penalty = try number(Float.self)
        case .length:
            changed.length = try number(Int.self)
            guard (1...1_000_000_000).contains(changed.length) else {
                throw InteractiveProblem("length must be 1 to 1,000,000,000, not \(value).")
            }
        case .end:
            guard let end = TextEnd(rawValue: value) else {
                let all = TextEnd.allCases.map(\.rawValue).joined(separator: ", ")
                throw InteractiveProblem("end is one of \(all), not \(MessageText.quoted(value)).")
            }
            changed.end = end
        default: break
        }
        changed.sampling = try SamplingOptions(
            temperature: temperature, topK: topK, topP: topP, minP: minP, repetitionPenalty: penalty)
        try changed.options(randomSeed: 0).validate()
        self = changed
    }

    /// All settings in one line.
    var line: String {
        var parts = ["temperature \(sampling.temperature)"]
        if let minP = sampling.minP { parts.append("min-p \(minP)") }
        if let topK = sampling.topK { parts.append("top-k \(topK)") }
        if let topP = sampling.topP { parts.append("top-p \(topP)") }
        if sampling.repetitionPenalty != 1 { parts.append("repetition-penalty \(sampling.repetitionPenalty)") }
        return (parts + ["length \(length)", "end \(end.rawValue)"]).joined(separator: ", ")
    }
}
