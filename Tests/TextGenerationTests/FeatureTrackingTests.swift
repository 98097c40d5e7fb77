import NeuralLayers
import Tensors
import TestModels
import Testing
import TextGeneration
import Tokenization

struct FeatureTrackingTests {
    private func values(_ feature: TextFeature, _ text: String) throws -> [Int] {
        let tokenizer = Tokenizer.train(on: text, unit: .grapheme, normalization: .none, minFrequency: 1)
        return try TinyModels.random(tokenizer).inspect(text).values(of: feature).map { Int($0) }
    }

    @Test func featuresAreCountedAsTheyAreRead() throws {
        #expect(try values(.insideQuotes, "a\"b\"c“d”«e»„f“g") == [0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0])
        #expect(try values(.insideQuotes, "\"a\n\nb") == [1, 1, 1, 0, 0], "a blank line ends a quotation")
        #expect(try values(.bracketDepth, "(a[b])]{") == [1, 1, 2, 2, 1, 0, 0, 1])
        #expect(try values(.linePosition, "ab\nc") == [1, 2, 0, 1])
        #expect(try values(.indentation, "  a b\n\tc") == [1, 2, 2, 2, 2, 0, 1, 1])
        #expect(try values(.insideWord, "a é.") == [1, 0, 1, 0])
        #expect(try values(.wordPosition, "ab c") == [1, 2, 0, 1])
        #expect(try values(.capitalLetter, "aBÉ1") == [0, 1, 1, 0])
        #expect(try values(.digit, "a1٣") == [0, 1, 1])
        #expect(try values(.sentenceDistance, "a. B!") == [1, 0, 1, 2, 0])
    }

    @Test func tokensThatEndInsideACharacterHaveWhatWasBefore() throws {
        let reading = try TinyModels.random(.bytes()).inspect("aÉ\u{1F600}b")
        #expect(reading.tokens.count == 8)
        #expect(reading.values(of: .capitalLetter) == [0, 0, 1, 1, 1, 1, 0, 0])
        #expect(reading.values(of: .linePosition) == [1, 1, 2, 2, 2, 2, 3, 4])
    }

    /// A network of which a unit is made to hold whether the last letter was a capital.
    private func modelThatSeesCapitals(_ text: String, unit: Int) -> TextGenerator {
        let generator = TextInspectionTests.model(.lstm, numLayers: 1, text: text)
        let cell = generator.model.encoder.recurrent.allCells[0]
        let vocabulary = generator.tokenizer.vocabulary
        generator.model.embedding.weight.value.mutate { elements in
            for id in vocabulary.ordinaryIDs {
                elements[Int(id) * 5] = vocabulary.name(of: id).first?.isUppercase == true ? 1 : 0
            }
        }
        // Input gate open, forget gate closed, candidate large for capitals alone.
        for (block, bias) in [(0, Float(30)), (1, -30), (2, 0)] {
            cell.inputWeight.value.mutate { elements in
                for k in 0..<5 { elements[(block * 7 + unit) * 5 + k] = block == 2 && k == 0 ? 3 : 0 }
            }
            cell.recurrentWeight.value.mutate { elements in
                for k in 0..<7 { elements[(block * 7 + unit) * 7 + k] = 0 }
            }
            cell.inputBias.value.mutate { $0[block * 7 + unit] = bias }
            cell.recurrentBias.value.mutate { $0[block * 7 + unit] = 0 }
        }
        return generator
    }

    @Test func theUnitThatFollowsAFeatureIsFound() throws {
        let text = String(TinyModels.text.prefix(1_000))
        let reading = try modelThatSeesCapitals(text, unit: 4).inspect(text)
        let found = try #require(reading.featureTracking([.capitalLetter]).first)
        #expect(found.unit == RecurrentUnit(layer: 0, unit: 4))
        #expect(try #require(found.correlation) > 0.999 && #require(found.heldOutCorrelation) > 0.999)
        #expect(found.heldOutAccuracy == 1)
        let half = reading.values(of: .capitalLetter)[500...]
        #expect(found.baselineAccuracy == Double(half.count { $0 == 0 }) / 500)
        #expect(found.occurrences == reading.values(of: .capitalLetter).count { $0 == 1 })
        #expect(try (0.01..<0.99).contains(#require(found.threshold)))
    }

    @Test func featuresThatNeverOccurHaveNoUnitAndShortTextsNoneAtAll() throws {
        let generator = TextInspectionTests.model(.gru)
        let text = String(TinyModels.text.prefix(300))
        let all = try generator.inspect(text).featureTracking()
        #expect(all.map(\.feature) == TextFeature.allCases)
        for found in all {
            let isAbsent = [.insideQuotes, .bracketDepth, .indentation, .digit].contains(found.feature)
            #expect((found.unit == nil) == isAbsent && (found.occurrences == 0) == isAbsent, "\(found.feature)")
            #expect((found.heldOutAccuracy != nil) == (!isAbsent && found.feature.isYesOrNo))
            #expect((found.heldOutCorrelation ?? 0).magnitude <= 1)
        }
        #expect(try generator.inspect(String(text.prefix(199))).featureTracking().isEmpty)
    }
}
