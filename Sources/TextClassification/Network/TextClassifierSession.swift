import Tensors

/// Inference with weights that are packed once.
///
/// The result for a document does not depend on the other documents of a batch.
public struct TextClassifierSession: Sendable {
    /// The network whose weights it reads.
    public let model: TextClassifierNetwork
    private let layers: [PackedLSTM]
    private let words: ProjectedWords  // for the first layer

    /// - Parameter precision: How many bits the products of the LSTM read for each weight.
    public init(_ model: TextClassifierNetwork, precision: Precision = .fp32) {
        self.model = model
        let directions = model.lstm.isBidirectional ? 2 : 1
        layers = (0..<model.lstm.numLayers).map { layer in
            PackedLSTM(
                model.lstm.cells[layer * directions..<(layer + 1) * directions].map {
                    PackedLSTM.Direction(
                        inputWeight: $0.inputWeight.value, recurrentWeight: $0.recurrentWeight.value, bias: $0.bias,
                        precision: precision)
                })
        }
        words = layers[0].projecting(model.embedding.weight.value)
    }

    /// The logits of each document, one a class.
    ///
    /// Documents are taken in batches of about one length, in an order of their own; the results are in the caller's.
    /// A document without tokens gets a logit of zero for each class.
    public func logits(of documents: [[Int32]], batchSize: Int = 64) -> [[Double]] {
        logits(of: documents, batchSize: batchSize, checkingCancellation: {})
    }

    /// - Parameter check: Called before each batch; throws to stop.
    func logits(
        of documents: [[Int32]], batchSize: Int = 64, checkingCancellation check: () throws -> Void
    ) rethrows -> [[Double]] {
        let classes = model.configuration.classNames.count
        var results = [[Double]](repeating: [Double](repeating: 0, count: classes), count: documents.count)
        let order = documents.indices.filter { !documents[$0].isEmpty }.sorted {
            (documents[$0].count, $0) < (documents[$1].count, $1)
        }
        var start = 0
        while start < order.count {
            try check()
            var (end, tokens) = (start, 0)
            while end < order.count, end - start < batchSize {
                tokens += documents[order[end]].count
                if end > start, tokens > Self.mostTokens { break }
                end += 1
            }
            let batch = order[start..<end]
            let values = logits(batch: batch.map { documents[$0] }).elements
            for (row, document) in batch.enumerated() {
                results[document] = values[row * classes..<(row + 1) * classes].map(Double.init)
            }
            start = end
        }
        return results
    }

    /// A batch of long documents ends early, so that memory stays small.
    private static let mostTokens = 8_192

    /// The logits of one batch, `[batch.count, classNames.count]`.
    func logits(batch: [[Int32]]) -> Tensor {
        let layout = SequenceLayout(lengths: batch.map(\.count))
        return logits(layers[0](layout.pack(batch), of: words, layout: layout), layout)
    }

    /// The logits of documents whose words are given as vectors, `[layout.rowCount, embeddingSize]`.
    public func logits(embedded: Tensor, layout: SequenceLayout) -> Tensor {
        logits(layers[0](embedded, layout: layout), layout)
    }

    /// The logits that the layers above the first make of what it gives.
    private func logits(_ first: (states: Tensor, final: [Tensor]), _ layout: SequenceLayout) -> Tensor {
        var (rows, final) = first
        for layer in layers.dropFirst() { (rows, final) = layer(rows, layout: layout) }
        let pooled = model.pooling(Variable(rows), final: final.map { Variable($0) }, layout: layout)
        return model.output(pooled).value
    }
}
