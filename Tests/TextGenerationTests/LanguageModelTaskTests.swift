import TestModels
import Testing
import Tokenization

@testable import Datasets
@testable import NeuralLayers
@testable import Tensors
@testable import TextGeneration

struct LanguageModelTaskTests {
    /// One lane, so an epoch is the text from its rotation on, in one piece.
    @Test func theStateIsCarriedFromChunkToChunkAndDroppedAtAnEpochsStart() throws {
        let training = TinyTraining("one lane") {
            $0.dropout = 0
            $0.batches = .init(batchSize: 1, sequenceLength: 24)
        }
        var task = training.trainer().task
        var batches = LaneBatches(
            ids: training.ids, configuration: training.batches,
            generator: SeededGenerator(seed: training.options.randomSeed, stream: "batches"))
        var context = ForwardContext.inference
        for _ in 0..<2 {
            var (nats, ids): (Double, [Int32]) = (0, [])
            for _ in 0..<10 {
                let (loss, _, units) = task.nextGradients(in: &context)
                nats += Double(loss) * Double(units)
                ids += batches.next().targets
            }
            #expect(ids.sorted() == training.ids.sorted())
            #expect(abs(nats - self.nats(of: ids, task.model)) < 1e-3)
        }
    }

    @Test(arguments: RecurrentCellKind.allCases) func theCarriedStateIsPutBack(cell: RecurrentCellKind) throws {
        func task() -> TextGeneratorTask {
            var configuration = TextGeneratorNetwork.Configuration(
                vocabularySize: 14, embeddingSize: 6, hiddenSize: 8, numLayers: 2)
            configuration.cell = cell
            var weights = SeededGenerator(seed: 2)
            return TextGeneratorTask(
                model: TextGeneratorNetwork(configuration, using: &weights), training: TinyTraining.text(240),
                validation: [], batches: .init(batchSize: 4, sequenceLength: 12), generator: SeededGenerator(seed: 3))
        }
        var (first, second) = (task(), task())
        var context = ForwardContext.inference
        for _ in 0..<3 { _ = first.nextGradients(in: &context) }
        let (cursor, tensors) = try first.snapshot()
        #expect(tensors.count == (cell.type.kernel.hasCellState ? 4 : 2))
        try second.restore(cursor: cursor, tensors: tensors)
        for _ in 0..<2 {
            #expect(first.nextGradients(in: &context).loss == second.nextGradients(in: &context).loss)
        }
    }

    @Test func anEpochHasTheUnitsOfItsLanes() {
        let task = TinyTraining("uneven") { $0.ids = TinyTraining.text(243) }.trainer().task
        #expect(task.unitsPerEpoch == 240)
    }

    @Test func withoutHeldOutTextThereIsNoValidationLoss() throws {
        #expect(try TinyTraining("none") { $0.validation = [] }.trainer().task.validationLoss() == nil)
    }

    private func nats(of ids: [Int32], _ model: TextGeneratorNetwork) -> Double {
        var session = TextGeneratorSession(model)
        var (previous, total) = (Vocabulary.beginID, 0.0)
        for id in ids {
            session.next(after: previous)
            let logits = Tensor(session.logits, shape: [1, session.logits.count])
            total += Double(crossEntropies(logits: logits, targets: [id])[0])
            previous = id
        }
        return total
    }
}
