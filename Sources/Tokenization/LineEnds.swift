/// How line endings are treated before a text is used for training or evaluation.
public enum LineEnds: String, Codable, CaseIterable, Sendable {
    /// CR LF, and CR alone, become LF.
    case lf
    /// Line ends stay as they are.
    case keep

    /// Puts LF in place of the line ends of other systems, where that is asked for.
    public func apply(to bytes: inout [UInt8]) {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        guard self == .lf, let first = bytes.firstIndex(of: cr) else { return }
        var (end, followsCR) = (first, false)
        for byte in bytes[first...] {
            if byte != lf || !followsCR {
                bytes[end] = byte == cr ? lf : byte
                end += 1
            }
            followsCR = byte == cr
        }
        bytes.removeSubrange(end...)
    }

    /// The text with these line ends.
    public func applied(to text: String) -> String {
        guard self == .lf, text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var bytes = Array(text.utf8)
        apply(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where each byte of the text with these line ends begins in `text`, and at last where that ends; nil where nothing
    /// changes.
    public func sourceOffsets(of text: String) -> [Int]? { sourceOffsets(of: text.utf8) }

    /// The same for the bytes of a text.
    public func sourceOffsets(of bytes: some Collection<UInt8>) -> [Int]? {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        guard self == .lf, bytes.contains(cr) else { return nil }
        var offsets: [Int] = []
        var followsCR = false
        for (offset, byte) in bytes.enumerated() {
            if byte != lf || !followsCR { offsets.append(offset) }
            followsCR = byte == cr
        }
        return offsets + [bytes.count]
    }
}
