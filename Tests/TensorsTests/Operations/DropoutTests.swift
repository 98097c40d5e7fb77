import TestSupport
import Testing

@testable import Tensors

struct DropoutTests {
    private func mask(_ count: Int, rate: Float, key: UInt64) -> [Float] {
        dropout(Variable(Tensor(repeating: 1, shape: [count])), rate: rate, key: key).value.elements
    }

    @Test(arguments: [Float(0.1), 0.25, 0.5, 0.9], [1, 0x1234_5678_9ABC_DEF0, UInt64.max])
    func theShareOfKeptElementsIsWithinFourStandardDeviations(rate: Float, key: UInt64) {
        let count = 100_000
        let values = mask(count, rate: rate, key: key)
        let kept = values.count { $0 != 0 }
        let keep = 1 - Double(rate)
        #expect(abs(Double(kept) - Double(count) * keep) <= 4 * (Double(count) * keep * (1 - keep)).squareRoot())
        #expect(values.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
    }

    @Test func theSameKeyGivesTheSameMaskAndAnotherKeyAnother() {
        #expect(mask(1000, rate: 0.5, key: 5) == mask(1000, rate: 0.5, key: 5))
        for other: UInt64 in [0, 4, 6, 5 | 1 << 40] {
            let equal = zip(mask(10_000, rate: 0.5, key: 5), mask(10_000, rate: 0.5, key: other)).count { $0 == $1 }
            #expect(abs(equal - 5000) <= 200, "key \(other)")
        }
    }

    @Test func neighbouringElementsFallIndependently() {
        let values = mask(100_000, rate: 0.5, key: 9).map { $0 == 0 ? -1 : 1 }
        for distance in [1, 2, 7, 64, 512, 4096] {
            let sum = zip(values, values.dropFirst(distance)).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(sum) <= 4 * 317, "distance \(distance)")
        }
    }

    @Test func aMaskDoesNotDependOnTheShape() {
        let matrix = dropout(Variable(Tensor(repeating: 1, shape: [25, 40])), rate: 0.3, key: 8)
        #expect(matrix.value.elements == mask(1000, rate: 0.3, key: 8))
    }

    @Test func aRateOfZeroChangesNothing() {
        var generator = SeededGenerator(seed: 1)
        let input = Tensor.normal([300], using: &generator)
        #expect(dropout(Variable(input), rate: 0, key: 3).value == input)
    }

    @Test func rowsOfOneSequenceShareTheirLockedMaskAndOthersDoNot() {
        let layout = SequenceLayout(lengths: [3, 7, 1, 5])
        let ones = Variable(Tensor(repeating: 1, shape: [layout.rowCount, 64]))
        let output = DoubleTensor(
            lockedDropout(ones, maskRows: layout.sequenceOfRow, rate: 0.5, key: 4).value)
        let masks = lockedDropoutMasks(4, columns: 64, rate: 0.5, key: 4)
        for row in 0..<layout.rowCount {
            let sequence = Int(layout.sequenceOfRow[row])
            #expect((0..<64).allSatisfy { output[row, $0] == masks[sequence, $0] })
        }
        for other in 1..<4 { #expect((0..<64).contains { masks[0, $0] != masks[other, $0] }) }
    }
}
