/// Functions whose results are the same on every processor: sums and products in a fixed order, each rounded for itself,
/// as IEEE 754 defines them.
enum PortableMath {
    /// e to the x, for eight numbers; relative error below 3e-7.
    ///
    /// With n the whole number next to x / ln 2, a polynomial for e to the x - n ln 2, times a power of two (Cody & Waite
    /// 1980).
    static func exp(_ x: SIMD8<Float>) -> SIMD8<Float> {
        let x = x.clamped(lowerBound: SIMD8(repeating: -80), upperBound: SIMD8(repeating: 88))
        // 1.5 · 2²³ rounds to a whole number; 127 more, and the last bits are those of the power's exponent.
        let rounder: Float = 12_582_912 + 127
        let shifted = x * 1.442695041 + rounder
        let n = shifted - rounder
        let r = (x - n * 0.693359375) + n * 2.12194440e-4
        var p = SIMD8<Float>(repeating: 1.9875691500e-4)
        p = p * r + 1.3981999507e-3
        p = p * r + 8.3334519073e-3
        p = p * r + 4.1665795894e-2
        p = p * r + 1.6666665459e-1
        p = p * r + 5.0000001201e-1
        p = p * (r * r) + r + 1
        let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
        return p * unsafeBitCast(exponent, to: SIMD8<Float>.self)
    }

    /// The whole number next to one of at most 2²².
    static func rounded(_ x: Float) -> Float { (x + 12_582_912) - 12_582_912 }

    /// 1 / (1 + e to the -x).
    static func sigmoid(_ x: SIMD8<Float>) -> SIMD8<Float> { 1 / (1 + exp(-x)) }

    /// The hyperbolic tangent, as 1 - 2 / (e to the 2x + 1).
    static func tanh(_ x: SIMD8<Float>) -> SIMD8<Float> { 1 - 2 / (exp(x + x) + 1) }

    /// e to the x in double precision, for x in -700 ... 700, which others are taken to.
    static func exp(_ x: Double) -> Double {
        let x = min(max(x, -700), 700)
        let n = (x * 1.4426950408889634).rounded(.toNearestOrEven)
        let r = (x - n * 0.69314718036912382) - n * 1.9082149292705877e-10
        var sum = 1.0
        for divisor in stride(from: 14.0, through: 1, by: -1) { sum = 1 + sum * r / divisor }
        return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
    }
}
