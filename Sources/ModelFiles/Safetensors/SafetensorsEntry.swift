/// The description of a tensor in a safetensors file.
public struct SafetensorsEntry: Equatable, Sendable {
    /// The name of the tensor in the file.
    public let name: String
    /// The type of the stored elements.
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

/// The element types of safetensors files; the raw value is the name in the file.
public enum SafetensorsElementType: String, CaseIterable, Sendable {
    /// 64-bit IEEE 754 floating point.
    case float64 = "F64"
    /// 32-bit IEEE 754 floating point.
    case float32 = "F32"
    /// 16-bit IEEE 754 floating point: 11 significant bits.
    case float16 = "F16"
    /// 16-bit brain floating point: the exponents of 32-bit floats, 8 significant bits.
    case bfloat16 = "BF16"
    /// Signed 64-bit integer.
    case int64 = "I64"
    /// Signed 32-bit integer.
    case int32 = "I32"
    /// Signed 16-bit integer.
    case int16 = "I16"
    /// Signed 8-bit integer.
    case int8 = "I8"
    /// Unsigned 64-bit integer.
    case uint64 = "U64"
    /// Unsigned 32-bit integer.
    case uint32 = "U32"
    /// Unsigned 16-bit integer.
    case uint16 = "U16"
    /// Unsigned 8-bit integer.
    case uint8 = "U8"
    /// A truth value in a byte.
    case bool = "BOOL"

    /// The type that holds `Integer` exactly.
    init<Integer: FixedWidthInteger>(_: Integer.Type) {
        switch (Integer.bitWidth, Integer.isSigned) {
        case (8, true): self = .int8
        case (16, true): self = .int16
        case (32, true): self = .int32
        case (64, true): self = .int64
        case (8, false): self = .uint8
        case (16, false): self = .uint16
        case (32, false): self = .uint32
        case (64, false): self = .uint64
        default: preconditionFailure("safetensors has no type for \(Integer.self)")
        }
    }

    /// Size of an element in bytes.
    public var byteCount: Int {
        switch self {
        case .float64, .int64, .uint64: 8
        case .float32, .int32, .uint32: 4
        case .float16, .bfloat16, .int16, .uint16: 2
        case .int8, .uint8, .bool: 1
        }
    }

    /// Whether the elements are floating-point numbers.
    public var isFloatingPoint: Bool {
        switch self {
        case .float64, .float32, .float16, .bfloat16: true
        default: false
        }
    }
}

/// Conversions between `Float` and the two 16-bit formats, in bit arithmetic.
///
/// Without branches the compiler vectorises loops of them; `Float16` is not on every platform, and where the
/// processor lacks the instruction it is a function call for each element. None depends on how the processor
/// treats subnormal `Float`s.
enum HalfPrecision {
    /// The value of IEEE 754 binary16 bits.
    @inline(__always)
    static func float(fromFloat16 bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7FFF)
        let subnormal = (Float(Int32(bitPattern: magnitude)) * 0x1p-24).bitPattern
        let special: UInt32 = magnitude >= 0x7C00 ? 0x3800_0000 : 0
        let normal = (magnitude << 13) &+ 0x3800_0000 &+ special  // the exponent's bias is 127 instead of 15
        return Float(bitPattern: sign | (magnitude < 0x0400 ? subnormal : normal))
    }

    /// The binary16 bits nearest to `value`, ties to even; infinity from 65,520 on.
    @inline(__always)
    static func float16(_ value: Float) -> UInt16 {
        let sign = (value.bitPattern >> 16) & 0x8000
        let magnitude = value.bitPattern & 0x7FFF_FFFF
        // Added to 0.5, a value below 2^-14 is rounded by the addition to a multiple of 2^-24.
        let subnormal = (Float(bitPattern: magnitude) + 0.5).bitPattern &- Float(0.5).bitPattern
        let normal = (magnitude &- 0x3800_0000 &+ 0x0FFF &+ ((magnitude >> 13) & 1)) >> 13
        let finite = magnitude < 0x3880_0000 ? subnormal : normal
        let special: UInt32 = magnitude > 0x7F80_0000 ? 0x7E00 : 0x7C00
        return UInt16(truncatingIfNeeded: sign | (magnitude >= 0x477F_F000 ? special : finite))
    }

    /// The value of bfloat16 bits, which are the upper half of a `Float`'s.
    @inline(__always)
    static func float(fromBFloat16 bits: UInt16) -> Float {
        Float(bitPattern: UInt32(bits) << 16)
    }

    /// The bfloat16 bits nearest to `value`, ties to even.
    @inline(__always)
    static func bfloat16(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let rounded = (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16
        let quietNaN = (bits >> 16) | 0x0040
        return UInt16(truncatingIfNeeded: (bits & 0x7FFF_FFFF) > 0x7F80_0000 ? quietNaN : rounded)
    }
}
