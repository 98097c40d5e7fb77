import NeuralLayers
import Tensors
import Tokenization

/// What compression codes with: the probability of every token after the tokens so far, as whole numbers, and an adaptive
/// model of the bytes that no token has.
///
/// Both sides keep one and tell it the same tokens and bytes, so that it gives both the same numbers.
struct SymbolModel {
    /// A symbol's place among the frequencies.
    typealias Place = (start: UInt32, size: UInt32, total: UInt32)

    private var network: PortableNetwork
    private var counts: ContextCounts
    private var interpolation: CountsInterpolation
    private var logits: [Float]
    private var escapes = EscapeModel()
    private var bytes = ByteModel()
    private var hasEscaped = false
    /// The softmax of the network, and the frequencies of the ordinary tokens; empty until they are asked for.
    private var start: [Double] = []
    private var frequencies: [UInt32] = []
    private var total: UInt32 = 0

    init(_ model: TextGeneratorNetwork) {
        let lengths = AdaptationOptions().contextLengths
        network = PortableNetwork(model)
        logits = network.read(Vocabulary.beginID)
        counts = ContextCounts(lengths: lengths)
        interpolation = CountsInterpolation(lengths: lengths.count, trust: (one: -1.5, further: 0.5))
    }

    /// The place of "the next byte is coded for itself", or of "a token is next".
    func place(isByte: Bool) -> Place { escapes.place(isByte) }

    /// The place of a token of the vocabulary.
    mutating func place(of id: Int32) -> Place {
        predict()
        let index = Int(id) - Vocabulary.specialCount
        return (frequencies[..<index].reduce(0, +), frequencies[index], total)
    }

    /// The token whose place holds a position, which `choose` picks from the total.
    mutating func token(at choose: (_ total: UInt32) -> UInt32) -> Int32 {
        predict()
        let position = choose(total)
        var (index, end) = (0, frequencies[0])
        while end <= position {
            index += 1
            end += frequencies[index]
        }
        return Int32(index + Vocabulary.specialCount)
    }

    /// The place of a byte that is coded for itself.
    func place(ofByte byte: UInt8) -> Place { bytes.place(byte) }

    /// The byte whose place holds a position.
    func byte(at choose: (_ total: UInt32) -> UInt32) -> UInt8 { bytes.byte(at: choose(bytes.total)) }

    /// Goes past a token.
    mutating func read(_ id: Int32) {
        escapes.learn(false)
        hasEscaped = false
        advance(id)
    }

    /// Goes past a byte that was coded for itself. The network reads one unknown token for a row of them.
    mutating func readByte(_ byte: UInt8) {
        escapes.learn(true)
        bytes.learn(byte)
        if !hasEscaped { advance(Vocabulary.unknownID) }
        hasEscaped = true
    }

    // MARK: Frequencies

    private static let scale = 0x1p24

    /// Softmax, mixed with the counts, in whole numbers from 1 on.
    private mutating func predict() {
        guard frequencies.isEmpty else { return }
        start = networkProbabilities()
        var probabilities = start
        interpolation.mix(counts, counts.matches, into: &probabilities)
        frequencies = probabilities.dropFirst(Vocabulary.specialCount).map { 1 + UInt32(min($0, 1) * Self.scale) }
        total = frequencies.reduce(0, +)
    }

    /// The softmax of the logits over the ordinary tokens, `[vocabularySize]`; uniform where they are no numbers.
    private func networkProbabilities() -> [Double] {
        let first = Vocabulary.specialCount
        let highest = logits.dropFirst(first).max() ?? 0
        var probabilities = [Double](repeating: 0, count: logits.count)
        var sum = 0.0
        for start in stride(from: first, to: logits.count, by: 8) {
            var eight = SIMD8<Float>.zero
            for lane in 0..<min(8, logits.count - start) { eight[lane] = logits[start + lane] - highest }
            let powers = PortableMath.exp(eight)
            for lane in 0..<min(8, logits.count - start) {
                probabilities[start + lane] = Double(powers[lane])
                sum += Double(powers[lane])
            }
        }
        guard sum.isFinite, sum > 0 else {
            return probabilities.indices.map { $0 < first ? 0 : 1 / Double(logits.count - first) }
        }
        return probabilities.map { $0 / sum }
    }

    private mutating func advance(_ id: Int32) {
        let matches = counts.matches
        if !frequencies.isEmpty, !Vocabulary.isSpecial(id) {
            interpolation.learn(Int(id), counts, matches, start: start[Int(id)])
        }
        counts.read(id)
        logits = network.read(id)
        frequencies = []
    }
}

/// Whether the next byte is coded for itself, in 16 bits that follow what came after the latest three.
private struct EscapeModel {
    private var shares = [UInt32](repeating: 1 << 10, count: 8)  // of bytes, of 2¹⁶
    private var context = 0

    func place(_ isByte: Bool) -> SymbolModel.Place {
        let share = shares[context]
        return isByte ? (0, share, 1 << 16) : (share, (1 << 16) - share, 1 << 16)
    }

    mutating func learn(_ isByte: Bool) {
        let share = shares[context]
        shares[context] = isByte ? share + ((1 << 16) - share) >> 5 : share - share >> 5
        shares[context] = min(max(shares[context], 32), (1 << 16) - 32)
        context = (context << 1 | (isByte ? 1 : 0)) & 7
    }
}

/// The frequencies of bytes so far, the latest of which count most.
private struct ByteModel {
    private var counts = [UInt32](repeating: 12, count: 256)
    private(set) var total: UInt32 = 12 * 256
    private static let increment: UInt32 = 24
    private static let mostTotal: UInt32 = 1 << 20

    func place(_ byte: UInt8) -> SymbolModel.Place {
        (counts[..<Int(byte)].reduce(0, +), counts[Int(byte)], total)
    }

    func byte(at position: UInt32) -> UInt8 {
        var (byte, end) = (0, counts[0])
        while end <= position {
            byte += 1
            end += counts[byte]
        }
        return UInt8(byte)
    }

    mutating func learn(_ byte: UInt8) {
        counts[Int(byte)] += Self.increment
        total += Self.increment
        guard total > Self.mostTotal else { return }
        for index in counts.indices { counts[index] -= counts[index] / 2 }
        total = counts.reduce(0, +)
    }
}
