import Foundation
import TestSupport
import Testing

@testable import Forecasting
@testable import Tensors

struct ConformalTests {
    @Test func theMarginIsTheResidualOfItsRank() {
        let residuals = (1...9).map { $0 % 2 == 0 ? Double($0) : -Double($0) }
        // ⌈10·0.8⌉ = 8, ⌈10·0.9⌉ = 9, ⌈10·0.85⌉ = 9; ⌈10·0.91⌉ = 10 of nine
        #expect(SplitConformal(residuals: residuals, level: 0.8).margin == 8)
        #expect(SplitConformal(residuals: residuals, level: 0.9).margin == 9)
        #expect(SplitConformal(residuals: residuals, level: 0.85).margin == 9)
        #expect(SplitConformal(residuals: residuals, level: 0.91).margin == .infinity)
        #expect(SplitConformal(residuals: [], level: 0.5).margin == .infinity)
        #expect(SplitConformal(residuals: residuals, level: 0.8).interval(around: 20) == 12...28)
    }

    @Test func everyStepHasItsMargin() {
        let steps = SplitConformal.byStep(
            actual: [[1, 2], [1, 2], [1]], forecast: [[1.5, 4], [2, 8], [4]], level: 0.5)
        #expect(steps.map(\.margin) == [1, 6])  // ⌈4·½⌉ = 2 of 0.5, 1, 3 and ⌈3·½⌉ = 2 of 2, 6
    }

    @Test func aPartOfAsManyValuesAsPromisedLiesInside() {
        var generator = SeededGenerator(seed: 5)
        var numInside = 0
        for _ in 0..<2_000 {
            let residuals = (0..<20).map { _ in Double.random(in: -1...1, using: &generator) }
            let margin = SplitConformal(residuals: residuals, level: 0.75).margin
            if abs(Double.random(in: -1...1, using: &generator)) <= margin { numInside += 1 }
        }
        // ⌈21·0.75⌉ / 21 = 0.762, with a standard error below 0.01
        #expect(abs(Double(numInside) / 2_000 - 16.0 / 21) < 0.04)
    }

    @Test func quantilesAreWidenedOrNarrowed() {
        // Scores max(l - y, y - u) of 4...6: -1 at 5, 1 at 3, 2 at 8
        let wide = ConformalizedQuantiles(actual: [5, 3, 8], lower: [4, 4, 4], upper: [6, 6, 6], level: 0.75)
        #expect(wide.margin == 2 && wide.interval(lower: 4, upper: 6) == 2...8)
        // Of -1, 1 and 2 the first: ⌈4·0.25⌉
        let narrow = ConformalizedQuantiles(actual: [5, 3, 8], lower: [4, 4, 4], upper: [6, 6, 6], level: 0.25)
        #expect(narrow.margin == -1 && narrow.interval(lower: 4, upper: 9) == 5...8)
        #expect(narrow.interval(lower: 4, upper: 5) == 4.5...4.5)
    }

    @Test func theLevelFollowsWhatLiesOutside() {
        var conformal = AdaptiveConformal(residuals: [1, -2, 3, 4], level: 0.5, rate: 0.1)
        #expect(conformal.margin == 3)  // ⌈5·½⌉ = 3
        conformal.observe(residual: -10)  // outside: α = 0.5 + 0.1·(0.5 - 1)
        expectClose([conformal.miscoverage], [0.45], within: 1e-15)
        #expect(conformal.margin == 4)  // ⌈6·0.55⌉ = 4 of 1, 2, 3, 4, 10
        conformal.observe(residual: 4)  // inside, on the bound: α = 0.45 + 0.1·0.5
        expectClose([conformal.miscoverage], [0.5], within: 1e-15)
        #expect(conformal.interval(around: 1) == -3...5)  // ⌈7·½⌉ = 4 of 1, 2, 3, 4, 4, 10
    }

    @Test func oldResidualsAreForgotten() {
        var conformal = AdaptiveConformal(residuals: [9, 8, 7, 1, 2, 3], level: 0.5, memory: 3)
        #expect(conformal.margin == 2)
        for residual in [5.0, 5, 5] { conformal.observe(residual: residual) }
        #expect(conformal.margin == 5)
    }

    @Test func coverageHoldsWhenTheScaleShifts() {
        var generator = SeededGenerator(seed: 11)
        let calibration = (0..<200).map { _ in Double.random(in: -1...1, using: &generator) }
        var adaptive = AdaptiveConformal(residuals: calibration, level: 0.9, rate: 0.02, memory: 200)
        let fixed = SplitConformal(residuals: calibration, level: 0.9)
        var (numInside, numInsideFixed) = (0, 0)
        let count = 3_000
        for place in 0..<count {
            let scale = 1 + 4 * Double(place) / Double(count)
            let residual = Double.random(in: -scale...scale, using: &generator)
            if adaptive.interval(around: 0).contains(residual) { numInside += 1 }
            if fixed.interval(around: 0).contains(residual) { numInsideFixed += 1 }
            adaptive.observe(residual: residual)
        }
        // (1 + rate) / (rate·T) = 0.017
        #expect(abs(Double(numInside) / Double(count) - 0.9) < 0.017)
        #expect(Double(numInsideFixed) / Double(count) < 0.6)
    }
}
