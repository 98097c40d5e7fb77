import Decoding
import Tokenization

/// How far a text has come in its constraint: its tokens, and the characters that were made of them, which may come later.
struct ConstraintProgress: Sendable {
    private var cursor: ConstraintCursor
    /// Whether the text has ended.
    private(set) var isOver = false
    /// For each token of which not all bytes were handed out: how many are left, and whether the text may end after it.
    private var tokens: [(bytes: Int, mayEnd: Bool)] = []

    init(_ cursor: ConstraintCursor) { self.cursor = cursor }

    /// Whether the text ends here, whatever would come next.
    var mustEnd: Bool {
        mutating get {
            isOver = isOver || cursor.mustEnd
            return isOver
        }
    }

    /// Takes a token that was drawn; `false` where the text ends before it.
    mutating func advance(over id: Int32, of tokenizer: Tokenizer) -> Bool {
        // A text can end within a piece, after each of its characters.
        let ends = tokenizer.unit == .bpe ? cursor.mayEnd(afterBytesOf: Int(id)) : nil
        isOver = !cursor.advance(over: Int(id))
        guard !isOver else { return false }
        tokens += ends?.map { (1, $0) } ?? [(tokenizer.vocabulary.bytes(of: id).count, cursor.mayEnd)]
        return true
    }

    /// Takes a character that was handed out; whether the text may end after it.
    mutating func mayEnd(after cluster: String) -> Bool {
        var (left, mayEnd) = (cluster.utf8.count, false)
        while left > 0, let token = tokens.first {
            mayEnd = token.mayEnd && token.bytes <= left
            if token.bytes > left {
                tokens[0].bytes -= left
                return false
            }
            left -= token.bytes
            tokens.removeFirst()
        }
        return mayEnd
    }
}
