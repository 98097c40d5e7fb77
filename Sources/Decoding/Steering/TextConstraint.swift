import Tokenization

/// What every text has to be like: a regular expression, words that occur, and words that do not.
///
/// The conditions become one automaton over the tokens of a model. ``ConstraintProcessor`` removes the tokens after which
/// no text that is short enough could meet them any more.
///
/// ```swift
/// let names = try TextConstraint(matching: "[A-Z][a-z]{3,7}", for: generator.tokenizer)
/// print(try generator.generate(options: GenerationOptions(length: 12, constraint: names)))
/// ```
///
/// Regular expressions have literals, `.` (anything but a line feed), classes such as `[a-z]` and `[^,]`, `\d`, `\s`, `\w`
/// and their opposites, groups, `|`, `*`, `+`, `?` and `{2,5}`. All of the text has to match. Where the pattern is
/// complete, the text ends as soon as the model draws a character that the pattern does not allow.
public struct TextConstraint: Sendable {
    /// The fewest characters of a text that meets the conditions, counted as tokens; bytes of one character count once.
    public var shortestLength: Int { Int(automaton.distances[0]) }

    let automaton: TokenAutomaton
    /// Whether words are required.
    let hasRequirements: Bool
    /// By id: what a token does to words.
    let words: [TokenInWords]

    /// - Parameters:
    ///   - pattern: A regular expression that all of the text matches.
    ///   - required: Words that occur in the text as they are written here, as words of their own.
    ///   - forbidden: Words that do not occur in the text as words of their own, in capitals or small letters.
    ///   - tokenizer: That of the model.
    ///   - seed: The text before; a forbidden word must not begin in it either. Where there is none, a text without a
    ///     pattern does not begin with white space.
    /// - Throws: ``ConstraintError``.
    public init(
        matching pattern: String? = nil, requiring required: [String] = [], forbidding forbidden: [String] = [],
        for tokenizer: Tokenizer, after seed: String = ""
    ) throws(ConstraintError) {
        guard !(required + forbidden).contains("") else { throw .emptyWord }
        let expression = try pattern.map { pattern throws(ConstraintError) in try Self.expression(pattern) }
        do {
            typealias Part = TokenAutomaton.Part
            let beginning = Self.lastWord(of: seed)
            var parts: [Part] = []
            if let expression { parts.append(try Part(expression, endsText: true)) }
            // For the bytes of all letters the product would have too many states: there, the stricter way, what is not
            // ASCII continues a required word and ends a forbidden one.
            let isOfBytes = tokenizer.unit == .byte || tokenizer.unit == .bpe
            let longer: ScalarSet = isOfBytes ? .asciiWordScalarsAndOthers : .wordScalars
            let shorter: ScalarSet = isOfBytes ? .asciiWordScalars : .wordScalars
            for word in required {
                parts.append(try Part(.containing(word, ignoresCase: false, wordScalars: longer)))
            }
            for word in forbidden {
                let texts = RegularExpression.containing(word, ignoresCase: true, wordScalars: shorter)
                parts.append(try Part(texts, isInverted: true, after: beginning))
            }
            if pattern == nil, seed.isEmpty { parts.append(try Part(.beginningWithText)) }
            // Bytes that are no text lead nowhere.
            if isOfBytes { parts.append(try Part(.anyText)) }
            automaton = try TokenAutomaton(parts, tokenizer: tokenizer)
        } catch { throw .tooLarge }
        hasRequirements = !required.isEmpty
        words = (0..<Int32(tokenizer.vocabulary.count)).map { TokenInWords($0, of: tokenizer) }
        guard automaton.distances[0] == .max else { return }
        throw Self.cause(pattern, expression, required, tokenizer)
    }

    /// - Throws: ``ConstraintError/tooLong(shortest:length:)`` if no text of so many characters meets the conditions.
    public func requireLength(atMost length: Int) throws(ConstraintError) {
        guard shortestLength > length else { return }
        throw .tooLong(shortest: shortestLength, length: length)
    }

    private static func expression(_ pattern: String) throws(ConstraintError) -> RegularExpression {
        do { return try RegularExpressionParser.parse(pattern) } catch {
            throw .invalidPattern(pattern: pattern, column: error.column, reason: error.reason)
        }
    }

    /// The letters that a text ends with, which the first ones after it belong to.
    private static func lastWord(of text: String) -> String {
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.suffix(200) {
            if scalar.isWordScalar { word.append(scalar) } else { word = String.UnicodeScalarView() }
        }
        return String(word)
    }

    /// Why no text meets the conditions.
    private static func cause(
        _ pattern: String?, _ expression: RegularExpression?, _ required: [String], _ tokenizer: Tokenizer
    ) -> ConstraintError {
        guard tokenizer.unit != .byte, tokenizer.unit != .bpe else { return .contradiction }
        let vocabulary = tokenizer.vocabulary
        var known: Set<Unicode.Scalar> = []
        for id in vocabulary.ordinaryIDs {
            known.formUnion(String(decoding: vocabulary.bytes(of: id), as: UTF8.self).unicodeScalars)
        }
        for word in required {
            if let scalar = word.unicodeScalars.first(where: { !known.contains($0) }) {
                return .unwritableWord(word: word, character: String(scalar))
            }
        }
        var unwritable: Int?
        expression?.forEachScalar { set, column in
            if unwritable == nil, !known.contains(where: set.contains) { unwritable = column }
        }
        guard let pattern, let unwritable else { return .contradiction }
        return .unwritablePattern(pattern: pattern, column: unwritable)
    }
}

/// What a token does to the words of a text.
struct TokenInWords: Sendable {
    /// Whether it begins with a letter or digit.
    let beginsWithLetter: Bool
    /// Whether it is a piece with white space and the beginning of a word behind it.
    let beginsWord: Bool
    /// Whether it ends with a letter or digit; of a character the first scalar counts.
    let endsWithLetter: Bool
    /// Whether it ends with white space.
    let endsWithSpace: Bool

    init(_ id: Int32, of tokenizer: Tokenizer) {
        let scalars = String(decoding: tokenizer.vocabulary.bytes(of: id), as: UTF8.self).unicodeScalars
        let last = tokenizer.unit == .bpe ? scalars.last : scalars.first
        beginsWithLetter = scalars.first?.isWordScalar == true
        endsWithLetter = last?.isWordScalar == true
        endsWithSpace = last?.properties.isWhitespace == true
        let isSpaced = tokenizer.unit == .bpe && scalars.first?.properties.isWhitespace == true
        beginsWord = isSpaced && scalars.dropFirst().first?.isWordScalar == true
    }
}
