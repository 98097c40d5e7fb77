import Foundation
import NeuralLayers
import Synchronization
import Testing

@testable import Tensors

/// Projections that are kept against those that a product works out anew.
struct ProjectedWordsTests {
    private static let (words, inputSize, hiddenSize) = (40, 9, 11)
    private static let texts: [[Int32]] = [[3, 3, 39, 0, 17], [38, 3], [39, 38, 37, 36, 35, 34], [0]]

    private static func directions(_ kernel: RecurrentKernel) -> [RecurrentValues] {
        var generator = SeededGenerator(seed: 3)
        let height = kernel.blocks * hiddenSize
        return (0..<2).map { _ in
            RecurrentValues(
                kernel, inputWeight: .normal([height, inputSize], using: &generator),
                recurrentWeight: .normal([height, hiddenSize], using: &generator),
                inputBias: .normal([height], using: &generator), recurrentBias: .normal([height], using: &generator),
                peepholes: kernel.hasPeepholes ? .normal([3 * hiddenSize], using: &generator) : nil)
        }
    }

    private static var table: Tensor {
        var generator = SeededGenerator(seed: 4)
        return .normal([words, inputSize], using: &generator)
    }

    /// The table itself, by two projections that tell each other apart.
    private static func doubled(mostBytes: Int = 1 << 20, log: (@Sendable (Tensor) -> Void)? = nil) -> ProjectedWords {
        ProjectedWords(
            of: table, width: inputSize, mostBytes: mostBytes,
            by: [
                { rows in
                    log?(rows)
                    return rows.scaled(by: 2)
                }, { $0.scaled(by: 3) },
            ])
    }

    /// Room for all words, for 20 of them, and for none.
    @Test(arguments: [1 << 20, 20 * 2 * 9 * 4, 0])
    func eachWordHasItsOwnRow(mostBytes: Int) {
        let words = Self.doubled(mostBytes: mostBytes)
        let elements = Self.table.elements
        for text in Self.texts + Self.texts {
            let rows = words.rows(of: text)
            for (pointers, factor) in zip(rows.pointers, [Float(2), 3]) {
                for (id, row) in zip(text, pointers) {
                    let expected = elements[Int(id) * Self.inputSize..<Int(id + 1) * Self.inputSize].map { factor * $0 }
                    #expect(Array(UnsafeBufferPointer(start: row, count: Self.inputSize)) == expected)
                }
            }
            withExtendedLifetime(rows) {}
            #expect(words.gather(text).shape == [text.count, Self.inputSize])
        }
    }

    @Test func aWordIsWorkedOutOnceWhereThereIsRoom() {
        let asked = Mutex<[Int]>([])
        let words = Self.doubled(mostBytes: 20 * 2 * 9 * 4) { rows in asked.withLock { $0.append(rows.shape[0]) } }
        _ = words.rows(of: [5, 6, 5, 30, 30, 31])  // two that are kept, two that are not
        _ = words.rows(of: [6, 5, 30])
        _ = words.rows(of: [6, 7])
        #expect(asked.withLock { $0 } == [2, 2, 1, 1])
    }

    @Test(arguments: Precision.allCases, RecurrentCellKind.allCases)
    func aTextOfWordsGetsTheBitsOfItsRows(precision: Precision, cell: RecurrentCellKind) {
        let layer = PackedRecurrentLayer(Self.directions(cell.type.kernel), precision: precision)
        let words = layer.projecting(Self.table)
        for batch in [Self.texts, [Self.texts[2]], Self.texts.reversed()] {
            let layout = SequenceLayout(lengths: batch.map(\.count))
            let ids = layout.pack(batch)
            let expected = layer(gatherRows(Variable(Self.table), ids).value, layout: layout)
            let found = layer(ids, of: words, layout: layout)
            #expect(found.states.elements == expected.states.elements)
            #expect(found.final.map(\.elements) == expected.final.map(\.elements))
        }
    }

    @Test func manyThreadsMayAskAtOnce() {
        let words = Self.doubled()
        let elements = Self.table.elements
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            let ids = (0..<7).map { Int32((number * 5 + $0 * 3) % Self.words) }
            let found = words.gather(ids).elements
            let expected = ids.flatMap { id in
                elements[Int(id) * Self.inputSize..<Int(id + 1) * Self.inputSize].map { 2 * $0 }
            }
            if found != expected { wrong.withLock { $0 += 1 } }
        }
        #expect(wrong.withLock { $0 } == 0)
    }
}
