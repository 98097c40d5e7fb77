/// Something that can be counted or seen at every place of a text, and that a unit might keep track of (Karpathy, Johnson
/// & Li 2015, *Visualizing and Understanding Recurrent Networks*).
public enum TextFeature: String, Sendable, Codable, CaseIterable {
    /// Whether a quotation is open: "…", “…”, «…» or „…“. A blank line ends it.
    case insideQuotes
    /// Brackets, parentheses and braces that are open.
    case bracketDepth
    /// Characters since the line began.
    case linePosition
    /// White space at the beginning of the line, in characters.
    case indentation
    /// Whether the character is a letter.
    case insideWord
    /// Letters since the word began, this one included; 0 outside of words.
    case wordPosition
    /// Whether the character is a capital letter.
    case capitalLetter
    /// Whether the character is a digit.
    case digit
    /// Characters since the last sentence ended.
    case sentenceDistance

    /// Whether the feature is yes or no, 1 or 0, rather than a count.
    public var isYesOrNo: Bool {
        switch self {
        case .insideQuotes, .insideWord, .capitalLetter, .digit: true
        case .bracketDepth, .linePosition, .indentation, .wordPosition, .sentenceDistance: false
        }
    }
}

/// What all features are while a text is read, character by character.
struct FeatureReading {
    private var isInsideQuotes = false
    private var depth = 0
    private var linePosition = 0
    private var indentation = 0
    private var wordPosition = 0
    private var sentenceDistance = 0
    private var last: Unicode.Scalar = " "

    /// The feature after the last character read.
    func value(of feature: TextFeature) -> Double {
        switch feature {
        case .insideQuotes: isInsideQuotes ? 1 : 0
        case .bracketDepth: Double(depth)
        case .linePosition: Double(linePosition)
        case .indentation: Double(indentation)
        case .insideWord: wordPosition > 0 ? 1 : 0
        case .wordPosition: Double(wordPosition)
        case .capitalLetter: last.properties.isUppercase ? 1 : 0
        case .digit: last.properties.numericType == .decimal ? 1 : 0
        case .sentenceDistance: Double(sentenceDistance)
        }
    }

    /// Reads a character.
    mutating func read(_ scalar: Unicode.Scalar) {
        if scalar == "\n" {
            if linePosition == 0 { isInsideQuotes = false }
            (linePosition, indentation) = (0, 0)
        } else {
            if scalar == " " || scalar == "\t", indentation == linePosition { indentation += 1 }
            linePosition += 1
        }
        switch scalar {
        case "\"": isInsideQuotes.toggle()
        case "\u{201E}", "\u{AB}": isInsideQuotes = true
        case "\u{201C}": isInsideQuotes = !isInsideQuotes  // opens in English, closes in German
        case "\u{201D}", "\u{BB}": isInsideQuotes = false
        case "(", "[", "{": depth += 1
        case ")", "]", "}": depth = max(0, depth - 1)
        default: break
        }
        let isLetter = scalar.properties.isAlphabetic
        let isMark = scalar.properties.generalCategory == .nonspacingMark
        wordPosition = isLetter ? wordPosition + 1 : isMark ? wordPosition : 0
        sentenceDistance = [".", "!", "?", "\u{2026}", "。"].contains(scalar) ? 0 : sentenceDistance + 1
        last = scalar
    }
}

extension TextInspection {
    /// What a feature is after each token, `[tokens.count]`. A token that ends inside a character has what was before.
    public func values(of feature: TextFeature) -> [Double] { values(of: [feature])[0] }

    /// The same for several features.
    func values(of features: [TextFeature]) -> [[Double]] {
        var reading = FeatureReading()
        var values = features.map { _ in [Double]() }
        var rest = bytes[...]
        var decoder = UTF8()
        for token in tokens {
            while rest.startIndex < token.byteRange.upperBound {
                let length = Self.scalarLength(rest, &decoder)
                guard rest.startIndex + length <= token.byteRange.upperBound else { break }
                if let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first {
                    reading.read(scalar)
                }
                rest = rest.dropFirst(length)
            }
            for (index, feature) in features.enumerated() { values[index].append(reading.value(of: feature)) }
        }
        return values
    }

    /// The bytes of the first scalar; 1 where they are none.
    private static func scalarLength(_ bytes: ArraySlice<UInt8>, _ decoder: inout UTF8) -> Int {
        var iterator = bytes.prefix(4).makeIterator()
        decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return 1 }
        return UTF8.width(scalar)
    }
}
