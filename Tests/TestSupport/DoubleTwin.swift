import Foundation
import Tensors

/// Every operation written from its definition, in double precision and without a thought for speed.
///
/// The fast operations are compared with these; nothing is shared between the two.
public enum DoubleTwin {
    /// `input · weightᵀ + bias`: `[rows, inputSize]`, `[outputSize, inputSize]`, `[outputSize]`.
    public static func linear(_ input: DoubleTensor, weight: DoubleTensor, bias: DoubleTensor? = nil) -> DoubleTensor {
        let (rows, inputSize, outputSize) = (input.shape[0], input.shape[1], weight.shape[0])
        var output = DoubleTensor(repeating: 0, shape: [rows, outputSize])
        for i in 0..<rows {
            for j in 0..<outputSize {
                output[i, j] =
                    (bias?.values[j] ?? 0) + dot(input.values, i * inputSize, weight.values, j * inputSize, inputSize)
            }
        }
        return output
    }

    /// Row `indices[i]` of `table`; zeros where the index is negative.
    public static func gatherRows(_ table: DoubleTensor, _ indices: [Int32]) -> DoubleTensor {
        var output = DoubleTensor(repeating: 0, shape: [indices.count, table.shape[1]])
        for (i, index) in indices.enumerated() where index >= 0 {
            for j in 0..<table.shape[1] { output[i, j] = table[Int(index), j] }
        }
        return output
    }

    public static func add(_ a: DoubleTensor, _ b: DoubleTensor) -> DoubleTensor {
        DoubleTensor(zip(a.values, b.values).map { $0 + $1 }, shape: a.shape)
    }

    public static func multiply(_ a: DoubleTensor, _ b: DoubleTensor) -> DoubleTensor {
        DoubleTensor(zip(a.values, b.values).map { $0 * $1 }, shape: a.shape)
    }

    public static func scale(_ factor: Double, _ a: DoubleTensor) -> DoubleTensor {
        DoubleTensor(a.values.map { factor * $0 }, shape: a.shape)
    }

    public static func sum(_ a: DoubleTensor) -> DoubleTensor {
        DoubleTensor([a.values.reduce(0, +)], shape: [])
    }

    /// `[rows, m]` and `[rows, n]` side by side.
    public static func concatenateColumns(_ a: DoubleTensor, _ b: DoubleTensor) -> DoubleTensor {
        let (m, n) = (a.shape[1], b.shape[1])
        var output = DoubleTensor(repeating: 0, shape: [a.shape[0], m + n])
        for i in 0..<a.shape[0] {
            for j in 0..<m { output[i, j] = a[i, j] }
            for j in 0..<n { output[i, m + j] = b[i, j] }
        }
        return output
    }

    /// Each row times the row of `masks` that `maskRows` names.
    public static func lockedDropout(_ a: DoubleTensor, maskRows: [Int32], masks: DoubleTensor) -> DoubleTensor {
        multiply(a, gatherRows(masks, maskRows))
    }

    /// `-Σ q log softmax(logits)` summed over rows times their weights, divided by the sum of the weights when
    /// `isMean`; a row of weight 0 is not looked at.
    public static func crossEntropy(
        logits: DoubleTensor, targets: [Int32], weights: [Float]? = nil, labelSmoothing: Double = 0, isMean: Bool = true
    ) -> DoubleTensor {
        let classes = logits.shape[1]
        let weights = weights.map { $0.map(Double.init) } ?? Array(repeating: 1, count: targets.count)
        var total = 0.0
        for (i, target) in targets.enumerated() where weights[i] != 0 {
            let row = (0..<classes).map { logits[i, $0] }
            let highest = row.max()!
            let logarithm = highest + log(row.reduce(0) { $0 + exp($1 - highest) })
            for j in 0..<classes {
                let q = (j == Int(target) ? 1 - labelSmoothing : 0) + labelSmoothing / Double(classes)
                total -= weights[i] * q * (row[j] - logarithm)
            }
        }
        return DoubleTensor([isMean ? total / weights.reduce(0, +) : total], shape: [])
    }

    /// `matrix · vector`.
    public static func times(_ matrix: DoubleTensor, _ vector: [Double]) -> [Double] {
        (0..<matrix.shape[0]).map { dot(matrix.values, $0 * vector.count, vector, 0, vector.count) }
    }

    /// The sum of `count` products of `a` from `i` on and `b` from `j` on; most of the twin's time, and the tests are
    /// not built for speed, so it has only what costs little even then.
    static func dot(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int, _ count: Int) -> Double {
        precondition(i >= 0 && j >= 0 && i + count <= a.count && j + count <= b.count, "dot: outside of an array.")
        return a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                guard count > 0, let a = a.baseAddress, let b = b.baseAddress else { return 0 }
                var (sum, k) = (0.0, 0)
                while k < count {
                    sum += a[i + k] * b[j + k]
                    k += 1
                }
                return sum
            }
        }
    }
}

/// The mask of a dropout: what it makes of ones.
public func dropoutMask(shape: [Int], rate: Float, key: UInt64) -> DoubleTensor {
    DoubleTensor(dropout(Variable(Tensor(repeating: 1, shape: shape)), rate: rate, key: key).value)
}

/// The masks of a locked dropout, one row each: what it makes of ones.
public func lockedDropoutMasks(_ count: Int, columns: Int, rate: Float, key: UInt64) -> DoubleTensor {
    let ones = Variable(Tensor(repeating: 1, shape: [count, columns]))
    let rows = (0..<count).map(Int32.init)
    return DoubleTensor(lockedDropout(ones, maskRows: rows, rate: rate, key: key).value)
}
