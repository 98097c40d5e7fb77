import Testing

@testable import Tensors

/// Products of fewer bits against the same arithmetic in plain loops.
struct InferenceMatrixTests {
    private static let sizes = [0, 1, 7, 17, 64, 129]

    /// What a weight becomes: itself, the nearest bfloat16, or a whole number and its scale.
    @Test func productsOfAllSizesAreThoseOfTheRoundedWeights() {
        for precision in Precision.allCases {
            for columns in Self.sizes {
                for depth in Self.sizes {
                    for rows in [0, 1, 2, 3, 5] { expectProductMatches(precision, rows, columns, depth) }
                }
            }
        }
    }

    /// Sizes that are shared among threads.
    @Test func largeProductsAreRightToo() {
        for precision in Precision.allCases { expectProductMatches(precision, 1, 1_300, 700) }
    }

    /// A server writes texts side by side, and each must be the text that it is alone.
    @Test func rowsHaveTheSameBitsInAnyCompany() {
        for precision in Precision.allCases {
            for (depth, columns) in [(7, 17), (64, 129), (700, 300)] {
                var generator = SeededGenerator(seed: UInt64(depth))
                let matrix = InferenceMatrix(
                    transposing: Tensor.normal([columns, depth], using: &generator), precision: precision)
                let bias = Tensor.normal([columns], using: &generator)
                let input = Tensor.normal([64, depth], using: &generator)
                let inputs = input.elements
                let alone = (0..<64).flatMap { row in
                    let values = Array(inputs[row * depth..<(row + 1) * depth])
                    return affine(Tensor(values, shape: [1, depth]), matrix, bias: bias).elements
                }
                for rows in [2, 3, 4, 5, 6, 7, 12, 13, 31, 64] {
                    let part = Tensor(Array(inputs.prefix(rows * depth)), shape: [rows, depth])
                    let together = affine(part, matrix, bias: bias)
                    let expected = Tensor(Array(alone.prefix(rows * columns)), shape: [rows, columns])
                    #expect(together == expected, "\(precision), \(rows) rows of \(depth)")
                }
            }
        }
    }

    /// Whole numbers need no rounding: inputs with 63 among them, and weights with 127.
    @Test func wholeNumbersAreExact() {
        for depth in [1, 7, 17, 129, 1_000] {
            var generator = SeededGenerator(seed: UInt64(depth))
            func wholeNumbers(_ limit: Int) -> [Float] {
                [Float(limit)] + (1..<depth).map { _ in Float(Int.random(in: -limit...limit, using: &generator)) }
            }
            let input = wholeNumbers(63)
            let weight = (0..<70).map { _ in wholeNumbers(127) }
            let matrix = InferenceMatrix(
                transposing: Tensor(weight.flatMap { $0 }, shape: [70, depth]), precision: .int8)
            let found = affine(Tensor(input, shape: [1, depth]), matrix, bias: nil).elements
            for (row, value) in zip(weight, found) {
                #expect(value == zip(row, input).reduce(0) { $0 + $1.0 * $1.1 }, "depth \(depth)")
            }
        }
    }

    /// The largest inputs and weights, of either sign, do not overflow on their way to the sum.
    @Test func extremesAreExact() {
        for sign in [Float(1), -1] {
            let input = Tensor(repeating: 63, shape: [5, 640])
            let weight = Tensor(repeating: 127 * sign, shape: [33, 640])
            let found = affine(input, InferenceMatrix(transposing: weight, precision: .int8), bias: nil).elements
            #expect(found.allSatisfy { $0 == 63 * 127 * 640 * sign })
        }
    }

    /// A multiplication and an addition, each rounded, and not one fused operation, which not all processors have.
    @Test func inputsNearTheMiddleOfTwoWholeNumbersAreRoundedAlikeEverywhere() {
        let magic: Float = 12_582_912 + 64
        let near = (0..<62).flatMap { n -> [Float] in
            let middle = (Float(n) + 0.5) / 63
            return [middle.nextDown, middle, middle.nextUp]
        }
        let doubtful = near.filter { magic.addingProduct($0, 63) != magic + $0 * 63 }
        #expect(!doubtful.isEmpty)
        let matrix = InferenceMatrix(
            transposing: Tensor([1, 0], shape: [1, 2]), precision: .int8)  // the first input by itself
        for value in doubtful {
            let found = affine(Tensor([value, 1], shape: [1, 2]), matrix, bias: nil).elements[0]
            #expect((found * 63).rounded() == magic + value * 63 - magic, "\(value)")
        }
    }

