import ArgumentParser
import Recurrent

/// The options that decide how targets are searched for.
struct SearchArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Unfinished targets that are kept at each step, at most 1,000; 1 takes the likeliest token each time.")
    var beamSize = 5

    @Option(parsing: .unconditional, help: "Targets to give for each source, at most --beam-size.")
    var nBest = 1

    @Option(
        parsing: .unconditional,
        help: "Exponent of the length that log probabilities are divided by: 0 for short targets, 1 for the best mean.")
    var lengthPenalty = SearchOptions().lengthPenalty

    @Option(parsing: .unconditional, help: "Cost of parts of the source that got little attention.")
    var coveragePenalty = 0.0

    @Option(
        parsing: .unconditional, help: "Let no group of so many tokens occur twice in a target; 0 for no such rule.")
    var noRepeatNgram = 0

    @Option(parsing: .unconditional, help: "Fewest tokens of a target, at most 10,000.")
    var minLength = 0

    @Option(
        parsing: .unconditional, help: "Most tokens of a target, at most 10,000 (default: twice the source and ten).")
    var maxLength: Int?

    func validate() throws {
        guard nBest <= beamSize || beamSize < 1 else {
            throw ValidationError(
                "--n-best must be at most --beam-size, \(beamSize), also where targets are drawn; raise that too.")
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
