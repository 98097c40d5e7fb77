import Testing

@testable import Tokenization

/// All steps of normalization, alone and one after the other, and their ways back to the source.
@Suite struct NormalizationStepTests {
    private func normalized(_ text: String, _ steps: Normalization...) -> String {
        Normalizer(steps).normalize(text).text
    }

    @Test(
        .unicodeData,
        arguments: [
            (Normalization.nfc, [(0, 1), (1, 1), (2, 1), (3, 3), (4, 3)]),
            (.nfd, [(0, 2), (1, 2), (2, 2), (3, 4), (4, 4)]),
            (.nfkc, [(0, 3), (1, 3), (2, 3), (3, 3), (4, 3)]), (.nfkd, [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]),
        ])
    func formsFollowTheConformanceFile(form: Normalization, columns: [(source: Int, expected: Int)]) throws {
        let normalizer = Normalizer(form)
        let lines = try UnicodeData.lines(of: "NormalizationTest")
        #expect(lines.count > 18_000)
        for line in lines {
            let fields = line.split(separator: ";", omittingEmptySubsequences: false).map { UnicodeData.text($0) }
            for (source, expected) in columns {
                let found = normalizer.normalize(fields[source]).text
                if !found.isIdentical(to: fields[expected]) { Issue.record("column \(source + 1) of \(line)") }
            }
        }
    }

    @Test(arguments: [
        ("Straße ΌΣΟΣ ǅ İ Ａ", Normalization.caseFold, "strasse όσοσ ǆ i\u{307} ａ"),
        ("Ångström naïve Việt Nam", .stripAccents, "Angstrom naive Viet Nam"),
        ("ＡＢＣ　１２ ｶﾞｷﾞ ﾊﾟ ﬁ", .foldWidth, "ABC 12 ガギ パ ﬁ"),
        ("Привет, мир", .transliteration(id: "Any-Latin"), "Privet, mir"),
        ("北京 Ελλάδα", .transliteration(id: "Any-Latin; Latin-ASCII"), "bei jing Ellada"),
        ("ﬁ ① ２ Å", .nfkc, "fi 1 2 Å"),
    ])
    func foldsAsItsNameSays(source: String, step: Normalization, expected: String) {
        #expect(normalized(source, step).isIdentical(to: expected), "\(normalized(source, step))")
    }

    @Test func strippingAccentsIsWhatICUsRulesGive() {
        let rules = Normalization.transliteration(id: "NFD; [:Nonspacing Mark:] Remove; NFC")
        var generator = TestGenerator(state: 31)
        let scalars = Segmenter.words.representatives
        for _ in 0..<3_000 {
            let text = RandomText.draw(scalars, using: &generator).filter { $0 != "\n" && $0 != "\r\n" }
            #expect(normalized(text, .stripAccents).isIdentical(to: normalized(text, rules)), "\(text)")
        }
    }

    @Test func everyStepCanBeWrittenAndRead() {
        for step in Normalization.allCases + [.transliteration(id: "Any-Latin")] {
            #expect(Normalization(rawValue: step.rawValue) == step)
        }
        #expect(Normalization(rawValue: "nfx") == nil)
        #expect(Normalizer.isKnown(transliterator: "Any-Latin; Latin-ASCII"))
        #expect(!Normalizer.isKnown(transliterator: "No-Such"))
    }

    static let chains: [[Normalization]] =
        Normalization.allCases.map { [$0] } + [
            [.nfkc, .caseFold], [.nfd, .nfc], [.caseFold, .stripAccents, .foldWidth], [.nfkd, .stripAccents, .nfc],
            [.transliteration(id: "Any-Latin")], [.transliteration(id: "Any-Latin; Latin-ASCII"), .caseFold],
            [.nfc, .transliteration(id: "[aeiou] Remove")], [.transliteration(id: "Any-Hex"), .caseFold],
            [.transliteration(id: "[:L:] Remove"), .transliteration(id: "Any-Upper"), .nfd],
        ]

    /// What lies between two changes is the same in both texts, and a chain gives what its steps give in turn.
    @Test(arguments: chains) func alignmentsLeadBackToTheSource(steps: [Normalization]) {
        var generator = TestGenerator(state: 32)
        let scalars = Segmenter.words.representatives
        let texts = SampleTexts.all + (0..<400).map { _ in RandomText.draw(scalars, using: &generator) }
        for source in texts {
            let result = Normalizer(steps).normalize(source)
            let inTurn = steps.reduce(source) { Normalizer($1).normalize($0).text }
            #expect(result.text.isIdentical(to: inTurn), "\(source.debugDescription)")
            let (from, to) = (Array(source.utf8), Array(result.text.utf8))
            var (sourceEnd, targetEnd) = (0, 0)
            for change in result.alignment.changes {
                guard change.source.lowerBound >= sourceEnd, change.normalized.lowerBound >= targetEnd else {
                    Issue.record("\(source.debugDescription): \(result.alignment)")
                    return
                }
                #expect(
                    from[sourceEnd..<change.source.lowerBound] == to[targetEnd..<change.normalized.lowerBound],
                    "\(source.debugDescription): \(result.alignment)")
                (sourceEnd, targetEnd) = (change.source.upperBound, change.normalized.upperBound)
            }
            #expect(from[sourceEnd...] == to[targetEnd...], "\(source.debugDescription): \(result.alignment)")
        }
    }

    @Test func tokensKeepTheirPlaceThroughSeveralSteps() {
        let source = "Ｓｔｒａße Привет ﬁn"
        let steps: [Normalization] = [.nfkc, .transliteration(id: "Any-Latin"), .caseFold]
        let tokenizer = Tokenizer.train(on: [source], unit: .word, normalizer: Normalizer(steps))
        let encoding = tokenizer.encode(source)
        #expect(encoding.ids.map { tokenizer.vocabulary.name(of: $0) } == ["strasse", " ", "privet", " ", "fin"])
        #expect(encoding.byteRanges.map { source[bytes: $0] } == ["Ｓｔｒａße", " ", "Привет", " ", "ﬁn"])
        #expect(encoding.ranges(in: source).map { String(source[$0]) } == ["Ｓｔｒａße", " ", "Привет", " ", "ﬁn"])
    }

    @Test func everyLetterOfATransliterationKeepsItsOwnPlace() {
        let result = Normalizer(.transliteration(id: "Any-Latin")).normalize("Щука")
        #expect(result.text == "Ŝuka")
        #expect(result.alignment.changes.count == 4)
        #expect(result.alignment.sourceRange(of: 2..<3) == 2..<4)
    }

    /// ICU changes a text in another way when a rule is used for the first time.
    @Test func placesDoNotDependOnWhatWasTransliteratedBefore() {
        let normalizer = Normalizer(.transliteration(id: "Han-Latin"))
        let first = normalizer.normalize("걺纫橠吒객")
        for _ in 0..<2 { #expect(normalizer.normalize("걺纫橠吒객") == first) }
        let changes = first.alignment.changes.map(\.source)
        #expect(changes == [3..<3, 3..<6, 6..<6, 6..<9, 9..<9, 9..<12, 12..<12])
    }

    @Test func utf16RangesAreThoseOfTheString() {
        for source in SampleTexts.all {
            let ranges = Segmenter.words.ranges(in: source)
            let expected = ranges.map { range in
                let indices = source.utf8Range(range)
                let start = source.utf16.distance(from: source.startIndex, to: indices.lowerBound)
                return start..<start + source.utf16.distance(from: indices.lowerBound, to: indices.upperBound)
            }
            #expect(source.utf16Ranges(ofUTF8: ranges) == expected)
        }
    }
}
