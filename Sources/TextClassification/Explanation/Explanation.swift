import Foundation
import ModelFiles
import NeuralLayers
import Tensors
import Tokenization

/// The influence of each word of a text on its predicted class.
public struct Explanation: Codable, Sendable, Equatable {
    /// How the weights were found.
    public enum Method: String, Sendable, CaseIterable, Codable {
        /// Gradients added up on the way from no words to these (Sundararajan, Taly & Yan 2017); the weights add up to
        /// the difference that the words make.
        case integratedGradients
        /// What the class loses when the word is left out.
        case leaveOneOut
    }

    /// One word and what it counted, in the log odds of the class.
    public struct Word: Codable, Sendable, Equatable {
        /// The word as it stands in the text.
        public let text: String
        /// Where it stands, in UTF-8 bytes of the text.
        public let byteRange: Range<Int>
        /// How much the word speaks for the explained class, in nats of log odds; negative for against.
        public let weight: Double

        /// Where it stands in `text`, which is the text that was explained.
        public func range(in text: String) -> Range<String.Index> { text.range(ofUTF8: byteRange) }
    }

    /// The classification that is explained.
    public let classification: Classification
    /// The class that the weights are for: the likeliest, unless another was asked for.
    public let className: String
    /// How the weights were computed.
    public let method: Method
    /// The words that the network read, in order; of a long text those of its beginning and its end.
    public let words: [Word]
    /// The log odds of the class for the text, and for one without any words.
    public let logOdds: Double
    /// The log odds of the class without ``words``, in nats.
    public let baselineLogOdds: Double

    /// The probability of ``className``.
    public var probability: Double { classification.probability(of: className) ?? classification.probability }

    fileprivate var isFinite: Bool {
        logOdds.isFinite && baselineLogOdds.isFinite && words.allSatisfy(\.weight.isFinite)
    }
}

extension String {
    func range(ofUTF8 bytes: Range<Int>) -> Range<Index> {
        precondition(
            bytes.upperBound <= utf8.count, "range(in:): bytes \(bytes) of a text of \(utf8.count); give the same text."
        )
        let start = utf8.index(startIndex, offsetBy: bytes.lowerBound)
        return start..<utf8.index(start, offsetBy: bytes.count)
    }
}

extension TextClassifier {
    /// Explains the class of a text: the network's part in it, and that of the baseline if they are combined.
    ///
    /// Of a multi-label model the weights are for the log odds of one label against its absence.
    ///
    /// - Parameters:
    ///   - label: The class or label to explain; `nil` for the likeliest.
    ///   - steps: Points on the way, for integrated gradients; at least 1. `nil` takes 32, and up to 128 where the
    ///     gradients of fewer do not add up to the difference that the words make.
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)``, ``TextClassifierError/outOfRange(option:value:minimum:)``,
    ///   or `ModelError.notFinite(model:)` where the weights are damaged.
    public func explain(
        _ text: String, method: Explanation.Method = .integratedGradients, label: String? = nil, steps: Int? = nil
    ) throws -> Explanation {
        if let label, !classNames.contains(label) {
            throw TextClassifierError.unknownClass(label, known: classNames)
        }
        if let steps, steps < 1 { throw TextClassifierError.outOfRange(option: "steps", value: steps, minimum: 1) }
        let document = ReadDocument(text, by: self)
        let classification = try classify(text)
        let target =
            label.flatMap { classNames.firstIndex(of: $0) }
            ?? predictedClass(of: classification.probabilities.map(\.probability))
        let isEmpty = document.ids.isEmpty
        let whole = isEmpty ? 0 : logOdds(logits(of: [document.ids], hashes: [document.hashes])[0], target)
        let rest = isEmpty ? 0 : logOddsWithoutWords(document, target)
        let weights: [Double]
        switch method {
        case .integratedGradients:
            weights = integratedGradients(document, target, steps: steps, difference: whole - rest)
        case .leaveOneOut: weights = leaveOneOut(document, target)
        }
        let utf8 = Array(text.utf8)
        let words = zip(document.ranges, weights).map { range, weight in
            Explanation.Word(
                text: String(decoding: utf8[range], as: UTF8.self), byteRange: range, weight: weight)
        }
        let explanation = Explanation(
            classification: classification, className: classNames[target], method: method, words: words,
            logOdds: whole, baselineLogOdds: rest)
        guard explanation.isFinite else { throw ModelError.notFinite(model: name) }
        return explanation
    }
}

/// A text as the parts of a classifier read it.
struct ReadDocument {
    /// The tokens that the network reads: words, or pieces of words.
    let ids: [Int32]
    /// The tokens of each word that the network reads, as places in ``ids``: one, or as many as it has pieces.
    private(set) var words: [Range<Int>] = []
    /// Where these words stand, in UTF-8 bytes.
    private(set) var ranges: [Range<Int>] = []
    /// Which of all words they are.
    private(set) var places: [Int] = []
    /// All words, as the baseline reads them; none where the network is alone.
    let hashes: [UInt64]

    init(_ text: String, by classifier: TextClassifier) {
        var session = TokenizerSession(classifier.tokenizer)
        let encoding = session.encode(text)
        let numbers = session.wordNumbers(of: text)
        let read = classifier.model.configuration.clip((0..<Int32(encoding.ids.count)).map { $0 }).map(Int.init)
        ids = read.map { encoding.ids[$0] }
        hashes = classifier.isCombined ? session.wordHashes(of: text) : []
        for (place, token) in read.enumerated() {
            let bytes = encoding.byteRanges[token]
            if let last = words.indices.last, places[last] == numbers[token] {
                words[last] = words[last].lowerBound..<place + 1
                ranges[last] = ranges[last].lowerBound..<max(ranges[last].upperBound, bytes.upperBound)
            } else {
                words.append(place..<place + 1)
                ranges.append(bytes)
                places.append(numbers[token])
            }
        }
    }

    /// The ids and hashes of the text without some of the words that the network reads.
    func without(_ isGone: (Int) -> Bool) -> (ids: [Int32], hashes: [UInt64]) {
        let gone = Set(words.indices.filter(isGone))
        let gonePlaces = Set(gone.map { places[$0] })
        return (
            words.indices.filter { !gone.contains($0) }.flatMap { ids[words[$0]] },
            hashes.indices.filter { !gonePlaces.contains($0) }.map { hashes[$0] }
        )
    }
}
