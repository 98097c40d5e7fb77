import NeuralLayers
import Tensors
import TextClassification

/// A bidirectional classifier of documents of many lengths: training with Adam in batches of 64, classifying 64 at a
/// time, and one at a time.
enum ClassifierBenchmarks {
    static let all = ["short", "long"].flatMap { length in
        [
            benchmark("classify-train/1x128 \(length)", length, batches: 2, batchSize: 64, isTraining: true),
            benchmark("classify-64/1x128 \(length)", length, batches: 2, batchSize: 64, isTraining: false),
            benchmark("classify-1/1x128 \(length)", length, batches: 16, batchSize: 1, isTraining: false),
            benchmark(
                "classify-1/1x128 \(length) int8", length, batches: 16, batchSize: 1, isTraining: false,
                precision: .int8),
        ]
    }

    private static let (vocabularySize, embeddingSize, hiddenSize) = (20_000, 128, 128)

    private static func benchmark(
        _ name: String, _ length: String, batches: Int, batchSize: Int, isTraining: Bool,
        precision: Precision = .fp32
    ) -> Benchmark {
        let count = batches * batchSize
        let range = length == "short" ? 5...60 : 50...400
        let mean = Double(range.lowerBound + range.upperBound) / 2
        let operations = 2 * 2 * 4 * Double(hiddenSize * (embeddingSize + hiddenSize)) * mean * Double(count)
        let arguments = [
            "--low", String(range.lowerBound), "--high", String(range.upperBound), "--batch", String(batchSize),
            "--count", String(batches), "--mode", isTraining ? "train" : "infer",
        ]
        return Benchmark(
            name: name, unit: "docs", unitsPerRound: Double(count),
            operationsPerRound: operations * (isTraining ? 3 : 1),
            prepare: {
                let data = documents(count, range)
                return isTraining ? training(data, batchSize) : classifying(data, batchSize, precision)
            },
            peers: engines(batchSize, precision).map {
                PeerProgram(script: "classify_torch.py", arguments: arguments + ["--engine", $0])
            })
    }

    private static func engines(_ batchSize: Int, _ precision: Precision) -> [String] {
        guard batchSize == 1 else { return ["packed-bucketed", "padded-bucketed"] }
        return precision == .int8 ? ["packed", "packed-int8"] : ["packed"]
    }

    private static func documents(_ count: Int, _ range: ClosedRange<Int>) -> LabelledIDs {
        var generator = SeededGenerator(seed: 7)
        return LabelledIDs(
            documents: (0..<count).map { _ in
                (0..<Int.random(in: range, using: &generator)).map { _ in
                    Int32.random(in: 1..<Int32(vocabularySize), using: &generator)
                }
            }, labels: (0..<count).map { $0 % 2 })
    }

    private static func model() -> TextClassifierNetwork {
        var generator = SeededGenerator(seed: 1)
        return TextClassifierNetwork(
            TextClassifierNetwork.Configuration(
                vocabularySize: vocabularySize, embeddingSize: embeddingSize, hiddenSize: hiddenSize, pooling: [.max],
                classNames: ["negative", "positive"]), using: &generator)
    }

    /// An epoch: every document once.
    private static func training(_ data: LabelledIDs, _ batchSize: Int) -> () -> Void {
        var task = TextClassifierTask(
            model: model(), training: data, validation: LabelledIDs(), batchSize: batchSize,
            options: TextClassifierTask.Options(), generator: SeededGenerator(seed: 2))
        var optimizer = Adam()
        var context = ForwardContext.training(SeededGenerator(seed: 3))
        let parameters = task.model.namedParameters.map(\.parameter)
        return {
            for _ in 0..<data.documents.count / batchSize {
                let (_, gradients, _) = task.nextGradients(in: &context)
                optimizer.update(parameters, with: gradients, learningRate: 1e-3, gradientScale: 1)
            }
        }
    }

    private static func classifying(_ data: LabelledIDs, _ batchSize: Int, _ precision: Precision) -> () -> Void {
        let session = TextClassifierSession(model(), precision: precision)
        if batchSize == 1 { return { for document in data.documents { _ = session.logits(of: [document]) } } }
        return { _ = session.logits(of: data.documents, batchSize: batchSize) }
    }
}
