import Testing

@testable import Forecasting
@testable import Tensors

struct AnomalyDetectorTests {
    private func noise(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    }

    private func anomalies(
        _ residuals: [Double], _ settings: AnomalyDetector.Settings = .init(), learning: Int = 200
    ) -> [Int] {
        var detector = AnomalyDetector(settings)
        return residuals.indices.filter {
            detector.observe(residual: residuals[$0], isLearning: $0 < learning).isAnomaly
        }
    }

    @Test(arguments: [2.5, -3, 5, -10, 100, 1e6, -1e9, 1e100, 1e300], [200, 1_000, 1_499])
    func aSingleSpikeIsAnnouncedInItsOwnRowAndNoOther(height: Double, row: Int) {
        var residuals = noise(1_500, seed: 1)
        #expect(anomalies(residuals).isEmpty)
        residuals[row] = height
        #expect(anomalies(residuals) == [row])
        #expect(anomalies(residuals, .singleRows) == [row])
    }

    @Test func spikesOfNormalNoiseAreFewAndRealOnesAreFound() {
        var generator = SeededGenerator(seed: 2)
        var residuals = (0..<5_000).map { _ in
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0...1, using: &generator) }
        }
        var means = ResidualDetector()
        let ofMeans = residuals.indices.filter { row in
            guard row >= 200 else {
                means.observe(learning: residuals[row])
                return false
            }
            return means.observe(residual: residuals[row]).isAnomaly
        }
        #expect(Set(anomalies(residuals)).subtracting(ofMeans).count <= 1)
        residuals[2_500] = -7
        #expect(anomalies(residuals).contains(2_500))
    }

    @Test func oneWildValueDoesNotHideTheNext() {
        var residuals = noise(2_000, seed: 3)
        let before = Set(anomalies(residuals))
        for row in [600, 900, 1_300, 1_301] { residuals[row] = 100 }
        #expect(Set(anomalies(residuals)).subtracting(before) == [600, 900, 1_300])
        #expect(Set(anomalies(residuals, .singleRows)).isSuperset(of: [600, 900, 1_300, 1_301]))
        // Nor one among the rows that are learnt from.
        residuals[5] = 1e9
        #expect(Set(anomalies(residuals)).isSuperset(of: [600, 900, 1_300]))
    }

    @Test func aShiftIsTakenInAndAnnouncedOnce() {
        var residuals = noise(1_500, seed: 4)
        for row in 800..<840 { residuals[row] += 8 }
        var detector = AnomalyDetector()
        let decisions = residuals.map { detector.observe(residual: $0) }
        #expect(decisions.indices.filter { decisions[$0].isAnomaly } == [800])
        #expect(decisions[800].isKeptOut && decisions[801].isKeptOut && !decisions[802].isKeptOut)
        #expect(decisions[802].takesIn >= 2)
    }

    @Test func exactForecastsMakeTheLeastChangeAnAnomaly() {
        var residuals = [Double](repeating: 0, count: 400)
        #expect(anomalies(residuals).isEmpty)
        residuals[300] = 1e-9
        #expect(anomalies(residuals) == [300])
        var detector = AnomalyDetector()
        let rounded = residuals.map { detector.observe(residual: $0, resolution: 1e-8).isAnomaly }
        #expect(!rounded.prefix(300).contains(true))
    }

    @Test func gapsArePassedOver() {
        let residuals = noise(600, seed: 6)
        var (whole, gappy) = (AnomalyDetector(), AnomalyDetector())
        for (place, residual) in residuals.enumerated() {
            for gap in [Double.nan, .infinity] where place % 50 == 0 {
                #expect(!gappy.observe(residual: gap).isAnomaly)
            }
            #expect(whole.observe(residual: residual).isAnomaly == gappy.observe(residual: residual).isAnomaly)
        }
    }
}
