import TestSupport
import Testing

@testable import Tensors

struct RowGradientTests {
    private let table = Parameter(Tensor((0..<21).map { Float($0) }, shape: [7, 3]))

    /// The gradient of the sum of `weights` times the rows read.
    private func gradients(of reads: [[Int32]], weight: Float = 1) -> Gradients {
        withGradients {
            var total = Variable(Tensor(scalar: 0))
            for ids in reads {
                let rows = gatherRows(Variable(table), ids)
                let factors = Variable(Tensor((0..<rows.value.count).map { weight * Float($0 + 1) }, shape: rows.shape))
                total = total + (rows * factors).sum()
            }
            return total
        }.gradients
    }

    @Test func onlyTheRowsReadAreKept() throws {
        let rows = try #require(gradients(of: [[5, 2, -1, 5]]).rows(of: table))
        #expect(rows.rows == [2, 5])
        #expect(rows.values == Tensor([4, 5, 6, 11, 13, 15], shape: [2, 3]))
    }

    @Test func readsOfOneTableAddUp() throws {
        let both = gradients(of: [[5, 2], [0, 5]])
        let rows = try #require(both.rows(of: table))
        #expect(rows.rows == [0, 2, 5])
        #expect(rows.values.elements == [1, 2, 3, 4, 5, 6, 5, 7, 9])
        var dense = [Float](repeating: 0, count: 21)
        for (row, values) in [(0, [1, 2, 3]), (2, [4, 5, 6]), (5, [5, 7, 9])] {
            for column in 0..<3 { dense[row * 3 + column] = Float(values[column]) }
        }
        #expect(both[table] == Tensor(dense, shape: [7, 3]))
        #expect(both.sumOfSquares(of: table) == both[table]?.sumOfSquares)
    }

    @Test func aTableThatIsAlsoUsedWholeHasADenseGradient() {
        let gradients = withGradients {
            gatherRows(Variable(table), [1, 1]).sum() + Variable(table).sum()
        }.gradients
        #expect(gradients.rows(of: table) == nil)
        #expect(gradients[table]?.elements == [1, 1, 1, 3, 3, 3] + [Float](repeating: 1, count: 15))
    }

    @Test func nothingReadGivesNoRows() {
        #expect(gradients(of: [[-1, -1]]).rows(of: table)?.rows == [])
        #expect(gradients(of: [[-1, -1]])[table] == .zeros([7, 3]))
    }

    @Test func elementsCanBeChangedInPlace() {
        var gradients = gradients(of: [[6]], weight: 10)
        gradients.mutate(of: table) { for index in $0.indices { $0[index] = min($0[index], 15) } }
        #expect(gradients.rows(of: table)?.values.elements == [10, 15, 15])
    }
}
