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
