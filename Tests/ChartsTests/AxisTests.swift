import Testing

@testable import Charts

@Suite struct AxisTests {
    @Test func knownValuesHaveTheirShares() {
        let linear = Axis(holding: [10, 30, .nan, .infinity], padding: 0)
        #expect(linear.share(10) == 0)
        #expect(linear.share(25) == 0.75)
        #expect(linear.share(.nan) == nil)
        #expect(linear.share(-.infinity) == nil)
        #expect(linear.clampedShare(.infinity) == 1)
        #expect(linear.clampedShare(-.infinity) == 0)
        let logarithmic = Axis(holding: [0.01, 100, -5, 0], scale: .logarithmic, padding: 0)
        #expect(logarithmic.share(1) == 0.5)
        #expect(logarithmic.share(0) == nil)
        #expect(logarithmic.clampedShare(-1) == 0)
    }

    @Test func paddingIsAShareOfTheRange() {
        let axis = Axis(holding: [0, 10], padding: 0.1)
        #expect(axis.lower == -1)
        #expect(axis.upper == 11)
    }

    @Test(arguments: [0.0, 5, -3, 1e30, 1e-30, 1e299, 1e-299])
    func aConstantLiesInTheMiddle(value: Double) throws {
        let share = try #require(Axis(holding: [value, value], padding: 0.05).share(value))
        #expect(abs(share - 0.5) < 1e-9)
    }

    @Test func coordinatesAreWhereTheAxesSay() throws {
        let chart = Chart(
            title: "t", panels: [Panel(layers: [.line("l", x: [0, 4], y: [-1, 3]), .rule("", .vertical(1))])])
        let frame = try #require(ChartLayout(chart, size: chart.size).frames.first)
        let (low, high) = (try #require(frame.point(0, -1)), try #require(frame.point(4, 3)))
        let middle = try #require(frame.point(2, 1))
        #expect(abs(middle.x - (low.x + high.x) / 2) < 1e-9)
        #expect(abs(middle.y - (low.y + high.y) / 2) < 1e-9)
        #expect(abs(middle.x - (frame.plot.x + frame.plot.width / 2)) < 1e-9)
        // Two per cent of the range on either side, five above and below.
        #expect(abs(low.x - (frame.plot.x + frame.plot.width * 0.02 / 1.04)) < 1e-9)
        #expect(abs(low.y - (frame.plot.bottom - frame.plot.height * 0.05 / 1.1)) < 1e-9)
    }
}
