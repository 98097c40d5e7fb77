import Foundation
import NeuralLayers
import Tensors
import TestModels
import Testing

/// Counters of memory belong to the whole process, so each test runs in one of its own.
struct SteadyStateTrainingTests {
    @Test func trainingInSteadyStateTakesNoNewBlocksFromTheSystem() async {
        await #expect(processExitsWith: .success) {
            ThreadPool.useThreads(1)
            var task = SteadyStateTrainingTests.training.trainer().task
            var optimizer: any Optimizer = Adam()
            var context = ForwardContext.training(SeededGenerator(seed: 3))
            func step() {
                let gradients = task.nextGradients(in: &context).gradients
                optimizer.update(
                    task.model.namedParameters.map(\.parameter), with: gradients, learningRate: 0.01, gradientScale: 1)
            }
            for _ in 0..<60 { step() }
            let before = MemoryPool.shared.statistics
            for _ in 0..<30 { step() }
            let after = MemoryPool.shared.statistics
            #expect(after.allocations == before.allocations, "\(before), \(after)")
        }
    }

    #if os(Linux)
        @Test func tenThousandStepsLeaveTheProcessAsSmallAsItWas() async {
            await #expect(processExitsWith: .success) {
                ThreadPool.useThreads(1)
                var trainer = SteadyStateTrainingTests.training.trainer()
                var before = 0
                #expect(throws: CancellationError.self) {
                    try trainer.run { event, trainer in
                        if trainer.progress.step == 500, case .stepEnded = event { before = try residentBytes() }
                        return trainer.progress.step < 10_500
                    }
                }
                let growth = try residentBytes() - before
                #expect(before > 0 && trainer.progress.step == 10_500)
                #expect(growth <= 2 << 20, "\(growth) bytes")
            }
        }
    #endif

    static let training = TinyTraining("steady") {
        $0.ids = TinyTraining.text(400)
        $0.hiddenSize = 4
        $0.batches = .init(batchSize: 2, sequenceLength: 5)  // all sizes occur in an epoch
        $0.options.epochs = 4000
        $0.options.numValidations = 1
    }
}

#if os(Linux)
    /// The memory of this process that is in RAM.
    private func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(fields.dropFirst().first.flatMap { Int($0) }) * Int(getpagesize())
    }
#endif
