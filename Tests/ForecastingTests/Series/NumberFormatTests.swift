import Testing

@testable import Forecasting
@testable import Tensors

/// Numbers as files write them.
@Suite struct NumberFormatTests {
    @Test func numbersAreThoseOfTheStandardLibrary() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let (whole, decimals) = (
                Int.random(in: 0...17, using: &generator), Int.random(in: 0...17, using: &generator)
            )
            var text = ["", "-", "+"].randomElement(using: &generator) ?? ""
            for _ in 0..<whole { text += String(Int.random(in: 0...9, using: &generator)) }
            if decimals > 0 { text += "." }
            for _ in 0..<decimals { text += String(Int.random(in: 0...9, using: &generator)) }
            if Bool.random(using: &generator) { text += "e\(Int.random(in: -30...30, using: &generator))" }
            let value = NumberFormat.point.value(of: Array(text.utf8)[...])
            #expect(value == (whole + decimals > 0 ? Double(text) : nil), "\(text)")
            let comma = text.replacing(".", with: ",")
            #expect(NumberFormat.comma.value(of: Array(comma.utf8)[...]) == value, "\(comma)")
        }
    }

    @Test(arguments: [
        "1,23", "12,3456", "1,234,56", ",234", "1,,234", "1234,567", "1.2,345", "1.2.3", "0x10", "nan", "1e", "e5",
        "--1", "-1-", "(-1)", "1 2", "R5", "5 ft", "5 apples", "1,23,45", "123,45,678", "1,2345", "5%%", "€5€", "", ".",
        "1,234e5x", "twelve", "1e5.5",
    ])
    func whatIsNoNumberIsRefused(text: String) {
        #expect(NumberFormat.point.value(of: Array(text.utf8)[...]) == nil)
    }

    @Test(arguments: [
        ("1,234", 1234.0), ("12,345,678.5", 12_345_678.5), ("1'234", 1234), ("1 234.5", 1234.5), (" 7\t", 7),
        ("-1,234e-3", -1.234), ("inf", .infinity), ("-Infinity", -.infinity), ("∞", .infinity), ("-∞", -.infinity),
        ("1\u{202F}234.5", 1234.5), ("1\u{A0}234\u{A0}567", 1_234_567), ("1\u{2009}234", 1234), ("\u{A0}5\u{A0}", 5),
        ("1’234.50", 1234.5), ("−5", -5), ("\u{FF0D}5", -5), ("5-", -5), ("5−", -5), ("15.–", 15), ("CHF 15.-", 15),
        ("(1,234.50)", -1234.5), ("+5", 5),
        ("- 5", -5), ("12,34,567.5", 1_234_567.5), ("1,00,000", 100_000), ("٣٫٥", 3.5), ("١٬٢٣٤", 1234), ("１２．５", 12.5),
        ("€ 5", 5), ("5 €", 5), ("$1,234.50", 1234.5), ("-$5", -5), ("$-5", -5), ("($5)", -5), ("USD 5", 5),
        ("5EUR", 5),
        ("CHF 1'234.50", 1234.5), ("Fr. 5", 5), ("kr 5", 5), ("R$ 5", 5), ("US$5", 5), ("₹12,34,567", 1_234_567),
        ("5%", 5), ("5 %", 5), ("-.5%", -0.5), ("£.5", 0.5), ("5. €", 5), ("1e3", 1000), ("1E+3", 1000),
        ("999999999999999e9999", .infinity), ("9.99999999999999e+0001", 99.9999999999999),
        ("123456789012345678901234567890", 1.2345678901234568e29), ("0e99999999999999999999", 0),
    ])
    func groupsAndSpacesAreRead(text: String, value: Double) {
        #expect(NumberFormat.point.value(of: Array(text.utf8)[...]) == value)
    }

    @Test(arguments: [("1.234,5 €", 1234.5), ("1.234.567", 1_234_567), ("-5,5-", nil), ("5,5-", -5.5), ("٣٫٥", 3.5)])
    func decimalCommasMayHaveUnits(text: String, value: Double?) {
        #expect(NumberFormat.comma.value(of: Array(text.utf8)[...]) == value)
    }

    @Test(arguments: [
        "", "  ", "NA", "n/a", "NaN", "null", "?", "-", "None", "#N/A", "<NA>", "NaT", "–", "\u{A0}", "\\N", ".",
        "n.a.",
    ])
    func missingValuesAreKnown(text: String) {
        #expect(NumberFormat.isMissing(Array(text.utf8)[...]))
    }

    @Test(arguments: ["0", "x", "nano", "-1", "missing"]) func otherCellsAreNotMissing(text: String) {
        #expect(!NumberFormat.isMissing(Array(text.utf8)[...]))
    }
}
