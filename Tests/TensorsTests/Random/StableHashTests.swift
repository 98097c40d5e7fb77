import Tensors
import Testing

struct StableHashTests {
    /// The published values of 64-bit FNV-1a.
    @Test(arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
    func bytesGiveThePublishedValue(text: String, digits: String) {
        var (pieces, whole, lazily) = (StableHash(), StableHash(), StableHash())
        for byte in text.utf8 { pieces.add(word: UInt64(byte)) }
        whole.add(text.utf8)
        lazily.add(text.utf8.lazy.map { $0 })
        #expect(pieces.digits == digits && whole.digits == digits && lazily.digits == digits)
    }
}
