import Foundation
import Testing

@testable import TextGeneration

/// The figures that a character language model of tinyshakespeare is printed beside.
struct BaselinesShakespeareTests {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let file = repository.deletingLastPathComponent()
        .appendingPathComponent("shared/data/tinyshakespeare/input.txt.gz")
    static var hasData: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// The bytes of the text, by way of `gunzip`.
    static func bytes() throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gunzip", "-c", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }

    @Test(.enabled(if: hasData, "skipped: no data"))
    func eightGramsReachTheKnownScore() throws {
        let bytes = try Self.bytes()
        try #require(bytes.count == 1_115_394)
        let alphabet = Set(bytes).sorted()
        var idOfByte = [Int32](repeating: 0, count: 256)
        for (id, byte) in alphabet.enumerated() { idOfByte[Int(byte)] = Int32(id) }
        let ids = bytes.map { idOfByte[Int($0)] }
        let (training, test) = (Array(ids[..<1_003_854]), Array(ids[1_003_854...]))
        let unigram = UnigramBaseline(training: training, vocabularySize: alphabet.count)
        let eightGram = KneserNeyModel(training: training, order: 8, vocabularySize: alphabet.count)
        let natsOfUnigram = unigram.totalNats(of: test) / Double(test.count)
        let nats = eightGram.totalNats(of: test, after: training) / Double(test.count)
        #expect((3.3...3.4).contains(natsOfUnigram), "\(natsOfUnigram) nats a character")
        #expect((1.515...1.525).contains(nats), "\(nats) nats a character")
    }
}
