import Foundation
import TestSupport
import Testing

@testable import ModelFiles
@testable import Tensors
@testable import TextClassification
@testable import Training

struct SkipGramTrainingTests {
    /// Documents of 40 words, each of one of four topics: half of the words are of the topic's own ten, half are of
    /// ten that all topics share.
    private static let documents: [[Int32]] = {
        var generator = SeededGenerator(seed: 77)
        return (0..<300).map { document in
            (0..<40).map { _ in
                let isShared = Bool.random(using: &generator)
                return Int32((isShared ? 40 : document % 4 * 10) + Int.random(in: 0..<10, using: &generator))
            }
        }
    }()

    private static let counts = (0..<50).map { word in documents.joined().count { $0 == word } }

    private func makeTraining(_ change: (inout SkipGramOptions) -> Void = { _ in }) throws -> SkipGramTraining {
        var options = SkipGramOptions(randomSeed: 3)
        (options.dimension, options.epochs, options.window, options.subsampling) = (20, 2, 5, 0.02)
        change(&options)
        return try SkipGramTraining(documents: Self.documents, counts: Self.counts, options: options)
    }

    /// Of the words that have a topic, the share whose nine nearest ones of such words are all of the same topic.
    private func shareOfPureNeighbourhoods(_ training: SkipGramTraining) -> Double {
        let vectors = training.wordVectors(words: (0..<50).map(String.init))
        let pure = (0..<40).count { word in
            let others = vectors.nearest(to: String(word), count: 49).compactMap { Int($0.word) }
            return others.filter { $0 < 40 }.prefix(9).allSatisfy { $0 / 10 == word / 10 }
        }
        return Double(pure) / 40
    }

    @Test func wordsOfATopicEndNearerToEachOtherThanToOthers() throws {
        var training = try makeTraining { ($0.epochs, $0.learningRate) = (12, 0.05) }
        #expect(shareOfPureNeighbourhoods(training) == 0)
        let first = try #require(try training.train(untilTokens: 1))
        try training.train(untilTokens: 130_000)
        let last = try #require(try training.train())
        #expect(shareOfPureNeighbourhoods(training) == 1)
        #expect(first < 6 * log(2) && last < first - 0.2, "\(first) \(last)")
    }

    @Test func threadsAndCallsDoNotChangeAByte() throws {
        func tables(threads: Int, every count: Int, seed: UInt64 = 3) throws -> [Tensor] {
            var training = try makeTraining { $0.randomSeed = seed }
            try withThreads(threads) {
                while !training.isFinished { try training.train(untilTokens: training.tokensDone + count) }
            }
            #expect(training.tokensDone == 24_000 && training.epochsDone == 2)
            return [training.vectors, training.outputVectors]
        }
        let expected = try tables(threads: 1, every: .max / 2)
        #expect(try tables(threads: 2, every: .max / 2) == expected)
        #expect(try tables(threads: 2, every: 1) == expected)
        #expect(try tables(threads: 1, every: 5000) == expected)
        #expect(try tables(threads: 1, every: 5000, seed: 4) != expected)
    }

    @Test func aTrainingResumedAnywhereEndsInTheSameBytes() throws {
        var training = try makeTraining()
        var checkpoints = [try training.checkpoint().data()]
        while !training.isFinished {
            try training.train(untilTokens: training.tokensDone + 1)
            checkpoints.append(try training.checkpoint().data())
        }
        #expect(checkpoints.count == 7)
        for (index, checkpoint) in checkpoints.enumerated() {
            var resumed = try makeTraining()
            if index % 2 == 1 { try resumed.train(untilTokens: 5000) }  // what it has done is forgotten
            try resumed.restore(from: SafetensorsFile(data: checkpoint, name: "\(index)"))
            try resumed.train()
            #expect(try resumed.checkpoint().data() == checkpoints[6], "resumed at \(index)")
        }
    }

    @Test func checkpointsOfOtherTrainingsAreRefused() throws {
        var training = try makeTraining()
        try training.train(untilTokens: 5000)
        func expectRefusal(_ reason: String, by other: SkipGramTraining, _ change: (inout SafetensorsWriter) -> Void) {
            #expect {
                var (writer, other) = (try training.checkpoint(), other)
                change(&writer)
                try other.restore(from: SafetensorsFile(data: writer.data(), name: "file"))
            } throws: { error in
                guard case .checkpointMismatch("file", let found)? = error as? TrainingError else { return false }
                return found.contains(reason)
            }
        }
        expectRefusal("other options", by: try makeTraining { $0.randomSeed = 4 }) { _ in }
        let documents = Array(Self.documents.dropLast())
        let shorter = try SkipGramTraining(documents: documents, counts: Self.counts, options: training.options)
        expectRefusal("another text", by: shorter) { _ in }
        expectRefusal("none of word vectors", by: training) { $0.metadata["kind"] = nil }
        expectRefusal("version", by: training) { $0.metadata["formatVersion"] = "2" }
        expectRefusal("other options", by: training) { $0.metadata["options"] = "{" }
        for tokens in ["", "-4096", "4097", "99999999", "1e3"] {
            expectRefusal("stops at token", by: training) { $0.metadata["tokensDone"] = tokens }
        }
    }

    @Test func checkpointsWithNumbersThatAreNoneAreRefused() throws {
        var training = try makeTraining()
        var tables = training.tables.inputs
        tables.mutate { $0[7] = .nan }
        training.tables = SkipGramTables(inputs: tables, outputs: training.outputVectors)
        let file = try SafetensorsFile(data: training.checkpoint().data(), name: "file")
        #expect(throws: SafetensorsError.self) { try training.restore(from: file) }
    }

    @Test func aRateThatIsTooHighIsReported() throws {
        var training = try makeTraining { ($0.learningRate, $0.epochs) = (1e30, 5) }
        #expect(throws: TrainingError.self) { try training.train() }
    }

    @Test func optionsOutOfRangeAreRefused() throws {
        func expectRefusal(_ problem: String, _ change: (inout SkipGramOptions) -> Void) throws {
            let error = try #require(throws: WordVectorsError.self) { try makeTraining(change) }
            #expect(error.description.contains(problem), "\(error)")
        }
        try expectRefusal("dimension is 0") { $0.dimension = 0 }
        try expectRefusal("window is 0") { $0.window = 0 }
        try expectRefusal("negatives is 0") { $0.negatives = 0 }
        try expectRefusal("subsampling is nan") { $0.subsampling = .nan }
        try expectRefusal("epochs is -1") { $0.epochs = -1 }
        try expectRefusal("learningRate is inf") { $0.learningRate = .infinity }
    }

    @Test func trainingWithoutWordsIsFinished() throws {
        var training = try SkipGramTraining(
            documents: [[-1], []], counts: [3, 4], options: SkipGramOptions(randomSeed: 1))
        #expect(training.isFinished && training.totalTokens == 0)
        let loss = try training.train()
        #expect(loss == nil)
    }

    @Test func wordsOutsideTheVocabularyAreLeftOut() throws {
        var options = SkipGramOptions(randomSeed: 3)
        (options.dimension, options.epochs) = (4, 1)
        let spaced: [[Int32]] = Self.documents.map { document in Array(document.map { [-1, $0, -7] }.joined()) }
        var trainings = try [Self.documents, spaced].map {
            try SkipGramTraining(documents: $0, counts: Self.counts, options: options)
        }
        for index in 0..<2 { try trainings[index].train() }
        #expect(trainings[0].vectors == trainings[1].vectors)
    }
}
