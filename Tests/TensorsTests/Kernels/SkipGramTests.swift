import TestSupport
import Testing

@testable import Tensors

struct SkipGramTests {
    private struct Case {
        var tables: SkipGramTables
        var windows: SkipGramWindows
        /// The inputs and outputs of each window.
        var rows: [(inputs: [Int32], outputs: [Int32])]
    }

    /// Random windows over 40 words; with `repeats`, few of them, so that a window names a word more than once.
    private func makeCase(
        dimension: Int, inputCounts: [Int], outputs: Int, scale: Float = 1, repeats: Bool = false, seed: UInt64 = 1
    ) -> Case {
        var generator = SeededGenerator(seed: seed)
        let deviation = scale / Float(dimension).squareRoot().squareRoot()
        let shape = [70, dimension]
        let tables = SkipGramTables(
            inputs: .normal(shape, standardDeviation: deviation, using: &generator),
            outputs: .normal(shape, standardDeviation: deviation, using: &generator))
        var windows = SkipGramWindows(outputsPerWindow: outputs)
        var rows: [(inputs: [Int32], outputs: [Int32])] = []
        for count in inputCounts {
            func draw(_ count: Int) -> [Int32] {
                repeats
                    ? (0..<count).map { _ in Int32.random(in: 0..<3, using: &generator) }
                    : Array((Int32(0)..<70).shuffled(using: &generator).prefix(count))
            }
            let row = (inputs: draw(count), outputs: draw(outputs))
            windows.inputs += row.inputs
            windows.inputStart.append(Int32(windows.inputs.count))
            windows.outputs += row.outputs
            rows.append(row)
        }
        return Case(tables: tables, windows: windows, rows: rows)
    }

    @Test(arguments: [false, true])
    func theTwinMovesAgainstTheGradientOfItsLoss(repeats: Bool) {
        let made = makeCase(dimension: 3, inputCounts: [4], outputs: 3, repeats: repeats)
        let (rows, columns) = made.rows[0]
        let before = DoubleTwin.SkipGram(made.tables)
        var moved = before
        let (rate, step) = (0.5, 1e-6)
        _ = moved.step(rows: rows, against: columns, rate: rate)
        for table in 0..<2 {
            let differences = before.tables[table].values.indices.map { element in
                var shifted = before
                func loss(_ change: Double) -> Double {
                    shifted.tables[table].values[element] = before.tables[table].values[element] + change
                    return shifted.loss(rows: rows, against: columns)
                }
                return -rate * (loss(step) - loss(-step)) / (2 * step)
            }
            let moves = zip(moved.tables[table].values, before.tables[table].values).map { $0 - $1 }
            #expect(DoubleTensor.relativeError(moves, differences) <= 1e-8)
        }
    }

    @Test func windowsOfAllSizesMoveTheTablesAsTheTwinDoes() {
        let sizes =
            [1, 7, 16, 17, 129, 200].map { (dimension: $0, inputs: 3, outputs: 6) }
            + [0, 1, 2, 3, 16, 64].map { (dimension: 17, inputs: $0, outputs: 7) }
            + [1, 2, 5, 6, 7, 13, 32].map { (dimension: 17, inputs: 5, outputs: $0) } + [(33, 64, 32)]
        for (dimension, inputs, outputs) in sizes {
            expectTwinsMoves(makeCase(dimension: dimension, inputCounts: [inputs], outputs: outputs))
        }
    }

    @Test func wordsNamedTwiceMoveTwiceAsFar() {
        for outputs in [2, 6, 14] {
            for inputs in [2, 5, 16] {
                expectTwinsMoves(makeCase(dimension: 20, inputCounts: [inputs], outputs: outputs, repeats: true))
            }
        }
    }

    @Test func windowsFollowEachOther() {
        for repeats in [false, true] {
            expectTwinsMoves(
                makeCase(dimension: 24, inputCounts: [3, 0, 16, 1, 7, 2, 9], outputs: 6, repeats: repeats))
        }
    }

    /// Scores in the hundreds: the losses grow linearly on one side and vanish on the other.
    @Test func farScoresAreExactAndFinite() {
        expectTwinsMoves(makeCase(dimension: 30, inputCounts: [9, 9], outputs: 6, scale: 12))
    }

    @Test func theFirstLossIsThatOfEvenChances() {
        let shape = [70, 9]
        var made = makeCase(dimension: 9, inputCounts: [64, 64, 64], outputs: 32)
        made.tables = SkipGramTables(inputs: made.tables.inputs, outputs: .zeros(shape))
        var single = made.windows
        (single.inputStart, single.inputs) = ([0, 64], Array(single.inputs.prefix(64)))
        single.outputs = Array(single.outputs.prefix(32))
        let loss = made.tables.train(on: single, learningRate: 0)
        #expect(abs(loss - 64 * 32 * 0.693_147_180_559_945_3) <= 1e-9 * loss)
    }

    @Test func otherRowsStayAsTheyAre() {
        var made = makeCase(dimension: 200, inputCounts: [5, 8], outputs: 6)
        let before = made.tables
        _ = made.tables.train(on: made.windows, learningRate: 0.1)
        func changed(_ before: Tensor, _ after: Tensor) -> Set<Int32> {
            Set(
                zip(before.elements, after.elements).enumerated().filter { $0.element.0 != $0.element.1 }.map {
                    Int32($0.offset / 200)
                })
        }
        #expect(changed(before.inputs, made.tables.inputs) == Set(made.windows.inputs))
        #expect(changed(before.outputs, made.tables.outputs) == Set(made.windows.outputs))
    }

    @Test func aNaNShowsInTheLoss() {
        let made = makeCase(dimension: 17, inputCounts: [5, 8], outputs: 6)
        for row in 0..<Int32(20) {
            var inputs = made.tables.inputs
            inputs.mutate { $0[Int(row) * 17 + 16] = .nan }
            var tables = SkipGramTables(inputs: inputs, outputs: made.tables.outputs)
            let loss = tables.train(on: made.windows, learningRate: 0.1)
            #expect(loss.isNaN == made.windows.inputs.contains(row))
        }
    }

    private func expectTwinsMoves(_ made: Case, sourceLocation: SourceLocation = #_sourceLocation) {
        let before = DoubleTwin.SkipGram(made.tables)
        var (twin, tables) = (before, made.tables)
        let loss = tables.train(on: made.windows, learningRate: 0.25)
        var expected = 0.0
        for (inputs, outputs) in made.rows { expected += twin.step(rows: inputs, against: outputs, rate: 0.25) }
        let sizes = "\(made.tables.dimension) wide, \(made.rows.map(\.inputs.count)) inputs"
        #expect(abs(loss - expected) <= 1e-5 * expected, "\(sizes)", sourceLocation: sourceLocation)
        for (index, table) in DoubleTwin.SkipGram(tables).tables.enumerated() {
            let old = before.tables[index].values
            let moves = zip(table.values, old).map { $0 - $1 }
            let error = DoubleTensor.relativeError(moves, zip(twin.tables[index].values, old).map { $0 - $1 })
            #expect(error <= 2e-5, "table \(index), \(sizes)", sourceLocation: sourceLocation)
        }
    }
}

extension DoubleTwin.SkipGram {
    fileprivate init(_ tables: SkipGramTables) {
        self.init(inputs: DoubleTensor(tables.inputs), outputs: DoubleTensor(tables.outputs))
    }
}
