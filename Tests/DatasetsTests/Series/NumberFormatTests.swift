import Tensors
import Testing

@testable import Datasets

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
        "--1",
        "1-", "1 2", "", ".", "1,234e5x", "twelve", "1e5.5",
    ])
    func whatIsNoNumberIsRefused(text: String) {
        #expect(NumberFormat.point.value(of: Array(text.utf8)[...]) == nil)
    }

    @Test(arguments: [
        ("1,234", 1234.0), ("12,345,678.5", 12_345_678.5), ("1'234", 1234), ("1 234.5", 1234.5), (" 7\t", 7),
        ("-1,234e-3", -1.234), ("inf", .infinity), ("-Infinity", .infinity),
    ])
    func groupsAndSpacesAreRead(text: String, value: Double) {
        #expect(NumberFormat.point.value(of: Array(text.utf8)[...]) == value)
    }

    @Test(arguments: ["", "  ", "NA", "n/a", "NaN", "null", "?", "-", "None"]) func missingValuesAreKnown(text: String)
    {
        #expect(NumberFormat.isMissing(Array(text.utf8)[...]))
    }

    @Test(arguments: ["0", "x", "nano", "-1", "missing"]) func otherCellsAreNotMissing(text: String) {
        #expect(!NumberFormat.isMissing(Array(text.utf8)[...]))
    }
}
