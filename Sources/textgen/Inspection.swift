import CommandSupport
import Foundation
import ModelFiles
import Recurrent

/// All that `textgen inspect` found out, for a terminal, a page or a program.
struct Inspection {
    typealias Ablations = (unchanged: Double, changes: [GateAblation])

    let model: String
    let generator: TextGenerator
    let reading: TextInspection
    /// Characters that were read: tokens, or grapheme clusters for a model of pieces of words.
    let characterCount: Int
    /// Characters of the whole text, of which the reading may be the beginning.
    let totalCharacters: Int
    let tracking: [FeatureTracking]
    /// The units that were chosen.
    let chosen: [RecurrentUnit]
    /// The units to draw: the chosen ones, and those that follow something.
    let units: [RecurrentUnit]
    let neighbours: [TokenNeighbours]
    let ablations: Ablations?

    /// - Parameters:
    ///   - length: The most characters to read.
    ///   - units: The units to draw beside those that follow something.
    ///   - neighbours: A text whose tokens' neighbours are looked up; `nil` for those of the text that is read.
    ///   - ablations: Measures what gates are worth on the ids of the text; `nil` where nobody asked.
    init(
        of corpus: TextCorpus, generator: TextGenerator, model: String, length: Int, units: [RecurrentUnit],
        neighbours: String?, ablations: (([Int32]) throws -> Ablations)?
    ) throws {
        (self.model, self.generator) = (model, generator)
        let configuration = generator.model.configuration
        if let unit = units.first(where: {
            $0.layer >= configuration.numLayers || $0.unit >= configuration.hiddenSize
        }) {
            let layers = configuration.numLayers == 1 ? "layer 0" : "layers 0 to \(configuration.numLayers - 1)"
            throw CommandFailure(
                .usage,
                "\(model) has no unit \(unit): it has \(layers) with units 0 to \(configuration.hiddenSize - 1); "
                    + "change --units.")
        }
        let isOfPieces = generator.tokenizer.unit == .bpe
        let text = isOfPieces ? String(decoding: corpus.bytes, as: UTF8.self) : ""
        let bytes = isOfPieces ? Array(text.prefix(length).utf8) : corpus.bytes
        let (reading, tokenCount) = try generator.inspect(
            bytes: bytes, file: corpus.name, maxTokens: isOfPieces ? nil : length)
        self.reading = reading
        characterCount = generator.tokenizer.characterCount(of: reading.tokens.map(\.id))
        let isCut = bytes.count < corpus.bytes.count
        totalCharacters = !isOfPieces ? tokenCount : isCut ? Segmenter.graphemes.count(in: text) : characterCount
        tracking = reading.featureTracking()
        let drawn = units + tracking.compactMap(\.unit)
        chosen = Self.each(units)
        self.units = drawn.isEmpty ? [RecurrentUnit(layer: 0, unit: 0)] : Self.each(drawn)
        self.neighbours = generator.neighbours(
            of: Self.distinct(try neighbours.map { try Self.ids($0, generator) } ?? reading.tokens.map(\.id)))
        self.ablations = try ablations?(reading.tokens.map(\.id))
    }

    private static func each(_ units: [RecurrentUnit]) -> [RecurrentUnit] {
        var seen: Set<RecurrentUnit> = []
        return units.filter { seen.insert($0).inserted }
    }

    private static func ids(_ text: String, _ generator: TextGenerator) throws -> [Int32] {
        let encoding = generator.tokenizer.encode(text)
        guard let unknown = encoding.unknownTokens.first else { return encoding.ids }
        throw CommandFailure(
            .usage, "the model's vocabulary has no \(MessageText.readable(unknown)); leave it out of --neighbours.")
    }

