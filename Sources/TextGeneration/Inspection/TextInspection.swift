import Decoding
import Foundation
import NeuralLayers
import Tensors
import Tokenization

/// A text read by a model, with what the model expected at each token and what each unit did there.
///
/// ```swift
/// let reading = try generator.inspect("To be, or not to be")
/// print(reading.bitsPerToken, reading.tokens[0].alternatives)
/// print(reading.values(of: .cell, RecurrentUnit(layer: 0, unit: 12)))
/// ```
public struct TextInspection: Sendable {
    /// A token of the text.
    public struct Token: Sendable, Equatable {
        /// The id in the model's vocabulary.
        public let id: Int32
        /// The token's part of the text; for a model of bytes it need not be a character.
        public let text: String
        /// Where it stands in the text, in UTF-8 bytes. Tokens that normalization made together share a range.
        public let byteRange: Range<Int>
        /// `-log2 p`, where p is the probability of the token given all tokens before it.
        public let bits: Double
        /// The tokens that the model found most probable here, best first.
        public let alternatives: [Alternative]
    }

    /// A token that the model expected.
    public struct Alternative: Sendable, Equatable {
        /// The id in the vocabulary.
        public let id: Int32
        /// The probability, 0 ... 1.
        public let probability: Double
    }

    /// What of a unit is looked at.
    public enum Signal: Sendable, Hashable {
        /// The hidden state h, -1 ... 1.
        case hidden
        /// The cell state c of an LSTM, without limits.
        case cell
        /// A block of the cell, by its number in ``TextInspection/gates``.
        case gate(Int)
    }

    /// The text as bytes.
    public let bytes: [UInt8]
    /// The tokens, in order.
    public let tokens: [Token]
    /// The cell of the recurrent layers.
    public let cell: RecurrentCellKind
    /// Recurrent layers.
    public let numLayers: Int
    /// Units of each layer.
    public let hiddenSize: Int
    private let traces: [RecurrentTrace]  // of each layer; row 0 is the begin token

    /// The gates and candidates of the cell.
    public var gates: [RecurrentGate] { cell.gates }
    /// What there is to see of a unit: hidden state, cell state where there is one, and all gates.
    public var signals: [Signal] {
        [.hidden] + (traces[0].cell == nil ? [] : [.cell]) + gates.indices.map { .gate($0) }
    }
    /// What a unit remembers by: its cell state, or its hidden state where there is none.
    public var memory: Signal { traces[0].cell == nil ? .hidden : .cell }
    /// The mean of `-log2 p` over the tokens.
    public var bitsPerToken: Double { tokens.reduce(0) { $0 + $1.bits } / Double(tokens.count) }

    /// The values of a unit after each token, `[tokens.count]`.
    ///
    /// - Precondition: The model has the unit, and its cell the signal.
    public func values(of signal: Signal, _ unit: RecurrentUnit) -> [Float] {
        let (tensor, column) = place(of: signal, unit)
        let width = tensor.shape[1]
        return tensor.withElements { elements in (1...tokens.count).map { elements[$0 * width + column] } }
    }

    private func place(of signal: Signal, _ unit: RecurrentUnit) -> (tensor: Tensor, column: Int) {
        precondition(
            (0..<numLayers).contains(unit.layer) && (0..<hiddenSize).contains(unit.unit),
            "TextInspection: no unit \(unit) in \(numLayers) layers of \(hiddenSize).")
        let trace = traces[unit.layer]
        switch signal {
        case .hidden: return (trace.hidden, unit.unit)
        case .cell:
            guard let cell = trace.cell else { preconditionFailure("TextInspection: the units have no cell state.") }
            return (cell, unit.unit)
        case .gate(let number): return (trace.gates, number * hiddenSize + unit.unit)
        }
    }

    /// ``memory`` of a layer's units after each token, `[1 + tokens.count, hiddenSize]`; the first row is from before the
    /// text.
    func memory(ofLayer layer: Int) -> Tensor { traces[layer].cell ?? traces[layer].hidden }

    /// Reads ids with a model in full precision, from its first state.
    init(
        _ generator: TextGenerator, bytes: [UInt8], ids: [Int32], byteRanges: [Range<Int>], alternatives: Int
    ) throws {
        let network = generator.model
        let layers = network.encoder.recurrent
        (self.bytes, cell, numLayers, hiddenSize) = (bytes, layers.kind, layers.numLayers, layers.hiddenSize)
        guard !ids.isEmpty else { throw InspectionError.empty }
        let most = Self.mostValues / ((layers.kind.gates.count + 2) * layers.numLayers * layers.hiddenSize)
        guard ids.count <= most else { throw InspectionError.tooLong(tokens: ids.count, most: most) }
        let inputs = [Vocabulary.beginID] + ids
        traces = layers.traces(
            network.embedding(inputs).value, layout: SequenceLayout(batchSize: 1, steps: inputs.count))
        guard traces.allSatisfy({ $0.gates.isFinite && $0.hidden.isFinite && $0.cell?.isFinite ?? true }) else {
            throw InspectionError.notFinite
        }
        let output = OutputWeights(network, .fp32)
        let hidden = Variable(traces[traces.count - 1].hidden)
        var tokens: [Token] = []
        for start in stride(from: 0, to: ids.count, by: 256) {
            try Task.checkCancellation()
            let rows = start..<min(start + 256, ids.count)
            let logits = output.logits(of: gatherRows(hidden, rows.map(Int32.init)).value)
            guard logits.isFinite else { throw InspectionError.notFinite }
            tokens += rows.map { row in
                let (nats, best) = Self.expectations(
                    logits, row: row - start, id: ids[row], count: alternatives)
                return Token(
                    id: ids[row], text: String(decoding: bytes[byteRanges[row]], as: UTF8.self),
                    byteRange: byteRanges[row], bits: nats / log(2), alternatives: best)
            }
        }
        self.tokens = tokens
    }

