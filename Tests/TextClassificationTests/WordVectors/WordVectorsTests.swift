import Foundation
import Testing

@testable import Tensors
@testable import TextClassification

struct WordVectorsTests {
    @Test func theNearestAreThoseOfTheHighestCosine() {
        let rows: [[Float]] = [[1, 0], [10, 1], [0, 2], [-3, 0], [1, 1], [0, 0]]
        let words = ["east", "nearly", "north", "west", "between", "nowhere"]
        let vectors = WordVectors(words: words, vectors: Tensor(rows.flatMap { $0 }, shape: [6, 2]))
        let nearest = vectors.nearest(to: "east", count: 10)
        #expect(nearest.map(\.word) == ["nearly", "between", "north", "nowhere", "west"])
        #expect(abs(nearest[1].cosine - 0.5.squareRoot()) < 1e-12 && nearest[4].cosine == -1)
        #expect(vectors.nearest(to: "east", count: 2) == Array(nearest.prefix(2)))
        #expect(vectors.nearest(to: [0, 9], count: 1).map(\.word) == ["north"])
        #expect(vectors.nearest(to: "elsewhere", count: 3) == [] && vectors.nearest(to: "east", count: 0) == [])
    }

    @Test func theNearestOfManyAreThoseOfASort() {
        var generator = SeededGenerator(seed: 2)
        let words = (0..<500).map(String.init)
        let vectors = WordVectors(words: words, vectors: .normal([500, 7], using: &generator))
        let all = vectors.nearest(to: "17", count: 499)
        #expect(all.count == 499 && Set(all.map(\.word)).count == 499 && !all.contains { $0.word == "17" })
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.cosine >= $1.cosine })
        #expect(vectors.nearest(to: "17", count: 20) == Array(all.prefix(20)))
    }

    /// Every way to write a number must give the float that the C library gives.
    @Test func decimalsAreRoundedToTheNearest() {
        var generator = SeededGenerator(seed: 6)
        func digits(_ count: Int) -> String {
            (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
        }
        var texts = [
            "16777217", "16777219", "16777217.0000000000001", "1.17549435e-38", "1e-45", "7e-46", "3.4028236e38",
        ]
        for _ in 0..<20_000 {
            let fraction = digits(Int.random(in: 1...22, using: &generator))
            texts.append("-\(digits(Int.random(in: 0...3, using: &generator))).\(fraction)")
            texts.append("\(fraction)e\(Int.random(in: -60...20, using: &generator))")
            let even = UInt32.random(in: 1..<0x7f00_0000, using: &generator)
            let middle = (Double(Float(bitPattern: even)) + Double(Float(bitPattern: even + 1))) / 2
            texts.append(String(format: "%.\(Int.random(in: 6...17, using: &generator))g", middle))
        }
        for text in texts {
            let expected = strtof(text, nil)
            let found = Array(text.utf8).withUnsafeBufferPointer { DecimalField($0) }
            let isRight =
                switch found {
                case .number(let value): value.bitPattern == expected.bitPattern
                case .notFinite: expected.isInfinite
                case .notANumber: false
                }
            #expect(isRight, "\(text): \(found), not \(expected)")
        }
    }
}
