import Foundation
import NeuralLayers
import Tensors

/// A model packed for reading stretches of text side by side: each weight is fetched once for all of them.
struct LaneReader: Sendable {
    /// What the stretches carry from piece to piece.
    typealias State = SequenceEncoderRowsStep.State

    private let encoder: SequenceEncoderSession
    private let output: OutputWeights

    init(_ model: TextGeneratorNetwork, precision: Precision) {
        encoder = SequenceEncoderSession(model.encoder, precision: precision)
        output = OutputWeights(model, precision)
    }

    /// The state at the beginning of `lanes` texts.
    func start(lanes: Int) -> State { encoder.start(rows: lanes) }

    /// Reads ids that lie step by step, `[steps, lanes]`, and moves the state on.
    ///
    /// - Returns: The logits of the next ids, `[steps * lanes, vocabularySize]`.
    func callAsFunction(_ ids: [Int32], lanes: Int, state: inout State) -> Tensor {
        let layout = SequenceLayout(batchSize: lanes, steps: ids.count / lanes)
        return output.logits(of: encoder(ids, layout: layout, state: &state))
    }
}

/// `-ln softmax(logits)[id]` of each row of `[ids.count, vocabularySize]`, in double precision.
func negativeLogProbabilities(of ids: [Int32], logits: Tensor) -> [Double] {
    let size = logits.shape[1]
    return [Double](unsafeUninitializedCapacity: ids.count) { values, count in
        nonisolated(unsafe) let base = values.baseAddress
        logits.withElements { logits in
            ThreadPool.shared.forEachRange(of: ids.count, grain: 16) { range in
                for row in range {
                    let scores = UnsafeBufferPointer(rebasing: logits[row * size..<(row + 1) * size])
                    (base! + row).initialize(to: negativeLogProbability(of: Int(ids[row]), logits: scores))
                }
            }
        }
        count = ids.count
    }
}

/// `-ln softmax(logits)[id]`, in double precision.
func negativeLogProbability(of id: Int, logits: UnsafeBufferPointer<Float>) -> Double {
    let highest = logits.max() ?? 0
    let sum = logits.reduce(0.0) { $0 + exp(Double($1 - highest)) }
    return log(sum) - Double(logits[id] - highest)
}
