import MessagesMultilingualModel
import ModelFiles
import Testing
import TextClassification

/// The shipped classifier of messages in nine languages.
struct MessagesMultilingualTests {
    private static let classifier: TextClassifier = {
        do { return try TextClassifier(.messagesMultilingual) } catch { fatalError("\(error)") }
    }()

    @Test(arguments: [
        ("👍", "positive"), ("😡", "negative"), (":(", "negative"), (":-)", "positive"), ("¡Qué bien!", "positive"),
        ("je déteste ça", "negative"), ("sehr schön, danke", "positive"), ("che schifo", "negative"),
        ("رائع جدا", "positive"), ("ดีมาก", "positive"), ("很失望", "negative"), ("kecewa sekali", "negative"),
        ("I love it", "positive"), ("mañana a las ocho", "neutral"), ("der Zug fährt um neun", "neutral"),
    ])
    func shortMessagesComeOutRight(text: String, label: String) throws {
        #expect(try Self.classifier.classify(text).label == label)
    }

    @Test func okIsNotNegative() throws {
        #expect(try Self.classifier.classify("ok").label != "negative")
    }

    @Test(arguments: [
        ("Мне очень понравился этот фильм", true), ("Η ταινία ήταν πολύ βαρετή", true), ("이 영화는 정말 재미있다", true),
        ("C'était un très beau film", false), ("Das war ein sehr schöner Film", false), ("หนังเรื่องนี้สนุกมาก", false),
        ("这部电影非常好看", false), ("هذا الفيلم جميل جدا", false), ("film ini bagus sekali", false),
    ])
    func textsInOtherLanguagesAreSaidToBeSo(text: String, isUnknown: Bool) throws {
        #expect(try Self.classifier.classify(text).isMostlyUnknown == isUnknown)
    }

    @Test func explanationsShowWholeWords() throws {
        let words = try Self.classifier.explain("une journée épouvantablement longue").words
        #expect(words.map(\.text) == ["une", "journée", "épouvantablement", "longue"])
    }
}
