import Tensors
import TestModels
import TestSupport
import Testing

@testable import NeuralLayers

#if canImport(Glibc)
    import Glibc
#endif

/// The pool's counters belong to the whole process, so each test runs in one of its own.
struct SteadyStateMemoryTests {
    @Test func trainingInSteadyStateTakesNothingFromTheSystem() async {
        await #expect(processExitsWith: .success) {
            ThreadPool.useThreads(1)
            var training = TinyTraining(hiddenSize: 24)
            for _ in 0..<5 { training.step() }
            let before = MemoryPool.shared.statistics
            for pair in 0..<25 {
                // Two steps: the carried state goes to and fro between blocks that may differ a little in size.
                training.step()
                #expect(MemoryPool.shared.statistics.allocations == before.allocations, "pair \(pair)")
                training.step()
                #expect(MemoryPool.shared.statistics == before, "pair \(pair)")
            }
            #expect(training.lastLoss.isFinite)
        }
    }

    /// A product with a transposed left-hand side takes a workspace a thread, so how many are in use at once depends on
    /// how the threads happen to meet.
    @Test func withSeveralThreadsAtMostAWorkspaceAThreadIsTakenLater() async {
        await #expect(processExitsWith: .success) {
            ThreadPool.useThreads(3)
            var training = TinyTraining(hiddenSize: 24)
            for _ in 0..<5 { training.step() }
            let before = MemoryPool.shared.statistics
            for _ in 0..<50 { training.step() }
            let after = MemoryPool.shared.statistics
            #expect(after.allocations <= before.allocations + 2, "\(before), \(after)")
            #expect(after.bytesInUse <= before.bytesInUse + before.bytesInUse / 10, "\(before), \(after)")
        }
    }

    @Test func batchesOfChangingLengthsComeToAnEndOfAllocating() async {
        await #expect(processExitsWith: .success) {
            ThreadPool.useThreads(1)
            var training = TinyTraining(hiddenSize: 24)
            let lengths = [[5, 3, 2], [7, 7, 1], [2, 2, 2], [6, 1, 4]]
            for index in 0..<20 { training.step(lengths[index % 4]) }
            let before = MemoryPool.shared.statistics
            for index in 0..<40 { training.step(lengths[index % 4]) }
            let after = MemoryPool.shared.statistics
            #expect(after == before, "\(before), \(after)")
        }
    }

    @Test func aConvolutionalLSTMInSteadyStateTakesNothingFromTheSystem() async {
        await #expect(processExitsWith: .success) {
            ThreadPool.useThreads(1)
            var generator = SeededGenerator(seed: 1)
            let network = ConvLSTM(inputSize: 2, hiddenSize: 5, numLayers: 2, isBidirectional: true, using: &generator)
            let input = Tensor.normal([3, 4, 6, 7, 2], using: &generator)
            func step() {
                var context = ForwardContext.inference
                _ = withGradients { network(Variable(input), lengths: [4, 2, 3], in: &context).output.sum() }
            }
            for _ in 0..<5 { step() }
            let before = MemoryPool.shared.statistics
            for _ in 0..<20 { step() }
            let after = MemoryPool.shared.statistics
            #expect(after == before, "\(before), \(after)")
        }
    }

    #if canImport(Glibc)
        @Test func thousandsOfStepsLeaveTheHeapAsItIs() async {
            await #expect(processExitsWith: .success) {
                ThreadPool.useThreads(1)  // with more, a second workspace may be taken at any time
                var training = TinyTraining(hiddenSize: 4)
                for _ in 0..<50 { training.step() }
                _ = try heapBytesInUse()  // the first report keeps memory of its own
                let before = try heapBytesInUse()
                for _ in 0..<2000 { training.step() }
                let growth = try heapBytesInUse() - before
                #expect(growth <= 4096, "\(growth) bytes")
            }
        }
    #endif
}

#if canImport(Glibc)
    /// The bytes that the C heap has handed out, from the totals at the end of glibc's own report.
    private func heapBytesInUse() throws -> Int {
        typealias Report = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32
        let symbol = try #require(dlsym(nil, "malloc_info"))
        let report = unsafeBitCast(symbol, to: Report.self)
        var (text, size) = (nil as UnsafeMutablePointer<CChar>?, 0)
        let stream = try #require(open_memstream(&text, &size))
        _ = report(0, stream)
        fclose(stream)
        defer { free(text) }
        let lines = String(cString: try #require(text)).split(separator: "\n")
        func total(_ kind: String) throws -> Int {
            let line = lines.last { $0.hasPrefix("<\(kind)\"") }
            let number = line?.split(separator: "size=\"").last?.split(separator: "\"").first
            return try #require(number.flatMap { Int($0) })
        }
        return try total("system type=\"current") + total("total type=\"mmap") - total("total type=\"rest")
            - total("total type=\"fast")
    }
#endif

/// A two-layer language model that is trained on the same few tokens over and over.
private struct TinyTraining {
    private let embedding: Embedding
    private let lstm: LSTM
    private let projection: Linear
    private let parameters: [Parameter]
    private var optimizer = Adam()
    private var context = ForwardContext.training(SeededGenerator(seed: 2))
    private var state: LSTMState?
    private(set) var lastLoss: Float = 0

    init(hiddenSize: Int) {
        var generator = SeededGenerator(seed: 1)
        embedding = Embedding(vocabularySize: 11, embeddingSize: hiddenSize, using: &generator)
        lstm = LSTM(
            inputSize: hiddenSize, hiddenSize: hiddenSize, numLayers: 2,
            dropout: RecurrentDropout(betweenLayers: 0.2, recurrentWeights: 0.1), using: &generator)
        projection = Linear(inputSize: hiddenSize, outputSize: 11, using: &generator)
        parameters = (embedding.namedParameters + lstm.namedParameters + projection.namedParameters).map(\.parameter)
    }

    mutating func step(_ lengths: [Int] = [5, 3, 2]) {
        let layout = SequenceLayout(lengths: lengths)
        let ids = (0..<layout.rowCount).map { Int32($0 * 7 % 11) }
        var next = state
        var (loss, gradients) = withGradients {
            let (output, final) = lstm(packed: embedding(ids), layout: layout, state: state, in: &context)
            next = final.detached()
            return crossEntropy(logits: projection(output), targets: ids.reversed())
        }
        state = next
        let (scale, _) = GradientClipping.norm(1).apply(to: &gradients, of: parameters)
        optimizer.update(parameters, with: gradients, learningRate: 0.01, gradientScale: scale)
        lastLoss = loss
    }
}
