/// A line of fastText's: words that begin with `__label__` are labels, wherever they stand, the others are the text.
struct LabelledLine {
    static let prefix = "__label__"

    let labels: [String]
    let text: String

    init(_ line: ArraySlice<UInt8>) {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        var labels: [String] = []
        var text: [UInt8] = []
        var rest = line.drop(while: isBlank)
        while !rest.isEmpty {
            let word = rest.prefix { !isBlank($0) }
            let end = rest[word.endIndex...].drop(while: isBlank)
            if Self.isLabel(word) {
                labels.append(String(decoding: word.dropFirst(Self.prefix.utf8.count), as: UTF8.self))
            } else {
                text += rest[..<end.startIndex]
            }
            rest = end
        }
        while let last = text.last, isBlank(last) { text.removeLast() }
        self.labels = labels
        self.text = String(decoding: text, as: UTF8.self)
    }

    /// Whether a text is to be taken for lines of this kind: it begins with a label.
    static func begins(_ text: ArraySlice<UInt8>) -> Bool {
        isLabel(text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }.prefix { $0 > 0x20 })
    }

    private static func isLabel(_ word: ArraySlice<UInt8>) -> Bool {
        word.count > prefix.utf8.count && word.starts(with: prefix.utf8)
    }
}
