import Foundation
import TestSupport
import Testing

@testable import Forecasting

struct NABScoreTests {
    /// 200 rows, of which the first 30 are for learning; one window of ten rows.
    private let window = 100...109

    private func score(
        _ rows: [Int], windows: [ClosedRange<Int>]? = nil, profile: NABProfile = .standard
    ) -> NABScore {
        var isDetected = [Bool](repeating: false, count: 200)
        for row in rows { isDetected[row] = true }
        return NABScore(isDetected: isDetected, windows: windows ?? [window], profile: profile)
    }

    @Test func theFirstRowOfAWindowIsPerfect() {
        // y = -(109 - 100 + 1) / 10 = -1: σ(-1) / σ(-1) = 1
        let found = score([100])
        #expect(found.raw == 1 && found.numDetected == 1 && found.normalized == 100)
    }

    @Test func laterRowsEarnLess() {
        // Row 104: y = -(109 - 104 + 1) / 10 = -0.6; σ = 2 / (1 + e^-3) - 1 = 0.905148; σ(-1) = 0.986614
        expectClose([score([104]).raw], [0.917429], within: 1e-6)
        // Row 109: y = -0.1; σ = 2 / (1 + e^-0.5) - 1 = 0.244919
        expectClose([score([109]).raw], [0.248242], within: 1e-6)
    }

    @Test func onlyTheEarliestDetectionInAWindowCounts() {
        #expect(score([104, 105, 109]) == score([104]))
    }

    @Test func aFalseAlarmRightBehindAWindowCostsLittle() {
        // Row 110: y = (110 - 109) / 9 = 0.111111; σ = 2 / (1 + e^0.555556) - 1 = -0.270847; -1 for the window
        let found = score([110])
        expectClose([found.raw], [-1 - 0.11 * 0.270847], within: 1e-6)
        #expect(found.numFalseAlarms == 1 && found.numMissed == 1)
        // Row 118: y = 1; σ(1) = -0.986614
        expectClose([score([118]).raw], [-1 - 0.11 * 0.986614], within: 1e-6)
    }

    @Test func aFalseAlarmFarFromWindowsCostsAll() {
        // Row 137: y = 28 / 9 above 3. Row 60: no window before. Row 136: y = 3, σ(3) = -0.999999388
        #expect(score([137]).raw == -1.11)
        #expect(score([60]).raw == -1.11)
        expectClose([score([136]).raw], [-1 - 0.11 * 0.999999388], within: 1e-9)
    }

    @Test func everyFalseAlarmCosts() {
        expectClose([score([60, 61, 62]).raw], [-1.33], within: 1e-12)
        expectClose([score([60, 61, 62], profile: .rewardLowFalsePositives).raw], [-1.66], within: 1e-12)
    }

    @Test func noDetectionsAreZeroAndPerfectOnesAHundred() {
        let windows = [50...59, 100...109, 150...150]
        for profile in [NABProfile.standard, .rewardLowFalsePositives, .rewardLowFalseNegatives] {
            let nothing = score([], windows: windows, profile: profile)
            #expect(nothing.raw == -3 * profile.falseNegative && nothing.normalized == 0)
            #expect(score([50, 100, 150], windows: windows, profile: profile).normalized == 100)
        }
        // One of three, missed ones twice as dear: (1 - 2·2 + 3·2) / (3 + 3·2)
        let one = score([100], windows: windows, profile: .rewardLowFalseNegatives)
        expectClose([one.normalized ?? .nan], [100.0 / 3], within: 1e-12)
    }

    @Test func rowsForLearningDoNotCount() {
        #expect(NABScore.probationaryRows(of: 200) == 30)
        #expect(NABScore.probationaryRows(of: 4_032) == 604)
        #expect(NABScore.probationaryRows(of: 5_000) == 750 && NABScore.probationaryRows(of: 22_695) == 750)
        #expect(score([0, 5, 29]) == score([]))
        #expect(score([30]).numFalseAlarms == 1)
        // A window that ends there is none; of one that begins there only the rest can be detected.
        #expect(score([], windows: [10...20]).normalized == nil)
        #expect(score([28], windows: [26...33]).numMissed == 1)
        // Row 30: y = -(33 - 30 + 1) / 8 = -0.5; σ = 0.848284
        expectClose([score([28, 30], windows: [26...33]).raw], [0.848284 / 0.986614], within: 1e-6)
    }

    @Test func theLastWindowBeforeAFalseAlarmCounts() {
        // Row 160 is 10 rows behind a window of 21 rows: y = 0.5; σ = -0.848284. That of ten rows lies 51 back.
        let found = score([100, 130, 160], windows: [window, 130...150])
        expectClose([found.raw], [2 - 0.11 * 0.848284], within: 1e-6)
    }

    @Test func seriesAddUp() {
        var sum = NABScore()
        sum += score([100])
        sum += score([60], windows: [])
        #expect(score([60], windows: []).normalized == nil)
        // (1 - 0.11 + 1) / 2
        expectClose([sum.normalized ?? .nan], [94.5], within: 1e-12)
        #expect(sum.numDetected == 1 && sum.numFalseAlarms == 1)
    }
}
