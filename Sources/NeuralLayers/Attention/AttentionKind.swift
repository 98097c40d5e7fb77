/// How well a decoder's state and a place of the source go together.
public enum AttentionKind: String, Codable, Sendable, CaseIterable {
    /// `v · tanh(W m + U h + b)` (Bahdanau, Cho & Bengio 2015).
    case additive
    /// `m · h`, for a memory as wide as the state (Luong, Pham & Manning 2015).
    case dot
    /// `m · W h` (the same).
    case general
    /// `w_s · h` for place s, whatever stands there (the same).
    case location
}
