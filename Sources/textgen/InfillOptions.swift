import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

/// The options of a text with a given ending.
struct InfillArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Text that the generated text leads to; --length is the most characters before it.", valueName: "text"))
    var ending: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Candidates of which the one that leads to --ending best is taken (default: \(usualCandidates)).",
            valueName: "n"))
    var candidates: Int?

    private static let usualCandidates = 16
    /// Characters of an ending, which is read after hundreds of places.
    private static let longestEnding = 1_000

    /// How many candidates are drawn; at temperature 0 there is one.
    func count(at temperature: Float) -> Int { candidates ?? (temperature == 0 ? 1 : Self.usualCandidates) }

    func validate() throws {
        try requireCount("--candidates", candidates, limit: 256)
        guard ending != "" else { throw ValidationError("--ending must not be empty; leave it out.") }
        if let count = ending?.count, count > Self.longestEnding {
            throw ValidationError(
                "--ending has \(count.grouped) characters; give at most \(Self.longestEnding.grouped).")
        }
        guard candidates == nil || ending != nil else {
            throw ValidationError("--candidates would have no effect without --ending; leave it out.")
        }
    }

    /// Refuses what cutting a candidate would break.
    func require(_ length: LengthArguments, _ steering: SteeringArguments, stop: [String], temperature: Float) throws {
        guard ending != nil else { return }
        let refused = [
            ("--end", length.end != nil), ("--max-length", length.maxLength != nil), ("--lines", length.lines != nil),
            ("--stop", !stop.isEmpty), ("--match", steering.match != nil), ("--require", !steering.require.isEmpty),
            ("--forbid", !steering.forbid.isEmpty), ("--max-copy", steering.maxCopy != nil),
        ]
        if let name = refused.first(where: \.1)?.0 {
            throw ValidationError("With --ending the text is cut where the ending fits best; leave out \(name).")
        }
        guard temperature > 0 || (candidates ?? 1) == 1 else {
            throw ValidationError("At --temperature 0 all candidates are the same; leave out --candidates.")
        }
    }

    /// What was drawn for a text, in JSON.
    struct Report: Encodable {
        struct Candidate: Encodable {
            let number: Int
            let middle: String
            let middleNats: Double
            let endingNats: Double
            let nats: Double
        }
        let ending: String
        /// The best first.
        let candidates: [Candidate]

        init(ending: String, _ infillings: [Infilling]) {
            self.ending = ending
            candidates = infillings.map {
                Candidate(
                    number: $0.candidate + 1, middle: $0.middle, middleNats: $0.middleNats, endingNats: $0.endingNats,
                    nats: $0.nats)
            }
        }

        /// The gain, for people.
        var sentence: String {
            let ofEnding = candidates.map(\.endingNats)
            let mean = ofEnding.reduce(0, +) / Double(ofEnding.count)
            return
                "candidate \(candidates[0].number) of \(candidates.count): the ending has \(ofEnding[0].fixed(3)) nats a "
                + "character, and \(mean.fixed(3)) on average over the candidates"
        }
    }
}
