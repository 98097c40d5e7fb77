import ArgumentParser
import Recurrent

/// The options that decide how targets are searched for.
struct SearchArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Beam size: hypotheses kept at each step, at most 1,000; 1 is greedy search.")
    var beamSize = 5

    @Option(parsing: .unconditional, help: "Number of translations per source, at most --beam-size.")
    var nBest = 1

    @Option(
        parsing: .unconditional,
        help: "Length normalization: exponent of the length by which scores are divided; 0 favours short targets.")
    var lengthPenalty = SearchOptions().lengthPenalty

    @Option(parsing: .unconditional, help: "Coverage penalty for parts of the source that got little attention.")
    var coveragePenalty = 0.0

    @Option(
        parsing: .unconditional, help: "Prevent n-grams of this length from occurring twice in a target; 0 allows them."
    )
    var noRepeatNgram = 0

    @Option(parsing: .unconditional, help: "Shortest target in tokens, at most 10,000.")
    var minLength = 0

    @Option(
        parsing: .unconditional,
        help: "Longest target in tokens, at most 10,000 (default: twice the source length plus ten).")
    var maxLength: Int?

    func validate() throws {
        guard nBest <= beamSize || beamSize < 1 else {
            throw ValidationError(
                "--n-best must be at most --beam-size, \(beamSize), even if targets are sampled; raise --beam-size too."
            )
        }
        let limit = SearchOptions.lengthLimit
        for (name, value, range) in [
            ("--beam-size", beamSize, 1...1_000), ("--n-best", nBest, 1...max(1, beamSize)),
            ("--min-length", minLength, 0...limit),
            ("--max-length", maxLength ?? limit, min(max(1, minLength), limit)...limit),
        ] where !range.contains(value) {
            throw ValidationError("\(name) must be \(range.lowerBound) to \(range.upperBound), not \(value).")
        }
        if let problem = options.problem { throw ValidationError("These options cannot be used: \(problem).") }
    }

    var options: SearchOptions {
        var options = SearchOptions()
        options.beamSize = beamSize
        options.nBest = nBest
        options.lengthPenalty = lengthPenalty
        options.coveragePenalty = coveragePenalty
        options.noRepeatNGram = noRepeatNgram
        options.minLength = minLength
        options.maxLength = maxLength
        return options
    }
}
