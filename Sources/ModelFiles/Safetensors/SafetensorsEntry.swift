/// The description of a tensor in a safetensors file.
public struct SafetensorsEntry: Equatable, Sendable {
    public let name: String
    public let elementType: SafetensorsElementType
    /// Dimensions, the slowest first; empty for a scalar.
    public let shape: [Int]
    /// Where the elements lie, counted from the end of the header.
    public let byteRange: Range<Int>

    /// Number of elements: the product of `shape`.
    public var count: Int { byteRange.count / elementType.byteCount }

    /// Bytes that a tensor takes, or `nil` where the size of any part of it overflows.
    ///
    /// Dimensions of zero are counted as one, so that strides computed from an accepted shape cannot overflow.
    static func byteCount(shape: [Int], elementType: SafetensorsElementType) -> Int? {
        var product = elementType.byteCount
        for dimension in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: max(dimension, 1))
            if overflow { return nil }
            product = next
        }
        return shape.contains(0) ? 0 : product
    }
}
