import CKernels

/// A float32 array of any rank, contiguous and row-major, with value semantics.
///
/// Copies share memory until one of them is written to.
public struct Tensor: Sendable {
    /// The size of each axis, outermost first; empty for a scalar.
    public let shape: [Int]
    private var storage: Storage

    /// The number of elements.
    public var count: Int { shape.elementCount }

    /// A tensor whose elements hold anything until they are written.
    public init(uninitialized shape: [Int]) {
        precondition(shape.allSatisfy { $0 >= 0 }, "Tensor: a size in \(shape) is negative.")
        self.shape = shape
        storage = Storage(count: shape.elementCount)
    }

    /// A shape without memory, for a parameter whose value is about to be read from a file; the elements must not be
    /// touched.
    package init(deferred shape: [Int]) { self.init(shape: shape, storage: .none) }

    /// A tensor filled with one value.
    public init(repeating value: Float, shape: [Int]) {
        self.init(uninitialized: shape)
        storage.floats.update(repeating: value, count: count)
    }

    /// A tensor of zeros.
    public static func zeros(_ shape: [Int]) -> Tensor { Tensor(repeating: 0, shape: shape) }

    /// The initial value of a parameter that starts at zero; with ``DeferredWeights`` its shape alone.
    public static func zeros(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Tensor {
        generator is DeferredWeights ? Tensor(deferred: shape) : .zeros(shape)
    }

    /// A tensor of the given elements, last axis fastest.
    ///
    /// - Precondition: There are as many elements as `shape` says.
    public init(_ elements: [Float], shape: [Int]) {
        precondition(elements.count == shape.elementCount, "Tensor: \(elements.count) elements do not fill \(shape).")
        self.init(uninitialized: shape)
        elements.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            storage.floats.update(from: base, count: source.count)
        }
    }

    /// A tensor of rank 0.
    public init(scalar value: Float) { self.init([value], shape: []) }

    /// Uniform random elements.
    public static func uniform(
        _ shape: [Int], in range: ClosedRange<Float>, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        if generator is DeferredWeights { return Tensor(deferred: shape) }
        let width = Double(range.upperBound) - Double(range.lowerBound)
        return Tensor(
            (0..<shape.elementCount).map { _ in Float(Double(range.lowerBound) + width * generator.nextUniform()) },
            shape: shape)
    }

    /// Normal random elements of mean 0.
    public static func normal(
        _ shape: [Int], standardDeviation: Float = 1, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        if generator is DeferredWeights { return Tensor(deferred: shape) }
        return Tensor(
            (0..<shape.elementCount).map { _ in Float(generator.nextNormal()) * standardDeviation }, shape: shape)
    }

    /// The elements as an array.
    public var elements: [Float] { withElements { Array($0) } }

    /// The element of a tensor that has just one.
    public var scalar: Float {
        precondition(count == 1, "Tensor.scalar: \(shape) has \(count) elements.")
        return storage.floats[0]
    }

    /// Reads the elements in place.
    public func withElements<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(storage) {
            try body(UnsafeBufferPointer(start: UnsafePointer(storage.floats), count: count))
        }
    }

    /// Writes the elements in place; copies them first when another tensor shares them.
    public mutating func mutate<Result>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Result) rethrows -> Result
    {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage(count: count)
            copy.floats.update(from: storage.floats, count: count)
            storage = copy
        }
        return try withExtendedLifetime(storage) {
            try body(UnsafeMutableBufferPointer(start: storage.floats, count: count))
        }
    }

    /// The same elements under another shape of the same count; shares memory.
    public func reshaped(_ shape: [Int]) -> Tensor {
        precondition(shape.elementCount == count, "Tensor.reshaped: \(self.shape) does not fit \(shape).")
        return Tensor(shape: shape, storage: storage)
    }

    /// Whether no element is infinite or not a number.
    public var isFinite: Bool { withElements { vector_is_finite_f32($0.baseAddress, $0.count) } }

    private init(shape: [Int], storage: Storage) {
        self.shape = shape
        self.storage = storage
    }
}

extension Tensor {
    /// The memory for kernels that read; valid while the tensor lives.
    var pointer: UnsafePointer<Float> { UnsafePointer(storage.floats) }

    /// The memory of a tensor that was just made and is not shared yet.
    package var freshPointer: UnsafeMutablePointer<Float> { storage.floats }
}

extension Tensor: Equatable {
    /// Whether shapes and all bits are the same.
    public static func == (left: Tensor, right: Tensor) -> Bool {
        guard left.shape == right.shape else { return false }
        return left.withElements { a in
            right.withElements { b in a.elementsEqual(b) { $0.bitPattern == $1.bitPattern } }
        }
    }
}

extension [Int] {
    /// The number of elements of a tensor of this shape.
    var elementCount: Int { reduce(1, *) }
}
