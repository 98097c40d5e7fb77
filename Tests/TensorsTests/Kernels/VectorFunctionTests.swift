import CKernels
import Foundation
import Testing

@testable import Tensors

struct VectorFunctionTests {
    private typealias Kernel = @Sendable (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void

    private static let functions: [Kernel] = [vector_exp_f32, vector_sigmoid_f32, vector_tanh_f32]

    @Test func theExponentialIsWithinThreeTenMillionths() {
        let inputs = sweep(from: -87.3, through: 88.3)
        let error = largestError(inputs, vector_exp_f32) { (exp($0), relativeTo: exp($0)) }
        #expect(error <= 3e-7)
    }

    @Test func theSigmoidIsWithinThreeTenMillionths() {
        let inputs = sweep(from: -87, through: 87)
        let error = largestError(inputs, vector_sigmoid_f32) { (1 / (1 + exp(-$0)), relativeTo: 1 / (1 + exp(-$0))) }
        #expect(error <= 3e-7)
    }

    @Test func theHyperbolicTangentIsWithinFourTenMillionths() {
        let inputs = sweep(from: -12, through: 12) + (0..<2000).map { Float(pow(10, -20 + Double($0) / 100)) }
        #expect(largestError(inputs.filter { $0 != 0 }, vector_tanh_f32) { (tanh($0), relativeTo: tanh($0)) } <= 4e-7)
        #expect(apply(vector_tanh_f32, inputs).allSatisfy { abs($0) <= 1 })
    }

    @Test func theHyperbolicTangentIsOddBitForBit() {
        let inputs = sweep(from: 0, through: 12)
        #expect(apply(vector_tanh_f32, inputs.map { -$0 }) == apply(vector_tanh_f32, inputs).map { -$0 })
    }

    @Test func infinitiesReachTheLimits() {
        let ends: [Float] = [.infinity, -.infinity, 1000, -1000]
        #expect(apply(vector_exp_f32, ends) == [.infinity, 0, .infinity, 0])
        #expect(apply(vector_sigmoid_f32, ends) == [1, 0, 1, 0])
        #expect(apply(vector_tanh_f32, ends) == [1, -1, 1, -1])
    }

    @Test func notANumberPropagatesInEveryLane() {
        for kernel in Self.functions {
            for lane in 0..<37 {
                var inputs = [Float](repeating: 0.5, count: 37)
                inputs[lane] = .nan
                #expect(apply(kernel, inputs).map(\.isNaN) == inputs.map(\.isNaN))
            }
        }
    }

    @Test func anElementDoesNotDependOnItsPlace() {
        let inputs = (0..<40).map { Float($0) * 0.37 - 7 }
        for kernel in Self.functions {
            let all = apply(kernel, inputs)
            for (index, input) in inputs.enumerated() { #expect(apply(kernel, [input])[0] == all[index]) }
        }
    }

    @Test(arguments: [0, 1, 5, 7, 16, 17, 63, 65, 129])
    func elementwiseKernelsOfAnyLengthStayInTheirRange(count: Int) {
        let a = (0..<count).map { Float($0) * 0.5 - 3 }
        let b = (0..<count).map { 2 - Float($0) * 0.25 }
        #expect(apply({ vector_add_f32($0, b, $1, $2) }, a) == zip(a, b).map { $0 + $1 })
        #expect(apply({ vector_multiply_f32($0, b, $1, $2) }, a) == zip(a, b).map { $0 * $1 })
        #expect(apply({ vector_scale_f32($0, 3, $1, $2) }, a) == a.map { 3 * $0 })
        #expect(apply({ vector_accumulate_f32($0, 3, $1, $2) }, a, onto: b) == zip(a, b).map { 3 * $0 + $1 })
        for kernel in Self.functions {
            #expect(apply(kernel, a).count == count)
        }
    }

    @Test(arguments: [0, 1, 7, 17, 64, 129, 1000])
    func theSumOfSquaresIsThatInDoublePrecision(count: Int) {
        var generator = SeededGenerator(seed: 9)
        let values = Tensor.normal([count], using: &generator)
        let expected = values.elements.reduce(0) { $0 + Double($1) * Double($1) }
        #expect(abs(values.sumOfSquares - expected) <= 1e-13 * expected)
    }

    @Test func aSingleInfinityOrNaNIsFoundAnywhere() {
        for count in [1, 7, 17, 64, 129] {
            for bad: Float in [.nan, .infinity, -.infinity, .signalingNaN] {
                for index in 0..<count {
                    var values = [Float](repeating: .greatestFiniteMagnitude, count: count)
                    #expect(Tensor(values, shape: [count]).isFinite)
                    values[index] = bad
                    #expect(!Tensor(values, shape: [count]).isFinite)
                }
            }
        }
    }

    @Test(arguments: [(0, 5), (1, 1), (3, 17), (7, 64), (5, 129), (2, 1000)])
    func rowSumsAreThoseOfTheColumns(rows: Int, columns: Int) {
        let values = (0..<rows * columns).map { Float($0 % 11) - 4 }
        let sums = Tensor(values, shape: [rows, columns]).summedRows(columns: columns)
        let expected = (0..<columns).map { j in (0..<rows).reduce(Float(0)) { $0 + values[$1 * columns + j] } }
        #expect(sums.elements == expected)
    }

    @Test func sumsOfRowProductsAreThoseOfTheColumns() {
        for (rows, columns) in [(0, 5), (1, 1), (3, 17), (7, 64), (5, 129), (2, 1000)] {
            // Whole numbers, so that the order of the sum is all the same; the rows of `a` lie further apart.
            let a = (0...rows * (columns + 3)).map { Float($0 % 7) - 3 }
            let b = (0..<rows * columns).map { Float($0 % 11) - 4 }
            var output = [Float](repeating: 12345, count: columns + 64)
            let other = Tensor(b, shape: [rows, columns])
            a.withUnsafeBufferPointer { a in
                output.withUnsafeMutableBufferPointer { output in
                    sumRowProducts(a.baseAddress!, rowStride: columns + 3, other, into: output.baseAddress! + 32)
                }
            }
            let expected = (0..<columns).map { j in
                (0..<rows).reduce(Float(0)) { $0 + a[$1 * (columns + 3) + j] * b[$1 * columns + j] }
            }
            let guards = [Float](repeating: 12345, count: 32)
            #expect(output == guards + expected + guards, "[\(rows), \(columns)]")
        }
    }

    private func sweep(from lower: Double, through upper: Double) -> [Float] {
        let count = 200_000
        return (0...count).map { Float(lower + (upper - lower) * Double($0) / Double(count)) }
    }

    /// The largest |found - exact| / |relativeTo|.
    private func largestError(
        _ inputs: [Float], _ kernel: Kernel, _ exact: (Double) -> (value: Double, relativeTo: Double)
    ) -> Double {
        zip(inputs, apply(kernel, inputs)).reduce(0) { largest, pair in
            let (value, unit) = exact(Double(pair.0))
            let error = abs(Double(pair.1) - value) / abs(unit)
            return error.isNaN ? .infinity : max(largest, error)
        }
    }

    /// What the kernel makes of `inputs`; checks that it writes nothing before or behind its range.
    private func apply(_ kernel: Kernel, _ inputs: [Float], onto values: [Float]? = nil) -> [Float] {
        let guards = [Float](repeating: 12345, count: 32)
        var output = guards + (values ?? inputs.map { _ in -99 }) + guards
        inputs.withUnsafeBufferPointer { inputs in
            output.withUnsafeMutableBufferPointer { kernel(inputs.baseAddress, $0.baseAddress! + 32, inputs.count) }
        }
        #expect(Array(output.prefix(32)) == guards && Array(output.suffix(32)) == guards)
        return Array(output.dropFirst(32).dropLast(32))
    }
}
