import Foundation
import Testing

@testable import TextClassification

struct SkipGramReaderTests {
    private func options(_ change: (inout SkipGramOptions) -> Void = { _ in }) -> SkipGramOptions {
        var options = SkipGramOptions(randomSeed: 5)
        (options.subsampling, options.epochs) = (0, 2)
        change(&options)
        return options
    }

    /// Documents whose words are all different, so that a word says where it stands.
    private let lengths = [1, 2, 5, 40, 3000, 4096, 9, 5000]

    private var documents: [[Int32]] {
        var next: Int32 = 0
        return lengths.map { length in
            defer { next += Int32(length) }
            return Array(next..<next + Int32(length))
        }
    }

    private func reader(_ options: SkipGramOptions) -> SkipGramReader {
        let counts = Array(repeating: 1, count: lengths.reduce(0, +))
        return SkipGramReader(SkipGramText(documents, counts: counts), counts: counts, options: options)
    }

    private func pieces(_ reader: SkipGramReader) -> [SkipGramReader.Piece] {
        var reader = reader
        return Array(AnyIterator { reader.next() })
    }

    @Test func everyWordMeetsTheWordsAroundIt() {
        let document = documents.enumerated().flatMap { number, words in words.map { _ in number } }
        let options = options { $0.epochs = 1 }
        var reaches: [Int: Int] = [:]
        var seen: [Int32] = []
        for windows in pieces(reader(options)).map(\.windows) {
            for window in 0..<windows.count {
                let inputs = windows.inputs[Int(windows.inputStart[window])..<Int(windows.inputStart[window + 1])]
                let word = windows.outputs[window * 6]
                seen.append(word)
                let before = Int32(inputs.count { $0 < word })
                let after = Int32(inputs.count) - before
                let reach = max(before, after)
                let isAround = Array(inputs) == Array(word - before..<word) + Array(word + 1..<word + 1 + after)
                let isInDocument = inputs.allSatisfy { document[Int($0)] == document[Int(word)] }
                if !isAround || !isInDocument { Issue.record("\(word) with \(inputs)") }
                if inputs.count == 2 * reach { reaches[Int(reach), default: 0] += 1 }
            }
        }
        #expect(seen.count >= 12_000 && Set(seen).count == seen.count)
        #expect(Set(reaches.keys) == Set(1...8))
        #expect(reaches.values.allSatisfy { abs($0 - 1500) < 200 }, "\(reaches)")
    }

    @Test func negativesAreOtherWordsByTheirCountsToThePowerOfThreeQuarters() {
        let counts = [1, 16, 81, 256, 0]
        let documents = [(0..<20_000).map { Int32($0 % 4) }]
        let reader = SkipGramReader(SkipGramText(documents, counts: counts), counts: counts, options: options())
        var drawn = Array(repeating: Array(repeating: 0.0, count: 5), count: 4)
        for windows in pieces(reader).map(\.windows) {
            for window in 0..<windows.count {
                let word = Int(windows.outputs[window * 6])
                for negative in 1..<6 { drawn[word][Int(windows.outputs[window * 6 + negative])] += 1 }
            }
        }
        let weights = [1.0, 8, 27, 64, 0]
        for word in 0..<4 {
            let total = weights.reduce(0, +) - weights[word]
            let all = drawn[word].reduce(0, +)
            for other in 0..<5 {
                let expected = other == word ? 0 : weights[other] / total
                let deviation = (expected * (1 - expected) / all).squareRoot()
                #expect(abs(drawn[word][other] / all - expected) <= 5 * deviation, "\(word) \(other)")
            }
        }
    }

    @Test func frequentWordsArePartlyLeftOut() {
        let counts = [90_000, 10_000]
        let documents = [(0..<100_000).map { Int32($0 % 10 == 0 ? 1 : 0) }]
        let options = options { $0.subsampling = 0.01 }
        let reader = SkipGramReader(SkipGramText(documents, counts: counts), counts: counts, options: options)
        var kept = [0.0, 0.0]
        for windows in pieces(reader).map(\.windows) {
            for window in 0..<windows.count { kept[Int(windows.outputs[window * 6])] += 1 }
        }
        for (word, share) in [0.9, 0.1].enumerated() {
            let expected = (0.01 / share).squareRoot() + 0.01 / share
            #expect(abs(kept[word] / Double(2 * counts[word]) - expected) < 0.01)
        }
        #expect(SkipGramReader.keepLimit(share: 0.005, threshold: 0.01) == .max)
    }

    @Test func aReaderThatWasSentToAPositionGoesOnFromThere() {
        let reader = reader(options { $0.window = 3 })
        let all = pieces(reader)
        #expect(all.count == 6 && all[5].end == reader.totalWords)
        for (index, piece) in all.enumerated() {
            var other = reader
            let isThere = other.seek(piece.end)
            #expect(isThere)
            let rest = pieces(other)
            #expect(rest.map(\.end) == all[(index + 1)...].map(\.end))
            #expect(rest.map(\.windows.inputs) == all[(index + 1)...].map(\.windows.inputs))
            #expect(rest.map(\.windows.outputs) == all[(index + 1)...].map(\.windows.outputs))
        }
        for wrong in [-1, 1, 4095, 4097, reader.totalWords + 1, reader.totalWords - 1, .max, .min] {
            var other = reader
            let isThere = other.seek(wrong)
            #expect(!isThere && other.position == 0)
        }
    }

    @Test func epochsDifferInOrderAndDraws() {
        let all = pieces(reader(options()))
        #expect(all[0].windows.inputs != all[3].windows.inputs)
    }

    @Test func textsWithoutWordsHaveNoPieces() {
        let text = SkipGramText([[], [-1, -1], []], counts: [1, 1])
        var reader = SkipGramReader(text, counts: [1, 1], options: options())
        let (piece, isAtStart, isBehind) = (reader.next(), reader.seek(0), reader.seek(1))
        #expect(text.documentCount == 0 && piece == nil && isAtStart && !isBehind)
    }

    @Test func negativesOfAWordThatIsNearlyTheWholeTextAreOtherWords() {
        let counts = [1 << 50, 1, 0]
        let documents = [Array(repeating: Int32(0), count: 500)]
        let reader = SkipGramReader(SkipGramText(documents, counts: counts), counts: counts, options: options())
        let outputs = pieces(reader).flatMap(\.windows.outputs)
        #expect(outputs.indices.allSatisfy { ($0 % 6 == 0) == (outputs[$0] == 0) })
        #expect(Set(outputs) == [0, 1, 2])
    }
}
