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
