import Datasets
import Foundation
import NeuralLayers
import Tensors
import Tokenization
import Training

/// A ``WordLanguageModel`` that learns from documents without labels.
///
/// A softmax over all words would cost more than all else, so a step compares each right word with the most frequent
/// ones and with all rare ones that the batch asks for (after Jean, Cho, Memisevic & Bengio 2015); validation takes all
/// words.
public struct WordLanguageModelTask: TrainingTask {
    public let model: WordLanguageModel
    private let pieces: [[Int32]]
    private let validation: [[Int32]]
    private let dropout: Float
    private var batches: DocumentBatches
    /// The candidates of every step, ascending, and for each id whether it is one.
    private let frequent: [Int32]
    private let isFrequent: [Bool]

    /// - Parameters:
    ///   - documents: Token ids.
    ///   - pieceLength: Documents are read in pieces of at most so many tokens.
    ///   - tokensPerBatch: Pieces are taken together for about so many tokens.
    ///   - frequentCount: How many of the most frequent words every step compares with.
    ///   - fallsByFrequency: Whether lower ids are more frequent, as a vocabulary of words has them; if not, they are
    ///     counted.
    public init(
        model: WordLanguageModel, documents: [[Int32]], validation: [[Int32]], pieceLength: Int = 120,
        tokensPerBatch: Int = 3_840, frequentCount: Int = 2_000, dropout: Float,
        fallsByFrequency: Bool = true, generator: SeededGenerator
    ) {
        self.model = model
        self.dropout = dropout
        let ids = Int32(Vocabulary.specialCount)..<Int32(model.configuration.vocabularySize)
        let ranked = fallsByFrequency ? Array(ids) : Self.byFrequency(ids, in: documents)
        let frequent = [Vocabulary.unknownID] + ranked.prefix(frequentCount).sorted()
        var isFrequent = [Bool](repeating: false, count: model.configuration.vocabularySize)
        for id in frequent { isFrequent[Int(id)] = true }
        (self.frequent, self.isFrequent) = (frequent, isFrequent)
        pieces = Self.cut(documents, pieceLength)
        self.validation = Self.cut(validation, pieceLength)
        batches = DocumentBatches(
            lengths: pieces.map(\.count), batchSize: max(1, tokensPerBatch / pieceLength), generator: generator)
    }

    /// The ids, those that occur most often first; of equal ones the lower.
    private static func byFrequency(_ ids: Range<Int32>, in documents: [[Int32]]) -> [Int32] {
        var counts = [Int](repeating: 0, count: Int(ids.upperBound))
        for document in documents { for id in document { counts[Int(id)] += 1 } }
        return ids.sorted { (counts[Int($0)], $1) > (counts[Int($1)], $0) }
    }

    private static func cut(_ documents: [[Int32]], _ length: Int) -> [[Int32]] {
        documents.flatMap { document in
            stride(from: 0, to: document.count, by: length).map {
                Array(document[$0..<min($0 + length, document.count)])
            }
        }.filter { $0.count >= 2 }
    }

    public var unitsPerEpoch: Int { pieces.count }
    public var largestLoss: Double { Self.largestLoss(tokens: model.configuration.vocabularySize) }

    public mutating func nextGradients(
        in context: inout ForwardContext
    ) -> (loss: Float, gradients: Gradients, units: Int) {
        let batch = batches.next().map { pieces[$0] }
        let targets = Targets(batch)
        let rare = Set(targets.layout.pack(batch)).filter { !isFrequent[Int($0)] }
        let (loss, gradients) = withGradients {
            targets.loss(of: model, candidates: (frequent + rare).sorted(), dropout: dropout, in: &context)
        }
        return (loss, gradients, batch.count)
    }

    /// Nats a word among all words, the mean of both directions.
    public func validationLoss() throws -> Double? {
        guard !validation.isEmpty else { return nil }
        let all = [Vocabulary.unknownID] + (Int32(Vocabulary.specialCount)..<Int32(model.configuration.vocabularySize))
        var context = ForwardContext.inference
        var (total, count) = (0.0, 0)
        for start in stride(from: 0, to: validation.count, by: 16) {
            let targets = Targets(Array(validation[start..<min(start + 16, validation.count)]))
            let loss = targets.loss(of: model, candidates: all, dropout: 0, in: &context)
            total += Double(loss.value.scalar) * Double(targets.count)
            count += targets.count
        }
        return total / Double(count)
    }

    public func snapshot() throws -> (cursor: Data, tensors: [String: Tensor]) { (try batches.cursorData(), [:]) }

    public mutating func restore(cursor: Data, tensors: [String: Tensor]) throws { try batches.restore(from: cursor) }
}

/// A batch of pieces and, for either direction, what stands next to each of its words.
private struct Targets {
    let layout: SequenceLayout
    let ids: [Int32]
    /// Forwards and backwards; -1 where there is no word.
    private let words: [[Int32]]

    init(_ batch: [[Int32]]) {
        layout = SequenceLayout(lengths: batch.map(\.count))
        ids = layout.pack(batch)
        words = [
            layout.pack(batch.map { $0.dropFirst() + [-1] }.map(Array.init)),
            layout.pack(batch.map { [-1] + $0.dropLast() }),
        ]
    }

    /// Words that are asked for in one direction.
    var count: Int { ids.count - layout.batchSize }

    /// The mean over both directions of the cross entropy among the candidates, which are ascending.
    func loss(
        of model: WordLanguageModel, candidates: [Int32], dropout: Float, in context: inout ForwardContext
    ) -> Variable {
        var places = [Int32](repeating: -1, count: model.configuration.vocabularySize)
        for (place, id) in candidates.enumerated() { places[Int(id)] = Int32(place) }
        let logits = model(ids, layout: layout, candidates: candidates, dropout: dropout, in: &context)
        let losses = zip(logits, words).map { logits, words in
            crossEntropy(
                logits: logits, targets: words.map { $0 < 0 ? 0 : max(0, places[Int($0)]) },
                weights: words.map { $0 < 0 || places[Int($0)] < 0 ? 0 : 1 })
        }
        return 0.5 * (losses[0] + losses[1])
    }
}
