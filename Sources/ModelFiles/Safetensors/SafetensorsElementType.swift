/// The element types of safetensors files; the raw value is the name in the file.
public enum SafetensorsElementType: String, CaseIterable, Sendable {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int64 = "I64"
    case int32 = "I32"
    case int16 = "I16"
    case int8 = "I8"
    case uint64 = "U64"
    case uint32 = "U32"
    case uint16 = "U16"
    case uint8 = "U8"
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

    public var isFloatingPoint: Bool {
        switch self {
        case .float64, .float32, .float16, .bfloat16: true
        default: false
        }
    }
}
