import Testing

@testable import CommandSupport

@Suite struct TextTableTests {
    @Test func columnsAreAlignedToTheirSides() {
        var table = TextTable([.left("model"), .right("bits/char")])
        table.append(["ours", "2.117"])
        table.append(["Kneser-Ney", "12.19"])
        #expect(
            table.description == """
                model       bits/char
                ----------  ---------
                ours            2.117
                Kneser-Ney      12.19
                """)
    }

    @Test func aTableWithoutTitlesHasNoHeader() {
        var table = TextTable([.left(""), .left("")])
        table.append(["a", ""])
        table.append(["bb", "c"])
        #expect(table.description == "a\nbb  c")
    }

    @Test func widthIsCountedInColumnsOfTheTerminal() {
        var table = TextTable([.left(""), .right("")], hasRule: false)
        table.append(["日本", "1"])
        table.append(["e\u{301}👩‍👧x", "2"])
        table.append(["abcd", "3"])
        #expect(table.description == "日本  1\ne\u{301}👩‍👧x  2\nabcd  3")
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("한국", 4), ("👍🏽", 2), ("❤️", 2), ("\u{1B}", 0), ("ｶ", 1), ("Ａ", 2),
    ])
    func displayWidth(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test func truncationNeverCutsACharacter() {
        #expect("a日本".truncated(toColumns: 4) == "a日")
        #expect("abc".truncated(toColumns: 3) == "abc")
    }
}

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_003_854, "1,003,854"), (-12_345, "-12,345"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func thousandsAreGrouped(number: Int, text: String) {
        #expect(number.grouped == text)
    }

    @Test(arguments: [
        (0, "0"), (0.4217, "0.42"), (7, "7"), (873, "873"), (999.6, "1.00 k"), (12_345, "12.3 k"), (123_456, "123 k"),
        (999_600, "1.00 M"), (4_560_000, "4.56 M"), (-12_345, "-12.3 k"), (1e16, "10000 T"), (.infinity, "inf"),
    ])
    func largeNumbersAreAbbreviated(number: Double, text: String) {
        #expect(number.abbreviated == text)
    }

    @Test func digitsBehindThePointAreFixed() {
        #expect(2.5.fixed(2) == "2.50")
        #expect(Float(1.4697).fixed(3) == "1.470")
        #expect((-0.5).fixed(0) == "-0")
        #expect(Double.greatestFiniteMagnitude.fixed(100).count == 309 + 1 + 100)
    }
}

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("90s", 90), ("20m", 1200), ("1.5h", 5400), ("1h30m", 5400), ("1h1m1s", 3661), (".5s", 0.5), ("0h5m", 300),
    ])
    func unitsAreRead(text: String, seconds: Double) throws {
        #expect(try Duration(parsing: text).seconds == seconds)
    }

    @Test(arguments: ["90", "1.5", "0"])
    func aBareNumberAsksForItsUnit(text: String) {
        #expect(throws: DurationFormatError.missingUnit(text)) { try Duration(parsing: text) }
    }

    @Test(arguments: [
        "", "h", "5x", "5m1h", "5m5m", "-5m", "1h30", "0s", "5 m", "1..5h", "٣m", "1e3s", "999999999999h",
    ])
    func whatIsNoDurationIsRefused(text: String) {
        #expect(throws: DurationFormatError.malformed(text)) { try Duration(parsing: text) }
    }

    @Test(arguments: [
        (0.42, "0.4 s"), (9.96, "10 s"), (59.6, "1 min 00 s"), (200, "3 min 20 s"), (3599.7, "1 h 00 min"),
        (3900, "1 h 05 min"), (183_600, "2 d 03 h"),
    ])
    func theTwoLargestUnitsAreWritten(seconds: Double, text: String) {
        #expect(Duration.seconds(seconds).readable == text)
    }
}