    @Test func whatIsNotANumberStaysVisible() {
        for precision in Precision.allCases {
            let matrix = InferenceMatrix(transposing: Tensor(repeating: 0.5, shape: [3, 5]), precision: precision)
            for bad in [Float.nan, -.nan, .infinity] {
                let found = affine(Tensor([1, 2, bad, 0, 1], shape: [1, 5]), matrix, bias: nil)
                #expect(!found.isFinite, "\(precision) \(bad)")
            }
        }
    }

    @Test func tinyWeightsGiveNoNonsense() {
        for precision in Precision.allCases {
            let weight = Tensor([1e-38, -.leastNormalMagnitude, 0, .leastNonzeroMagnitude], shape: [2, 2])
            let found = affine(
                Tensor([1, 1], shape: [1, 2]), InferenceMatrix(transposing: weight, precision: precision), bias: nil)
            #expect(found.elements.allSatisfy { abs($0) <= 2e-38 }, "\(precision)")
        }
    }

    @Test func fewerBitsTakeLessMemory() {
        let weight = Tensor(repeating: 1, shape: [128, 256])
        let sizes = Precision.allCases.map { InferenceMatrix(transposing: weight, precision: $0).byteCount }
        #expect(sizes == [128 * 256 * 4, 128 * 256 * 2, 128 * 256 + 128 * 8])
    }

    private func expectProductMatches(_ precision: Precision, _ rows: Int, _ columns: Int, _ depth: Int) {
        var generator = SeededGenerator(seed: UInt64(rows * 1_000_003 + columns * 1_009 + depth))
        let input = Tensor.normal([rows, depth], using: &generator)
        let weight = Tensor.normal([columns, depth], using: &generator)
        let bias = columns % 2 == 0 ? nil : Tensor.normal([columns], using: &generator)
        let matrix = InferenceMatrix(transposing: weight, precision: precision)
        let found = affine(input, matrix, bias: bias).elements
        let inputs = rounded(input, length: depth, precision == .int8 ? .int8 : .fp32, limit: 63)
        let weights = rounded(weight, length: depth, precision, limit: 127)
        for row in 0..<rows {
            for column in 0..<columns {
                var (sum, size) = (Double(bias?.elements[column] ?? 0), 0.0)
                for k in 0..<depth {
                    let term = inputs[row * depth + k] * weights[column * depth + k]
                    (sum, size) = (sum + term, size + abs(term))
                }
                let error = abs(Double(found[row * columns + column]) - sum)
                if error > 1e-6 * (size + abs(sum) + 1) {
                    Issue.record("\(precision) [\(rows), \(depth)] · [\(depth), \(columns)]: off by \(error)")
                    return
                }
            }
        }
    }

    /// - Parameter limit: The largest whole number of a row in int8.
    private func rounded(_ tensor: Tensor, length: Int, _ precision: Precision, limit: Float) -> [Double] {
        switch precision {
        case .fp32: tensor.elements.map(Double.init)
        case .bf16: tensor.elements.map { Double(nearestBFloat16($0)) }
        case .int8:
            stride(from: 0, to: tensor.count, by: max(length, 1)).flatMap { start in
                let row = tensor.elements[start..<start + length]
                let scale = (row.map(abs).max() ?? 0) / limit
                return row.map { Double(($0 * (1 / scale)).rounded(.toNearestOrEven)) * Double(scale) }
            }
        }
    }

    /// By trying both neighbours.
    private func nearestBFloat16(_ value: Float) -> Float {
        let lower = Float(bitPattern: value.bitPattern & 0xffff_0000)
        let upper = Float(bitPattern: (value.bitPattern & 0xffff_0000) + 0x1_0000)
        let (below, above) = (abs(value - lower), abs(value - upper))
        if below == above { return lower.bitPattern & 0x1_0000 == 0 ? lower : upper }
        return below < above ? lower : upper
    }
}
