import Testing

@testable import ModelFiles

#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    struct HalfPrecisionTests {
        @Test func everyFloat16WidensAsTheHardwareTypeDoes() {
            for bits in UInt16.min...UInt16.max {
                let expected = Float(Float16(bitPattern: bits))
                let found = HalfPrecision.float(fromFloat16: bits)
                let isSame = expected.isNaN ? found.isNaN : found.bitPattern == expected.bitPattern
                if !isSame { Issue.record("\(bits): \(found) is not \(expected)") }
            }
        }

        @Test func float16RoundsAsTheHardwareTypeDoes() {
            for high in UInt32(0)...0xFFFF {  // each upper half with lower halves on and beside the ties
                for low in [0, 1, 0x0FFF, 0x1000, 0x1001, 0x2FFF, 0x3000, 0x3001, 0x7FFF, 0x8000, 0xF000, 0xFFFF] {
                    let value = Float(bitPattern: high << 16 | UInt32(low))
                    let (found, expected) = (HalfPrecision.float16(value), Float16(value))
                    let isSame =
                        expected.isNaN ? Float16(bitPattern: found).isNaN : found == expected.bitPattern
                    if !isSame { Issue.record("\(value): \(found) is not \(expected.bitPattern)") }
                }
            }
        }

        @Test func bfloat16RoundsToTheNearestAndTiesToEven() {
            let cases: [(UInt32, UInt16)] = [
                (0x3F80_0000, 0x3F80), (0x3F80_7FFF, 0x3F80), (0x3F80_8000, 0x3F80), (0x3F80_8001, 0x3F81),
                (0x3F81_8000, 0x3F82), (0x7F7F_7FFF, 0x7F7F), (0x7F7F_8000, 0x7F80), (0x8000_0001, 0x8000),
                (0x0000_8001, 0x0001), (0xFF80_0000, 0xFF80), (0x7F80_0001, 0x7FC0), (0xFFFF_FFFF, 0xFFFF),
            ]
            for (bits, expected) in cases {
                #expect(HalfPrecision.bfloat16(Float(bitPattern: bits)) == expected, "\(bits)")
            }
            for bits in UInt16.min...UInt16.max {
                let value = HalfPrecision.float(fromBFloat16: bits)
                if !value.isNaN && HalfPrecision.bfloat16(value) != bits { Issue.record("\(bits)") }
            }
        }
    }
#endif
