import Testing

@testable import Forecasting
@testable import Tensors

struct RollingIntervalsTests {
    /// Beside a plain list of what is known at each origin.
    @Test(arguments: [0, 3, 700]) func marginsAreQuantilesOfTheLatestKnownScores(before: Int) {
        var generator = SeededGenerator(seed: 5)
        let (levels, steps) = ([0.5, 0.9], 3)
        func draw() -> Double { (generator.nextUniform() * 50).rounded() / 10 - 1 }  // some of them equal
        let start = levels.map { _ in (0..<steps).map { _ in (0..<before).map { _ in draw() } } }
        var rolling = RollingIntervals(levels: levels, scores: start)
        var plain = start.map { $0.map { $0.map { (row: -1, score: $0) } } }
        for origin in 100..<900 {
            let margins = rolling.margins(origin: origin)
            if origin % 7 == 0 || origin < 110 {
                for (index, level) in levels.enumerated() {
                    for step in 0..<steps {
                        let known = plain[index][step].filter { $0.row < origin }.map(\.score).suffix(500).sorted()
                        let place = Int((Double(known.count + 1) * level - 1e-9).rounded(.up))
                        let expected = known.isEmpty ? 0 : known[min(place, known.count) - 1]
                        #expect(margins[index][step] == expected, "origin \(origin), level \(level), step \(step)")
                    }
                }
            }
            for index in levels.indices {
                for step in 0..<steps {
                    let score = draw()
                    rolling.observe(row: origin + step, level: index, step: step, score: score)
                    plain[index][step].append((origin + step, score))
                }
            }
        }
    }

    @Test func aScoreCountsFromTheRowBehindItsOwn() {
        var rolling = RollingIntervals(levels: [0.5], scores: [[[1], [1]]])
        _ = rolling.margins(origin: 10)
        rolling.observe(row: 10, level: 0, step: 0, score: 9)
        rolling.observe(row: 11, level: 0, step: 1, score: 9)
        #expect(rolling.margins(origin: 10) == [[1, 1]])
        #expect(rolling.margins(origin: 11) == [[9, 1]])  // of 1 and 9 the second: ⌈3 / 2⌉
        #expect(rolling.margins(origin: 12) == [[9, 9]])
    }

    // MARK: Measured once

    @Test func marginsOfTrainingAreThoseOfEachStep() {
        let scores = (1...9).map(Double.init)
        let found = ForecastIntervals(
            levels: [0.5, 0.8], scores: [[[scores, scores.map { 2 * $0 }], [scores, [4]]]])
        #expect(found.margin(target: 0, level: 0.5, step: 0) == 5)
        #expect(found.margin(target: 0, level: 0.5, step: 1) == 10)
        #expect(found.margin(target: 0, level: 0.8, step: 0) == 8)
        #expect(found.margin(target: 0, level: 0.8, step: 1) == 4)  // the largest where there are too few
        #expect(
            found.margin(target: 0, level: 0.7, step: 0) == nil && found.margin(target: 1, level: 0.5, step: 0) == nil)
        // Behind the last: as far as a random walk gets.
        #expect(found.margin(target: 0, level: 0.5, step: 7) == 20)
    }

    @Test func whatWasNotHeldOutIsNotMeasured() {
        let none = ForecastIntervals(levels: [0.9], scores: [[[[], []]]])
        #expect(none.levels.isEmpty && none.margin(target: 0, level: 0.9, step: 0) == nil)
        #expect(none.usualLevels.isEmpty && none.isWhole(targets: 1))
        let first = ForecastIntervals(levels: [0.5, 0.9], scores: [[[[1], []], [[4], []]]])
        #expect(first.margin(target: 0, level: 0.9, step: 3) == 8 && first.usualLevels == [0.9])
        #expect(ForecastIntervals(levels: [0.5, 0.8], scores: [[[[1]], [[2]]]]).usualLevels == [0.8])
    }
}
