import Testing

@testable import Tokenization

struct TextRulesTests {
    private func apply(_ step: Normalization, _ text: String) -> String { Normalizer(step).normalize(text).text }

    @Test(arguments: [
        ("a<br />b", "a b"), ("<p class=\"x\">Hi</p>", " Hi "), ("<3 you", "<3 you"), ("a < b > c", "a < b > c"),
        ("x<y", "x<y"), ("<>", "<>"), ("</>", "</>"), ("<a<b>", "<a "), ("1 <2> 3", "1 <2> 3"), ("", ""), ("<", "<"),
        ("<b", "<b"), ("é<i>ü</i>", "é ü "), ("<a\n>b", " b"),
    ])
    func tagsBecomeSpaces(text: String, expected: String) { #expect(apply(.stripTags, text) == expected) }

    @Test func whatIsTooLongIsNoTag() {
        let long = "<a" + String(repeating: "x", count: 300) + ">"
        #expect(apply(.stripTags, long) == long)
    }

    @Test(arguments: [
        ("doesn't", "does n't"), ("DON'T!", "DO N'T!"), ("it’s", "it 's"), ("we're, they'll", "we 're, they 'll"),
        ("I'd I'm you've", "I 'd I 'm you 've"), ("does n't", "does n't"), ("rock'n'roll", "rock'n'roll"),
        ("l'homme", "l'homme"), ("aujourd'hui", "aujourd'hui"), ("'tis", "'tis"), ("dogs'", "dogs'"),
        ("o'clock", "o'clock"), ("n't", "n't"), ("x's2", "x's2"), ("it's.", "it 's."), ("'", "'"), ("", ""),
        ("can't've", "ca n't 've"), ("naïve's", "naïve 's"),
    ])
    func contractionsAreSplit(text: String, expected: String) { #expect(apply(.splitContractions, text) == expected) }

    @Test(arguments: [
        ("soooo goood", "soo good"), ("NOOO!!!!!!", "NOO!!!"), ("hmm", "hmm"), ("hmmm", "hmmm"), ("hmmmm", "hmm"),
        ("World War III, www.a.org, XXX", "World War III, www.a.org, XXX"), ("1000000", "1000000"),
        ("a    b", "a    b"),
        ("...", "..."), (".....", "..."), ("😂😂😂😂😂", "😂😂😂"), ("ééééé", "éé"), ("哈哈哈哈", "哈哈"), ("", ""), ("aaa", "aa"),
    ])
    func repeatsAreShortened(text: String, expected: String) { #expect(apply(.shortenRepeats, text) == expected) }

    @Test func wordsKeepTheirPlacesInTheText() {
        let text = "It’s<br/>not bad, doesn't it?"
        let tokenizer = Tokenizer.train(
            on: [text], unit: .word, normalizer: Normalizer([.stripTags, .nfkc, .caseFold, .splitContractions]),
            words: WordOptions(keepsWhitespace: false))
        let encoding = tokenizer.encode(text)
        let utf8 = Array(text.utf8)
        let words = zip(encoding.ids, encoding.byteRanges).map { id, range in
            (tokenizer.decode([id]), String(decoding: utf8[range], as: UTF8.self))
        }
        #expect(words.map(\.0) == ["it", "'", "s", "not", "bad", ",", "does", "n't", "it", "?"])
        #expect(words.map(\.1) == ["It", "’", "s", "not", "bad", ",", "does", "n't", "it", "?"])
    }
}
