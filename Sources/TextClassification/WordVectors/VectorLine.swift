/// The fields of a line: stretches without spaces and tabs.
struct VectorLine {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The fields, in order.
    private let fields: [Range<Int>]
    let number: Int

    init(_ line: UnsafeBufferPointer<UInt8>, number: Int) {
        bytes = line
        self.number = number
        var fields: [Range<Int>] = []
        var start = 0
        for (index, byte) in line.enumerated() where byte == 0x20 || byte == 0x09 {
            if index > start { fields.append(start..<index) }
            start = index + 1
        }
        if line.count > start { fields.append(start..<line.count) }
        self.fields = fields
    }

    var fieldCount: Int { fields.count }

    /// Whether the line begins with a word.
    var hasWord: Bool { fields.first?.lowerBound == 0 }

    func decimal(_ index: Int) -> DecimalField {
        DecimalField(UnsafeBufferPointer(rebasing: bytes[fields[index]]))
    }

    /// Whether a field is a number with a comma in place of the point.
    func hasDecimalComma(_ index: Int) -> Bool {
        var field = Array(bytes[fields[index]])
        guard let comma = field.firstIndex(of: UInt8(ascii: ",")), comma + 1 < field.count else { return false }
        field[comma] = UInt8(ascii: ".")
        return field.withUnsafeBufferPointer { DecimalField($0).isNumeral }
    }

    /// The first field with a decimal comma among those behind the first one of a word of `count` fields.
    func decimalComma(inWordOf count: Int) -> Int? { (1..<max(count, 1)).first(where: hasDecimalComma) }

    func text(_ index: Int) -> String { String(decoding: bytes[fields[index]], as: UTF8.self) }

    /// The text of the first `count` fields with what stands between them; `nil` when it is not valid UTF-8.
    func word(ofFields count: Int) -> String? {
        String(validating: bytes[0..<fields[count - 1].upperBound], as: UTF8.self)
    }

    /// The two numbers of a fastText header; `nil` when the line is none.
    var header: (count: Int?, dimension: Int?)? {
        let isHeader = fieldCount == 2 && fields.allSatisfy { bytes[$0].allSatisfy { $0 &- 48 < 10 } }
        return isHeader ? (Int(text(0)), Int(text(1))) : nil
    }

    /// How many of the last fields are numbers, the first field not counted.
    var trailingNumerals: Int { (1..<max(fieldCount, 1)).reversed().prefix { decimal($0).isNumeral }.count }
}