    private static func expectations(
        _ logits: Tensor, row: Int, id: Int32, count: Int
    ) -> (nats: Double, best: [Alternative]) {
        let size = logits.shape[1]
        return logits.withElements { all in
            let scores = UnsafeBufferPointer(rebasing: all[row * size..<(row + 1) * size])
            let ordinary = UnsafeBufferPointer(rebasing: scores[Vocabulary.specialCount...])
            let alternatives = likeliest(count, of: ordinary).map { place in
                let candidate = Vocabulary.specialCount + place
                return Alternative(
                    id: Int32(candidate), probability: exp(-negativeLogProbability(of: candidate, logits: scores)))
            }
            return (negativeLogProbability(of: Int(id), logits: scores), alternatives)
        }
    }

    /// Values that are kept of a text at most: 1 GiB of them.
    private static let mostValues = 1 << 28
}

/// A unit of a recurrent network.
public struct RecurrentUnit: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The layer, from 0, the one that reads the text.
    public let layer: Int
    /// The number in its layer, from 0.
    public let unit: Int

    /// A unit by its place.
    public init(layer: Int, unit: Int) { (self.layer, self.unit) = (layer, unit) }

    /// Such as "1:40", unit 40 of layer 1.
    public var description: String { "\(layer):\(unit)" }

    public static func < (left: RecurrentUnit, right: RecurrentUnit) -> Bool {
        (left.layer, left.unit) < (right.layer, right.unit)
    }
}

/// Why a text cannot be looked into.
public enum InspectionError: RemediedError, Equatable {
    /// There is no token in the text.
    case empty
    /// What the units do at so many tokens would take too much memory.
    case tooLong(tokens: Int, most: Int)
    /// The weights of the model are no numbers, or too large.
    case notFinite

    public var problem: String {
        switch self {
        case .empty: "the text has no characters that the model could read"
        case .tooLong(let tokens, let most):
            "what the units of this model do at \(tokens) characters takes more than 1 GiB, and at \(most) it does not"
        case .notFinite: "the model gives probabilities that are not numbers"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .empty: [.advice("give a longer text")]
        case .tooLong: [.lower([.length])]
        case .notFinite: [.advice("use another model")]
        }
    }
}

extension TextGenerator {
    /// Reads a text and keeps what the model expected at each token and what each of its units did.
    ///
    /// Reading is in full precision. The memory is 4 bytes a token for each unit and for each of its states and gates.
    ///
    /// - Parameters:
    ///   - maxTokens: How much of the text is read, from its beginning; `nil` for all.
    ///   - alternatives: Expected tokens to keep for each place.
    /// - Throws: ``InspectionError``, and `CancellationError` when the surrounding task is cancelled.
    public func inspect(_ text: String, maxTokens: Int? = nil, alternatives: Int = 5) throws -> TextInspection {
        try inspect(bytes: Array(text.utf8), file: "text", maxTokens: maxTokens, alternatives: alternatives).reading
    }

    /// The same for the bytes of a file, which for a model of bytes may be any.
    ///
    /// - Returns: The reading, and the number of tokens of the whole text.
    /// - Throws: Also `TokenizerError` for bytes that the tokenizer cannot read.
    public func inspect(
        bytes: [UInt8], file: String, maxTokens: Int? = nil, alternatives: Int = 5
    ) throws -> (reading: TextInspection, tokenCount: Int) {
        var read = bytes
        lineEnds.apply(to: &read)
        let offsets = lineEnds.sourceOffsets(of: bytes)
        let encoding = try tokenizer.encode(bytes: read, file: file)
        let count = min(encoding.ids.count, maxTokens ?? .max)
        let ranges = encoding.byteRanges.prefix(count).map { range in
            offsets.map { $0[range.lowerBound]..<$0[range.upperBound] } ?? range
        }
        let reading = try TextInspection(
            self, bytes: Array(bytes.prefix(ranges.last?.upperBound ?? 0)), ids: Array(encoding.ids.prefix(count)),
            byteRanges: ranges, alternatives: alternatives)
        return (reading, encoding.ids.count)
    }
}
