import Tensors

/// A row-major array in double precision, on which ``DoubleTwin`` computes.
public struct DoubleTensor: Equatable, Sendable {
    public let shape: [Int]
    public var values: [Double]

    public init(_ values: [Double], shape: [Int]) {
        precondition(values.count == shape.reduce(1, *), "DoubleTensor: \(values.count) values do not fill \(shape).")
        self.shape = shape
        self.values = values
    }

    /// The same values, exactly.
    public init(_ tensor: Tensor) { self.init(tensor.elements.map(Double.init), shape: tensor.shape) }

    public init(repeating value: Double, shape: [Int]) {
        self.init(Array(repeating: value, count: shape.reduce(1, *)), shape: shape)
    }

    /// The element of a matrix.
    public subscript(row: Int, column: Int) -> Double {
        get { values[row * shape[1] + column] }
        set { values[row * shape[1] + column] = newValue }
    }

    /// The same values under another shape.
    public func reshaped(_ shape: [Int]) -> DoubleTensor { DoubleTensor(values, shape: shape) }
}

extension DoubleTensor {
    /// How far two arrays are apart: ‖a - b‖ / max(‖a‖, ‖b‖), 0 when both are zero; NaN counts as infinitely far.
    public static func relativeError(_ a: [Double], _ b: [Double]) -> Double {
        precondition(a.count == b.count, "relativeError: \(a.count) and \(b.count) values.")
        let difference = norm(zip(a, b).map { $0 - $1 })
        let size = max(norm(a), norm(b))
        if difference == 0 { return 0 }
        return (difference / size).isNaN ? .infinity : difference / size
    }

    private static func norm(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}
