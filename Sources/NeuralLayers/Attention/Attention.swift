import Tensors

/// Attention of a decoder's states to a memory, for example the outputs of any recurrent network over a source.
public struct Attention: Layer, Sendable {
    /// How scores are computed.
    public let kind: AttentionKind
    /// What the memory is compared by: of `additive` and `general` `[keySize, memorySize]`, of `location` one row for
    /// each place, `[maxLength, hiddenSize]`.
    public let keyWeight: Parameter?
    let queryWeight: Parameter?  // additive: [keySize, hiddenSize]
    let queryBias: Parameter?  // additive: [keySize]
    let score: Parameter?  // additive: [keySize]

    /// - Parameters:
    ///   - memorySize: The width of the memory.
    ///   - hiddenSize: The width of the states that look back; `dot` needs it to be `memorySize`.
    ///   - size: The width in which `additive` compares.
    ///   - maxLength: Places that `location` knows.
    public init(
        _ kind: AttentionKind, memorySize: Int, hiddenSize: Int, size: Int, maxLength: Int,
        using generator: inout some RandomNumberGenerator
    ) {
        precondition(
            kind != .dot || memorySize == hiddenSize,
            "Attention: dot compares a memory of \(memorySize) with states of \(hiddenSize).")
        self.kind = kind
        func matrix(_ rows: Int, _ columns: Int) -> Parameter {
            let bound = 1 / Float(columns).squareRoot()
            return Parameter(.uniform([rows, columns], in: -bound...bound, using: &generator))
        }
        switch kind {
        case .additive:
            keyWeight = matrix(size, memorySize)
            queryWeight = matrix(size, hiddenSize)
            queryBias = .zeros([size], using: &generator)
            score = Parameter(matrix(1, size).value.reshaped([size]))
        case .dot:
            (keyWeight, queryWeight, queryBias, score) = (nil, nil, nil, nil)
        case .general:
            keyWeight = matrix(hiddenSize, memorySize)
            (queryWeight, queryBias, score) = (nil, nil, nil)
        case .location:
            keyWeight = matrix(maxLength, hiddenSize)
            (queryWeight, queryBias, score) = (nil, nil, nil)
        }
    }

    /// What the decoder of a batch looks back at.
    ///
    /// - Parameters:
    ///   - values: `[rows, memorySize]`, each sequence's rows one after the other.
    ///   - lengths: How many rows each sequence has; `location` takes what lies past `maxLength` for the last place.
    public func memory(_ values: Variable, lengths: [Int], precision: Precision = .fp32) -> AttentionMemory {
        AttentionMemory(values: values, keys: keys(values, lengths, precision), lengths: lengths)
    }

    private func keys(_ values: Variable, _ lengths: [Int], _ precision: Precision) -> Variable {
        guard let keyWeight else { return values }
        guard kind == .location else { return linear(values, weight: Variable(keyWeight), precision: precision) }
        let last = keyWeight.shape[0] - 1
        return gatherRows(Variable(keyWeight), lengths.flatMap { length in (0..<length).map { Int32(min($0, last)) } })
    }

    /// How states are compared, for the operations.
    public var weights: AttentionWeights {
        guard let queryWeight, let queryBias, let score else { return .product }
        return .additive(
            queryWeight: Variable(queryWeight), queryBias: Variable(queryBias), score: Variable(score))
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        if let keyWeight { visitor.visit("key.weight", keyWeight) }
        if let queryWeight { visitor.visit("query.weight", queryWeight) }
        if let queryBias { visitor.visit("query.bias", queryBias) }
        if let score { visitor.visit("score.weight", score) }
    }
}

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
