import Foundation
import Testing

@testable import ModelFiles
@testable import NeuralLayers
@testable import Tensors
@testable import TextClassification
@testable import Training

struct SentimentTaskTests {
    /// Documents of 20 words whose class is whether word 5 or word 6 is among them.
    private func data(_ count: Int, seed: UInt64) -> LabelledIDs {
        var generator = SeededGenerator(seed: seed)
        let labels = (0..<count).map { $0 % 2 }
        return LabelledIDs(
            documents: labels.map { label in
                var words = (0..<Int.random(in: 2...12, using: &generator)).map { _ in
                    Int32.random(in: 7..<30, using: &generator)
                }
                words[Int.random(in: 0..<words.count, using: &generator)] = Int32(5 + label)
                return words
            }, labels: labels)
    }

    private func trainer(
        _ change: (inout TextClassifierTask.Options, inout TextClassifierNetwork.Configuration, inout TrainingOptions)
            -> Void
    ) -> Trainer<TextClassifierTask> {
        var configuration = TextClassifierNetwork.Configuration(
            vocabularySize: 30, embeddingSize: 8, hiddenSize: 8, classNames: ["a", "b"])
        var options = TextClassifierTask.Options()
        var training = TrainingOptions(epochs: 12, schedule: LearningRateSchedule(peak: 1e-2), randomSeed: 1)
        training.numValidations = 3
        change(&options, &configuration, &training)
        var generator = SeededGenerator(seed: 1, stream: "weights")
        let task = TextClassifierTask(
            model: TextClassifierNetwork(configuration, using: &generator), training: data(120, seed: 1),
            validation: data(60, seed: 2), batchSize: 16, options: options, generator: SeededGenerator(seed: 2))
        return Trainer(task: task, options: training)
    }

    @Test(arguments: [Float(0), 0.1])
    func aRuleIsLearned(adversarialStep: Float) throws {
        var trainer = trainer { options, _, _ in options.adversarialStep = adversarialStep }
        _ = try trainer.run { _, _ in true }
        let loss = try #require(trainer.progress.best?.validationLoss)
        #expect(loss < 0.2, "chance is 0.693")
    }

    @Test(arguments: RecurrentCellKind.allCases) func everyCellLearnsARule(cell: RecurrentCellKind) throws {
        var trainer = trainer { _, configuration, _ in configuration.cell = cell }
        _ = try trainer.run { _, _ in true }
        let loss = try #require(trainer.progress.best?.validationLoss)
        #expect(loss < 0.4, "chance is 0.693")
    }

    /// With a step of almost no length the adversarial loss is the clean one, so the gradients double.
    @Test func theAdversarialLossIsAddedUnderTheSameMasks() {
        func gradients(_ step: Float) -> (Float, [Tensor]) {
            var task = trainer { options, configuration, _ in
                options.adversarialStep = step
                configuration.dropout.embedding = 0.3
                configuration.dropout.output = 0.5
            }.task
            var context = ForwardContext.training(SeededGenerator(seed: 5))
            let (loss, gradients, _) = task.nextGradients(in: &context)
            return (loss, task.model.namedParameters.map { gradients[$0.parameter]! })
        }
        let (loss, clean) = gradients(0)
        let (sameLoss, both) = gradients(1e-6)
        #expect(loss == sameLoss)
        for (one, two) in zip(clean, both) {
            let difference = zip(one.elements, two.elements).map { abs(2 * $0 - $1) }.max()!
            #expect(difference < 1e-4)
        }
        let (_, far) = gradients(2)
        #expect(
            zip(clean, far).contains { one, two in zip(one.elements, two.elements).contains { abs(2 * $0 - $1) > 1e-2 }
            })
    }

    @Test func theStepRaisesTheLossMoreThanARandomOne() {
        let model = trainer { _, _, _ in }.task.model
        let documents = data(16, seed: 4)
        let layout = SequenceLayout(lengths: documents.documents.map(\.count))
        let ids = layout.pack(documents.documents)
        func loss(_ perturbation: Variable) -> Variable {
            var context = ForwardContext.inference
            return crossEntropy(
                logits: model(ids, layout: layout, perturbation: perturbation, in: &context),
                targets: documents.labels.map(Int32.init))
        }
        let origin = Parameter(.zeros([ids.count, 8]))
        let (clean, gradients) = withGradients { loss(Variable(origin)) }
        var generator = SeededGenerator(seed: 6)
        let random = Tensor.normal([ids.count, 8], using: &generator)
        func raised(_ direction: Tensor) -> Float {
            loss(Variable(normalizedOverTime(direction, layout: layout) { _ in 0.3 })).value.scalar - clean
        }
        #expect(raised(gradients[origin]!) > 4 * abs(raised(random)))
    }

    @Test func classWeightsMakeClassesCountTheSame() {
        let labels = LabelledIDs(documents: [[5], [5], [5], [6]], labels: [0, 0, 0, 1])
        #expect(labels.balancingWeights(classCount: 2) == [4.0 / 6, 2])
        #expect(labels.balancingWeights(classCount: 3)[2] == 0)
    }

    @Test func aKilledTrainingEndsInTheSameBits() throws {
        func options(
            _ o: inout TextClassifierTask.Options, _ c: inout TextClassifierNetwork.Configuration,
            _ t: inout TrainingOptions
        ) {
            o.adversarialStep = 0.1
            c.dropout.words = 0.1
            c.dropout.output = 0.2
            t.averageDecay = 0.9
            t.isLazy = true
            t.rateScales = ["embedding.weight": 0.5]
            t.epochs = 4
        }
        var whole = trainer(options)
        _ = try whole.run { _, _ in true }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sentiment-\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        var first = trainer(options)
        var steps = 0
        #expect(throws: CancellationError.self) {
            try first.run { event, trainer in
                if case .stepEnded = event { steps += 1 }
                if event == .checkpointDue { try trainer.writeCheckpoint(to: file, description: [:]) }
                return steps < 11
            }
        }
        var second = trainer(options)
        try second.restore(from: SafetensorsFile(contentsOf: file))
        #expect(second.progress.step == 11)
        _ = try second.run { _, _ in true }
        whole.restoreBestParameters()
        second.restoreBestParameters()
        for (a, b) in zip(whole.task.model.namedParameters, second.task.model.namedParameters) {
            #expect(a.parameter.value == b.parameter.value, "\(a.name)")
        }
    }

    @Test func theMeanOfTheWeightsIsWhatIsKept() throws {
        var trainer = trainer { _, _, t in
            t.averageDecay = 0.99
            t.epochs = 2
        }
        _ = try trainer.run { _, _ in true }
        let last = trainer.task.model.namedParameters.map(\.parameter.value)
        trainer.restoreBestParameters()
        let kept = trainer.task.model.namedParameters.map(\.parameter.value)
        #expect(zip(last, kept).allSatisfy { $0 != $1 })
    }
}
