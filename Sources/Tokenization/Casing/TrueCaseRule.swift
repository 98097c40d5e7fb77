import Foundation

/// Sentences in capitals, or with a capital for every word, in ordinary letters, for ``Normalization/trueCase(locale:)``.
///
/// Which words keep a capital in the middle of a sentence, as names and German nouns do, is known from a vocabulary: the
/// form of a word that it has first is the commonest. Without one, all words but the first lose theirs, and so does a
/// sentence of acronyms alone.
struct TrueCaseRule {
    /// The place of a word in a vocabulary ordered by frequency; nil for a word that it does not have.
    typealias Rank = (_ word: String, _ beginsText: Bool) -> Int32?

    private let locale: Locale
    private let language: Substring
    private let rank: Rank?

    init(locale: String, rank: Rank?) {
        self.locale = Locale(identifier: locale)
        language = locale.prefix { $0 != "-" && $0 != "_" }
        self.rank = rank
    }

    private struct Word {
        let text: String
        let range: Range<Int>
        let form: WordCase
    }

    /// Calls `body` with each word that changes, in order.
    func forEachChange(in utf8: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, String) -> Void) {
        guard Self.mayChange(utf8) else { return }
        for sentence in sentences(in: utf8) {
            guard sentence.contains(where: { $0.form.hasUpper }) else {
                raiseSmallLetters(of: sentence, body)
                continue
            }
            let letterCase = letterCase(of: sentence)
            guard letterCase != .ordinary else { continue }
            for (index, word) in sentence.enumerated() {
                let written = ordinary(word, isFirst: index == 0, in: letterCase)
                if written != word.text { body(word.range, written) }
            }
        }
    }

    /// How a text is written: the case of all its sentences, ordinary if they differ.
    func letterCase(of utf8: UnsafeBufferPointer<UInt8>) -> LetterCase {
        guard Self.mayChange(utf8) else { return .ordinary }
        let cases = sentences(in: utf8).map(letterCase(of:))
        guard let first = cases.first, cases.allSatisfy({ $0 == first }) else { return .ordinary }
        return first
    }

    /// Whether there are three capitals, or letters of one kind alone; the quick way for most texts.
    private static func mayChange(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var (upper, hasLower) = (0, false)
        var place = 0
        while place < utf8.count {
            let (value, length) = TextRules.scalar(in: utf8, at: place)
            place += length
            if value < 0x80 {
                if (0x41...0x5A).contains(value) { upper += 1 }
                hasLower = hasLower || (0x61...0x7A).contains(value)
            } else if let properties = Unicode.Scalar(value)?.properties {
                if properties.isUppercase { upper += 1 }
                hasLower = hasLower || properties.isLowercase
            }
        }
        return upper >= 3 || (upper > 1 && !hasLower) || (upper == 0 && hasLower)
    }

    /// The words that have a case, by sentence; sentences without any are left out.
    private func sentences(in utf8: UnsafeBufferPointer<UInt8>) -> [[Word]] {
        var sentences: [[Word]] = []
        Segmenter.sentences.forEachRange(in: utf8) { start, end, _ in
            let sentence = UnsafeBufferPointer(rebasing: utf8[start..<end])
            var words: [Word] = []
            Segmenter.words.forEachRange(in: sentence) { wordStart, wordEnd, status in
                guard SegmentKind(wordStatus: status).isWord else { return }
                let text = String(decoding: sentence[wordStart..<wordEnd], as: UTF8.self)
                let form = WordCase(text)
                if form.casedCount > 0 {
                    words.append(Word(text: text, range: start + wordStart..<start + wordEnd, form: form))
                }
            }
            if !words.isEmpty { sentences.append(words) }
        }
        return sentences
    }

    // MARK: Deciding

    private func letterCase(of words: [Word]) -> LetterCase {
        if words.allSatisfy(\.form.isCapitals) { return isInCapitals(words) ? .capitals : .ordinary }
        return isInTitleCase(words) ? .title : .ordinary
    }

    /// Whether words of capitals alone are more than acronyms: a single word is not, unless the vocabulary knows it better
    /// in small letters.
    private func isInCapitals(_ words: [Word]) -> Bool {
        let long = words.filter { $0.form.casedCount >= (words.count == 1 ? 3 : 2) }
        guard rank != nil else { return words.count > 1 && !long.isEmpty }
        return long.contains { word in
            guard let best = commonest(word.text) else { return false }
            return best != word.text
        }
    }

    private static let smallWord = 4

    private func isInTitleCase(_ words: [Word]) -> Bool {
        let titles = words.filter(\.form.isTitle)
        let others = words.filter { !$0.form.isTitle && !$0.form.isCapitals }
        guard titles.count >= 3, others.allSatisfy({ !$0.form.isMixed && $0.form.casedCount <= Self.smallWord }),
            others.count <= titles.count
        else { return false }
        let later = words.dropFirst().filter { $0.form.isTitle && $0.form.casedCount > 1 }
        guard rank != nil else { return later.count >= 3 }
        let small = later.count { word in commonest(word.text).map { !WordCase($0).isTitle } ?? false }
        return small > 0 && 2 * small >= later.count
    }

    // MARK: Writing

    private func ordinary(_ word: Word, isFirst: Bool, in letterCase: LetterCase) -> String {
        if letterCase == .title, !word.form.isTitle { return word.text }
        let small = word.text.lowercased(with: locale)
        if isEnglishPronoun(small) { return small.prefix(1).uppercased() + small.dropFirst() }
        let known = commonest(word.text)
        if let known, known == word.text, letterCase == .capitals, word.form.casedCount > 1 { return known }
        if isFirst { return small.capitalized(with: locale) }
        return known.map(WordCase.init)?.isTitle == true ? small.capitalized(with: locale) : small
    }

    /// Gives capitals to a sentence that has none, where the vocabulary knows its words with them.
    private func raiseSmallLetters(of words: [Word], _ body: (Range<Int>, String) -> Void) {
        guard let rank, words.count > 1 else { return }
        for (index, word) in words.enumerated() {
            let raised = word.text.capitalized(with: locale)
            let isRaised =
                if isEnglishPronoun(word.text) {
                    rank("I", false) != nil
                } else if index == 0 {
                    rank(raised, true) != nil || rank(raised, false) != nil
                } else {
                    word.form.casedCount > 1 && commonest(word.text).map(WordCase.init)?.isTitle == true
                }
            if isRaised, raised != word.text { body(word.range, raised) }
        }
    }

    /// "I", "I'm", "I've"; where no language is given, this is the commonest meaning of the letter alone.
    private func isEnglishPronoun(_ small: String) -> Bool {
        guard language == "en" || language.isEmpty else { return false }
        return small == "i" || small.hasPrefix("i'") || small.hasPrefix("i’")
    }

    /// The form of a word, or of the part before its apostrophe, that the vocabulary has first: in small letters, with a
    /// capital, or in capitals.
    private func commonest(_ word: String) -> String? {
        guard let rank else { return nil }
        for part in [word, String(word.prefix { $0 != "'" && $0 != "’" })] {
            let small = part.lowercased(with: locale)
            let forms = [small, small.capitalized(with: locale), part.uppercased(with: locale)]
            let known = forms.compactMap { form in rank(form, false).map { (form: form, rank: $0) } }
            if let best = known.min(by: { $0.rank < $1.rank }) { return best.form }
        }
        return nil
    }
}

extension WordCase {
    /// Whether capitals stand elsewhere than at the beginning, beside small letters: "iPhone", "McDonald".
    fileprivate var isMixed: Bool { hasLower && hasInnerUpper }
}
