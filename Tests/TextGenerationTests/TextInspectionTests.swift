import Foundation
import NeuralLayers
import Tensors
import TestModels
import Testing
import TextGeneration
import Tokenization

struct TextInspectionTests {
    private static let text = String(TinyModels.text.prefix(400))

    /// A model of a cell with weights that do something, on the characters of a text.
    static func model(
        _ cell: RecurrentCellKind, numLayers: Int = 2, tiesWeights: Bool = false, text: String = Self.text
    ) -> TextGenerator {
        var generator = SeededGenerator(seed: 3)
        let tokenizer = Tokenizer.train(on: text, unit: .grapheme, normalization: .none, minFrequency: 1)
        var configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: tokenizer.vocabulary.count, embeddingSize: 5, hiddenSize: 7, numLayers: numLayers,
            tiesWeights: tiesWeights)
        configuration.cell = cell
        let model = TextGeneratorNetwork(configuration, using: &generator)
        for (_, parameter) in model.namedParameters {
            parameter.value = .normal(parameter.shape, standardDeviation: 0.7, using: &generator)
        }
        return TextGenerator(model: model, tokenizer: tokenizer)
    }

    @Test(arguments: RecurrentCellKind.allCases)
    func surpriseAndStatesAreThoseOfTheModel(cell: RecurrentCellKind) throws {
        let generator = Self.model(cell)
        let reading = try generator.inspect(Self.text)
        let surprisals = generator.surprisals(of: Self.text)
        #expect(reading.tokens.map(\.bits) == surprisals.map(\.bits))
        #expect(reading.tokens.map(\.text) == surprisals.map(\.text))
        #expect(reading.tokens.map(\.byteRange) == surprisals.map(\.byteRange))
        #expect(reading.gates.count * 7 == generator.model.encoder.recurrent.allCells[0].recurrentWeight.shape[0])
        for layer in 0..<2 {
            let unit = RecurrentUnit(layer: layer, unit: 3)
            let hidden = reading.values(of: .hidden, unit)
            for (gate, values) in reading.gates.enumerated().map({ ($1, reading.values(of: .gate($0), unit)) }) {
                #expect(values.allSatisfy { gate.isGate ? (0...1).contains($0) : abs($0) <= 1 }, "\(gate.name)")
            }
            expectStep(of: cell, reading, unit, hidden)
        }
    }

    /// The equations of the cells, from the gates that were kept.
    private func expectStep(
        of cell: RecurrentCellKind, _ reading: TextInspection, _ unit: RecurrentUnit, _ hidden: [Float]
    ) {
        let gates = reading.gates.indices.map { reading.values(of: .gate($0), unit) }
        for t in 1..<hidden.count {
            var expected = gates[0][t]
            switch cell {
            case .lstm, .peephole:
                let c = reading.values(of: .cell, unit)
                let next = gates[1][t] * c[t - 1] + gates[0][t] * gates[2][t]
                #expect(abs(c[t] - next) < 1e-5)
                expected = gates[3][t] * tanh(c[t])
            case .gru: expected = (1 - gates[1][t]) * gates[2][t] + gates[1][t] * hidden[t - 1]
            case .simpleRNN: break
            }
            #expect(abs(hidden[t] - expected) < 1e-5, "\(cell), step \(t)")
        }
    }

    @Test func alternativesAreTheMostProbableTokens() throws {
        let generator = Self.model(.lstm)
        let reading = try generator.inspect(Self.text, alternatives: 3)
        var session = TextGeneratorSession(generator.model)
        var previous = Vocabulary.beginID
        for token in reading.tokens.prefix(50) {
            session.next(after: previous)
            previous = token.id
            let logits = session.logits
            let best = generator.tokenizer.vocabulary.ordinaryIDs.sorted { logits[Int($0)] > logits[Int($1)] }
            #expect(token.alternatives.map(\.id) == Array(best.prefix(3)))
            let sum = logits.reduce(0.0) { $0 + exp(Double($1)) }
            for alternative in token.alternatives {
                #expect(abs(alternative.probability - exp(Double(logits[Int(alternative.id)])) / sum) < 1e-5)
            }
        }
        #expect(abs(reading.bitsPerToken - (try generator.evaluate(Self.text).bitsPerCharacter)) < 1e-6)
    }

    @Test func aTextIsCutAndItsPlacesAreThoseOfTheSource() throws {
        let generator = Self.model(.gru)
        let bytes = Array(Self.text.replacing("\n", with: "\r\n").utf8)
        let (reading, count) = try generator.inspect(bytes: bytes, file: "a.txt", maxTokens: 40)
        #expect(reading.tokens.count == 40 && count == 400)
        for token in reading.tokens {
            let source = String(decoding: bytes[token.byteRange], as: UTF8.self)
            #expect(source == token.text)
        }
        #expect(reading.tokens.contains { $0.text == "\r\n" })
    }

    @Test func whatCannotBeReadIsSaid() throws {
        let generator = Self.model(.lstm)
        #expect(throws: InspectionError.empty) { try generator.inspect("") }
        let broken = Self.model(.lstm)
        broken.model.projection.bias.value.mutate { $0[5] = .nan }
        #expect(throws: InspectionError.notFinite) { try broken.inspect("A") }
    }

    @Test(arguments: RecurrentCellKind.allCases)
    func aFixedGateIsWhatItIsFixedAt(cell: RecurrentCellKind) throws {
        let text = String(Self.text.prefix(60))
        for (index, gate) in cell.gates.enumerated() {
            for value in gate.fixedValues {
                let generator = Self.model(cell)
                generator.model.encoder.recurrent.allCells[1].fix(gate: index, at: value)
                let reading = try generator.inspect(text)
                for unit in 0..<7 {
                    let values = reading.values(of: .gate(index), RecurrentUnit(layer: 1, unit: unit))
                    #expect(values.allSatisfy { abs($0 - value) < 1e-6 }, "\(gate.name) at \(value)")
                }
            }
        }
    }

    @Test(arguments: RecurrentCellKind.allCases, [false, true])
    func ablationsChangeTheLossAndNotTheModel(cell: RecurrentCellKind, tiesWeights: Bool) throws {
        let generator = Self.model(cell, tiesWeights: tiesWeights)
        let ids = generator.tokenizer.encodeIDs(String(Self.text.prefix(80)))
        let before = try generator.evaluate(ids: ids).bitsPerCharacter
        var calls = 0
        let (unchanged, changes) = try generator.ablations(ids: ids) { calls = max(calls, $0) }
        #expect(unchanged == before)
        #expect(try generator.evaluate(ids: ids).bitsPerCharacter == before)
        #expect(changes.count == generator.ablationCount && calls == changes.count)
        #expect(changes.allSatisfy { $0.bitsPerToken.isFinite && abs($0.bitsPerToken - before) > 1e-9 })
        // With a silent last layer nothing but the bias of the output is left.
        let silent = try #require(changes.last { $0.gate == nil && $0.layer == 1 })
        let bias = generator.model.projection.bias.value.elements.map(Double.init)
        let logSum = log(bias.reduce(0) { $0 + exp($1) })
        let expected = ids.reduce(0) { $0 + logSum - bias[Int($1)] } / Double(ids.count) / log(2)
        #expect(abs(silent.bitsPerToken - expected) < 1e-5)
    }

    @Test func neighboursAreTheNearestByCosine() throws {
        let generator = Self.model(.lstm)
        let vocabulary = generator.tokenizer.vocabulary
        let id = try #require(vocabulary.id(of: "a"))
        let weight = generator.model.embedding.weight
        // Another token gets the same direction, and a third the opposite one.
        let (twin, opposite) = (try #require(vocabulary.id(of: "e")), try #require(vocabulary.id(of: "n")))
        weight.value.mutate { elements in
            for k in 0..<5 {
                elements[Int(twin) * 5 + k] = 3 * elements[Int(id) * 5 + k]
                elements[Int(opposite) * 5 + k] = -elements[Int(id) * 5 + k]
            }
        }
        let all = generator.neighbours(of: [id], count: vocabulary.ordinaryIDs.count)[0]
        #expect(all.neighbours.count == vocabulary.ordinaryIDs.count - 1)
        #expect(all.neighbours.first?.id == twin && all.neighbours.last?.id == opposite)
        #expect(abs((all.neighbours.first?.cosine ?? 0) - 1) < 1e-6)
        #expect(generator.neighbours(of: [id], count: 2)[0].neighbours == Array(all.neighbours.prefix(2)))
    }
}
