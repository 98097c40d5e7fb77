/// Texts that tempt a tokenizer into mistakes.
enum SampleTexts {
    static let family = "👩‍👩‍👧‍👦"

    static let all = [
        "",
        "The quick brown fox.\nAnd a second line.\r\nA third, behind CR LF.\r",
        "敏捷的棕色狐狸跳过了懒狗。繁體字、日本語、한국어 각각",
        "हिन्दी में क्षत्रिय और ज्ञान, क़िला",
        "مرحبا بِالعَرَبِيَّة ١٢٣",
        "ภาษาไทยน้ำใจที่นี่ ຳ",
        "\(family) 👍🏽 🇩🇪🇫🇷🇺 🏴‍☠️ ❤️ 1️⃣ ©️",
        "e\u{301}te\u{301} A\u{30A}ngstro\u{308}m o\u{323}\u{302} \u{212B} \u{1100}\u{1161}\u{11A8}",
        "ന\u{D4D}\u{200D} \u{200D}\u{301} a\u{200B}b\u{AD}c \u{600}12 \u{0} \u{FEFF} \u{10FFFF}",
        "<pad> <unk> <bos> <eos> \\u0041 \"quoted\" a/b",
    ]

    /// Scalars whose order decides boundaries and normalization.
    static let awkwardScalars: [Unicode.Scalar] = [
        "a", "Z", "0", " ", "\r", "\n", "\t", "\u{7F}", "\u{AD}", "©", "é", "ß", "e", "\u{300}", "\u{301}", "\u{323}",
        "\u{327}",
        "\u{345}", "\u{600}", "\u{5B0}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{20E3}", "\u{FE0F}", "\u{E33}",
        "\u{E01}", "\u{915}", "\u{937}", "\u{93C}", "\u{93F}", "\u{94D}", "\u{995}", "\u{9BE}", "\u{9C7}", "\u{BCD}",
        "\u{D4D}", "\u{D4E}", "\u{D28}", "\u{1100}", "\u{1161}", "\u{11A8}", "\u{AC00}", "\u{AC01}", "\u{17D2}",
        "\u{1780}", "\u{1039}", "\u{1000}", "中", "語", "\u{212B}", "\u{2126}", "\u{F900}", "❤", "👩", "👧", "🏽",
        "🇩", "🇪", "🏴", "\u{E0067}", "\u{E007F}", "\u{110BD}", "\u{1D15E}", "\u{20000}", "\u{2F800}", "\u{FFFD}",
        "\u{FEFF}", "\u{11935}", "\u{11930}",
    ]

    static func random(_ count: Int, using generator: inout some RandomNumberGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<count { text.append(awkwardScalars.randomElement(using: &generator)!) }
        return String(text)
    }
}

/// A small seeded generator (SplitMix64; Steele, Lea & Flood 2014), so that a failure can be repeated.
struct TestGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension String {
    /// The text of a range of UTF-8 bytes.
    subscript(bytes range: Range<Int>) -> String {
        String(decoding: Array(utf8)[range], as: UTF8.self)
    }

    /// Whether both hold the same bytes; `==` also holds for texts that are only canonically equivalent.
    func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
