import Foundation
import Recurrent

/// What `textgen inspect --format json` prints.
struct InspectionResult: Encodable {
    struct Alternative: Encodable {
        let token: String
        let probability: Double
    }

    struct Token: Encodable {
        let text: String
        /// UTF-8 bytes.
        let start: Int
        let end: Int
        let bits: Double
        let alternatives: [Alternative]
    }

    struct Feature: Encodable {
        let feature: String
        let occurrences: Int
        /// Nil, as all below, where the feature stays the same.
        let layer: Int?
        let unit: Int?
        let correlation: Double?
        let heldOutCorrelation: Double?
        let heldOutAccuracy: Double?
        let baselineAccuracy: Double?
        let threshold: Double?
    }

    struct Unit: Encodable {
        let layer: Int
        let unit: Int
        /// A value a token.
        let hidden: [Double]
        let cell: [Double]?
        let gates: [String: [Double]]
    }

    struct Neighbours: Encodable {
        struct Neighbour: Encodable {
            let token: String
            let cosine: Double
        }
        let token: String
        let neighbours: [Neighbour]
    }

    struct Ablation: Encodable {
        struct Change: Encodable {
            let layer: Int
            /// Nil where the whole layer is silent.
            let gate: String?
            let value: Double
            let bitsPerCharacter: Double
            let difference: Double
        }
        let bitsPerCharacter: Double
        let changes: [Change]
    }

    let model: String
    let cell: RecurrentCellKind
    let numLayers: Int
    let hiddenSize: Int
    let unit: TokenUnit
    let characters: Int
    let totalCharacters: Int
    let bitsPerCharacter: Double
    /// Each is a character, but for a model of pieces of words.
    let tokens: [Token]
    let features: [Feature]
    let units: [Unit]
    let neighbours: [Neighbours]
    let ablation: Ablation?

    init(_ inspection: Inspection) {
        let reading = inspection.reading
        let vocabulary = inspection.generator.tokenizer.vocabulary
        model = inspection.model
        (cell, numLayers, hiddenSize) = (reading.cell, reading.numLayers, reading.hiddenSize)
        unit = inspection.generator.tokenizer.unit
        (characters, totalCharacters) = (inspection.characterCount, inspection.totalCharacters)
        bitsPerCharacter = inspection.bitsPerCharacter
        tokens = reading.tokens.map { token in
            Token(
                text: token.text, start: token.byteRange.lowerBound, end: token.byteRange.upperBound,
                bits: token.bits.short,
                alternatives: token.alternatives.map {
                    Alternative(token: vocabulary.name(of: $0.id), probability: $0.probability.short)
                })
        }
        features = inspection.tracking.map {
            Feature(
                feature: $0.feature.rawValue, occurrences: $0.occurrences, layer: $0.unit?.layer, unit: $0.unit?.unit,
                correlation: $0.correlation?.short, heldOutCorrelation: $0.heldOutCorrelation?.short,
                heldOutAccuracy: $0.heldOutAccuracy, baselineAccuracy: $0.baselineAccuracy,
                threshold: $0.threshold.flatMap { $0.isFinite ? Double($0).short : nil })
        }
        units = inspection.units.map { unit in
            func values(_ signal: TextInspection.Signal) -> [Double] {
                reading.values(of: signal, unit).map { Double($0).short }
            }
            return Unit(
                layer: unit.layer, unit: unit.unit, hidden: values(.hidden),
                cell: reading.memory == .cell ? values(.cell) : nil,
                gates: Dictionary(
                    uniqueKeysWithValues: reading.gates.enumerated().map { ($1.name, values(.gate($0))) }))
        }
        neighbours = inspection.neighbours.map { token in
            Neighbours(
                token: vocabulary.name(of: token.id),
                neighbours: token.neighbours.map {
                    .init(token: vocabulary.name(of: $0.id), cosine: $0.cosine.short)
                })
        }
        ablation = inspection.ablations.map { ablations in
            Ablation(
                bitsPerCharacter: ablations.unchanged,
                changes: ablations.changes.map {
                    .init(
                        layer: $0.layer, gate: $0.gate, value: Double($0.value), bitsPerCharacter: $0.bitsPerToken,
                        difference: $0.bitsPerToken - ablations.unchanged)
                })
        }
    }
}

extension Double {
    /// The number with four digits behind the point, which are enough to draw it.
    fileprivate var short: Double { (self * 10_000).rounded() / 10_000 }
}
