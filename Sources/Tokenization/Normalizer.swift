internal import CUnicode

/// The Unicode normalization a text goes through before it is cut into tokens.
public enum Normalization: String, Codable, CaseIterable, Sendable {
    /// The text as it is.
    case none
    /// Normalization form C: canonical decomposition, then canonical composition.
    case nfc
}

/// A text after normalization, with the way back to its source.
public struct NormalizedText: Sendable, Equatable {
    /// The normalized text.
    public let text: String
    /// Maps its byte ranges to those of the source.
    public let alignment: Alignment
}

/// Brings texts into a normalization form (Unicode Standard Annex 15), as ICU does.
public struct Normalizer: Sendable {
    /// The form that ``normalize(_:)`` brings a text into.
    public let form: Normalization

    /// Makes a normalizer for one form.
    public init(_ form: Normalization) {
        self.form = form
    }

    /// The text in normalization form, and where its parts come from; the text itself if nothing changes.
    public func normalize(_ text: String) -> NormalizedText {
        withNormalizedUTF8(of: text) { utf8, alignment in
            NormalizedText(
                text: alignment.isIdentity ? text : String(decoding: utf8, as: UTF8.self), alignment: alignment)
        }
    }

    /// Hands over the UTF-8 of the normalized text, which is the text's own storage if nothing changes.
    func withNormalizedUTF8<Result>(
        of text: String, _ body: (UnsafeBufferPointer<UInt8>, Alignment) throws -> Result
    ) rethrows -> Result {
        var text = text
        return try text.withUTF8 { source in
            guard form == .nfc, let (normalized, alignment) = composed(source) else {
                return try body(source, Alignment())
            }
            return try normalized.withUnsafeBufferPointer { try body($0, alignment) }
        }
    }

    /// Normalization form C of valid UTF-8, or nil if that is the source itself.
    private func composed(_ source: UnsafeBufferPointer<UInt8>) -> ([UInt8], Alignment)? {
        guard let base = source.baseAddress else { return nil }
        guard let nfc = unicode_nfc_open() else { fatalError("Normalizer: ICU has no data or memory is short") }
        defer { unicode_nfc_close(nfc) }
        var normalized: [UInt8] = []
        var alignment = Alignment()
        var change = unicode_change()
        var copied = 0
        while true {
            let found = unicode_nfc_next_change(nfc, base, source.count, copied, &change)
            precondition(found >= 0, "Normalizer: ICU failed on a text of \(source.count) bytes")
            guard found == 1 else { break }
            if copied == 0 { normalized.reserveCapacity(source.count) }
            normalized += source[copied..<change.start]
            let start = normalized.count
            normalized += UnsafeBufferPointer(start: change.replacement, count: change.replacement_length)
            alignment.changes.append(.init(source: change.start..<change.end, normalized: start..<normalized.count))
            copied = change.end
        }
        if alignment.isIdentity { return nil }
        normalized += source[copied...]
        return (normalized, alignment)
    }
}
