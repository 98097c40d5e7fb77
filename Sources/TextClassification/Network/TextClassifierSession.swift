import Datasets
import NeuralLayers
import Tensors

/// Inference with weights that are packed once.
///
/// The result for a document does not depend on the other documents of a batch.
public struct TextClassifierSession: Sendable {
    /// The network whose weights it reads.
    public let model: TextClassifierNetwork
    private let encoder: SequenceEncoderSession

    /// - Parameter precision: How many bits the products of the recurrent layers read for each weight.
    public init(_ model: TextClassifierNetwork, precision: Precision = .fp32) {
        self.model = model
        encoder = SequenceEncoderSession(model.encoder, precision: precision)
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
        for batch in batchesByLength(documents.map(\.count), batchSize: batchSize) {
            try check()
            let values = logits(batch: batch.map { documents[$0] }).elements
            for (row, document) in batch.enumerated() {
                results[document] = values[row * classes..<(row + 1) * classes].map(Double.init)
            }
        }
        return results
    }

    /// The logits of one batch, `[batch.count, classNames.count]`.
    func logits(batch: [[Int32]]) -> Tensor {
        let layout = SequenceLayout(lengths: batch.map(\.count))
        return logits(encoder(layout.pack(batch), layout: layout), layout)
    }

    /// The logits of documents whose words are given as vectors, `[layout.rowCount, embeddingSize]`.
    public func logits(embedded: Tensor, layout: SequenceLayout) -> Tensor {
        logits(encoder(embedded: embedded, layout: layout), layout)
    }

    private func logits(_ encoded: (states: Tensor, final: [Tensor]), _ layout: SequenceLayout) -> Tensor {
        let pooled = model.pooling(
            Variable(encoded.states), final: encoded.final.map { Variable($0) }, layout: layout)
        return model.output(pooled).value
    }
}
