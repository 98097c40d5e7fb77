import Foundation
import TestSupport
import Testing

@testable import Tensors

struct PoolingTests {
    private static let layout = SequenceLayout(lengths: [3, 1, 7, 4, 7])

    private func rows(_ columns: Int, seed: UInt64 = 1) -> Parameter {
        var generator = SeededGenerator(seed: seed)
        return Parameter(.normal([Self.layout.rowCount, columns], using: &generator))
    }

    /// The numbers of each sequence's packed rows, in order of time.
    private func members(_ layout: SequenceLayout) -> [[Int]] {
        var members = [[Int]](repeating: [], count: layout.batchSize)
        for (row, sequence) in layout.sequenceOfRow.enumerated() { members[Int(sequence)].append(row) }
        return members
    }

    @Test(arguments: [1, 7, 17, 64])
    func theMeanAndItsGradientAreThoseOfTheTwin(columns: Int) {
        let rows = rows(columns)
        expectGradientsMatch([("rows", rows)]) {
            [meanOverTime(Variable(rows), layout: Self.layout)]
        } twin: {
            [twin($0[0]) { values in values.reduce(0, +) / Double(values.count) }]
        }
    }

    @Test(arguments: [1, 7, 17, 64])
    func theMaximumAndItsGradientAreThoseOfTheTwin(columns: Int) {
        let rows = rows(columns)
        expectGradientsMatch([("rows", rows)]) {
            [maximumOverTime(Variable(rows), layout: Self.layout)]
        } twin: {
            [twin($0[0]) { $0.max()! }]
        }
    }

    @Test(arguments: [1, 7, 17, 64])
    func attentionAndItsGradientsAreThoseOfTheTwin(columns: Int) {
        let (rows, scores) = (rows(columns), rows(1, seed: 2))
        expectGradientsMatch([("rows", rows), ("scores", scores)]) {
            [attentionOverTime(Variable(rows), scores: Variable(scores), layout: Self.layout)]
        } twin: { values in
            var output = DoubleTensor(repeating: 0, shape: [Self.layout.batchSize, columns])
            for (sequence, members) in members(Self.layout).enumerated() {
                let weights = members.map { exp(values[1][$0, 0]) }
                let sum = weights.reduce(0, +)
                for (row, weight) in zip(members, weights) {
                    for column in 0..<columns { output[sequence, column] += weight / sum * values[0][row, column] }
                }
            }
            return [output]
        }
    }

    private func twin(_ rows: DoubleTensor, _ pool: ([Double]) -> Double) -> DoubleTensor {
        var output = DoubleTensor(repeating: 0, shape: [Self.layout.batchSize, rows.shape[1]])
        for (sequence, members) in members(Self.layout).enumerated() {
            for column in 0..<rows.shape[1] { output[sequence, column] = pool(members.map { rows[$0, column] }) }
        }
        return output
    }

    @Test func scoresFarApartStayFinite() {
        let layout = SequenceLayout(lengths: [2])
        let rows = Variable(Tensor([1, 2], shape: [2, 1]))
        let pooled = attentionOverTime(rows, scores: Variable(Tensor([-500, 500], shape: [2, 1])), layout: layout)
        #expect(pooled.value.elements == [2])
    }

    @Test func ofEqualMaximaTheFirstGetsTheGradient() {
        let layout = SequenceLayout(lengths: [3])
        let rows = Parameter(Tensor([1, 5, 5], shape: [3, 1]))
        let (_, gradients) = withGradients { maximumOverTime(Variable(rows), layout: layout).sum() }
        #expect(gradients[rows]?.elements == [0, 1, 0])
    }

    /// What a sequence gets must not depend on its neighbours, bit for bit.
    @Test func aSequenceGetsTheSameAloneAndAmongOthers() {
        let all = rows(33).value
        let scores = rows(1, seed: 2).value
        let members = members(Self.layout)
        func results(_ rows: Tensor, _ scores: Tensor, _ layout: SequenceLayout) -> [[Float]] {
            [
                meanOverTime(Variable(rows), layout: layout), maximumOverTime(Variable(rows), layout: layout),
                attentionOverTime(Variable(rows), scores: Variable(scores), layout: layout),
            ].map(\.value.elements)
        }
        let together = results(all, scores, Self.layout)
        for (sequence, own) in members.enumerated() {
            let indices = own.map(Int32.init)
            let alone = results(
                gatherRows(Variable(all), indices).value, gatherRows(Variable(scores), indices).value,
                SequenceLayout(lengths: [own.count]))
            for (kind, values) in alone.enumerated() {
                #expect(values == Array(together[kind][sequence * 33..<(sequence + 1) * 33]), "kind \(kind)")
            }
        }
    }

    @Test func rowsAreScaledToTheNormAskedFor() {
        var values = rows(5).value
        values.mutate { for index in 0..<5 { $0[index] = 0 } }
        let scaled = normalizedOverTime(values, layout: Self.layout) { Float($0) }
        for (sequence, own) in members(Self.layout).enumerated() {
            let elements = own.flatMap { row in scaled.elements[row * 5..<(row + 1) * 5] }
            let norm = elements.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
            #expect(abs(norm - Double(Self.layout.lengths[sequence])) < 1e-4)
        }
        let zeros = normalizedOverTime(.zeros([2, 3]), layout: SequenceLayout(lengths: [2])) { _ in 1 }
        #expect(zeros.elements.allSatisfy { $0 == 0 })
    }

    @Test func columnsAndTheirGradientAreThoseOfTheTwin() {
        let rows = rows(7)
        expectGradientsMatch([("rows", rows)]) {
            [columns(2..<5, of: Variable(rows))]
        } twin: { values in
            var output = DoubleTensor(repeating: 0, shape: [Self.layout.rowCount, 3])
            for row in 0..<Self.layout.rowCount { for j in 0..<3 { output[row, j] = values[0][row, j + 2] } }
            return [output]
        }
    }
}