    /// Ordinary ids in order of frequency, each once.
    private static func distinct(_ ids: [Int32]) -> [Int32] {
        var counts: [Int32: Int] = [:]
        for id in ids where !Vocabulary.isSpecial(id) { counts[id, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(mostNeighbours).map(\.key)
    }

    /// A token as people can read it.
    func name(of id: Int32) -> String {
        let name = generator.tokenizer.vocabulary.name(of: id)
        return name == "\n" || name == "\t" ? MessageText.visibleInLine(name) : MessageText.readable(name)
    }

    /// What the model expected at a token, such as "r 99 %, n 1 %, s 0 %".
    func expected(at token: TextInspection.Token) -> String {
        token.alternatives.prefix(3).map { "\(name(of: $0.id)) \(($0.probability * 100).fixed(0)) %" }
            .joined(separator: ", ")
    }

    /// Which features have no unit, in a sentence; empty where all have one.
    var untracked: String {
        let absent = tracking.filter { $0.unit == nil }.map(\.feature.title)
        return absent.isEmpty ? "" : "Not in the first half of the text: \(absent.joined(separator: ", "))."
    }

    /// The name of a signal, such as "forget gate".
    func name(of signal: TextInspection.Signal) -> String {
        switch signal {
        case .hidden: "hidden state"
        case .cell: "cell state"
        case .gate(let number):
            reading.gates[number].isGate ? "\(reading.gates[number].name) gate" : reading.gates[number].name
        }
    }

    /// The tokens with the white space between them that belongs to none.
    ///
    /// - Parameter body: Gets the number of a token, what stands between it and the one before, and its own text; which
    ///   is empty for a token that shares its place with the one before.
    func forEachToken(_ body: (_ index: Int, _ gap: String, _ text: String) -> Void) {
        var end = 0
        for (index, token) in reading.tokens.enumerated() {
            let range = token.byteRange
            let gap = reading.bytes[min(end, range.lowerBound)..<range.lowerBound]
            body(index, String(decoding: gap, as: UTF8.self), range.lowerBound >= end ? token.text : "")
            end = max(end, range.upperBound)
        }
    }

    /// The most surprising tokens, the most surprising first.
    var surprises: [Int] {
        let tokens = reading.tokens
        return Array(tokens.indices.sorted { (tokens[$1].bits, $0) < (tokens[$0].bits, $1) }.prefix(Self.mostSurprises))
    }

    /// The mean of `-log2 p` for each character.
    var bitsPerCharacter: Double { bitsPerCharacter(of: reading.tokens.indices) }

    /// The same over some of the tokens.
    func bitsPerCharacter(of tokens: Range<Int>) -> Double {
        reading.tokens[tokens].reduce(0) { $0 + $1.bits } / Double(max(characterCount(of: tokens), 1))
    }

    /// Characters of some of the tokens.
    func characterCount(of tokens: Range<Int>) -> Int {
        generator.tokenizer.characterCount(of: reading.tokens[tokens].map(\.id))
    }

    /// The tokens before a surprising one that are shown with it.
    var shownBefore: Int { generator.tokenizer.unit == .bpe ? 8 : 20 }

    /// The model and the text in a line.
    var heading: String {
        let configuration = generator.model.configuration
        let unit = generator.tokenizer.unit
        let cut = characterCount < totalCharacters ? "the first \(characterCount.grouped) of " : ""
        let pieces = unit == .bpe ? " (\(reading.tokens.count.grouped) pieces read)" : ""
        return "\(model), \(configuration.cell.title) \(configuration.numLayers) x \(configuration.hiddenSize): "
            + "\(cut)\(totalCharacters.grouped) \(unit.pluralOfFigures)\(pieces), \(bitsPerCharacter.fixed(3)) bits per \(unit.noun)"
    }

    /// Units that are drawn at most.
    static let mostUnits = 24
    private static let mostNeighbours = 100
    private static let mostSurprises = 10
}

extension TextFeature {
    /// The name for people, such as "inside quotes".
    var title: String {
        rawValue.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
    }
}

extension GateAblation {
    /// What was changed, such as "forget gate at 0".
    var title: String { gate.map { "\($0) gate at \(Int(value))" } ?? "silent" }

    /// How many bits more than these it takes, with a sign.
    func difference(from bits: Double) -> String {
        (bitsPerToken < bits ? "" : "+") + (bitsPerToken - bits).fixed(3)
    }
}
