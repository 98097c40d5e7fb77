import Foundation
import Testing

@testable import Charts

@Suite struct ThinningTests {
    @Test func fewPointsStay() {
        let points = [Point(x: 0, y: 1), Point(x: 0.2, y: 5), Point(x: 7, y: 2)]
        #expect(Thinning.line(points) == [points])
        #expect(Thinning.peaks(points) == [0, 1, 2])
        #expect(Thinning.markers(points, size: 3) == [0, 1, 2])
    }

    @Test func aColumnKeepsItsExtremesInOrder() {
        let ys = [3.0, 4, 9, 5, 1, 2, 6]
        let points = ys.enumerated().map { Point(x: 2 + Double($0) / 10, y: $1) }
        #expect(Thinning.line(points).map { $0.map(\.y) } == [[3, 9, 1, 6]])
    }

    @Test func aGapBreaksTheLineUnlessItLiesWithinAColumn() {
        let (a, b, c) = (Point(x: 0, y: 1), Point(x: 1.1, y: 1), Point(x: 1.9, y: 2))
        #expect(Thinning.line([nil, a, nil, b, nil, c, nil]) == [[a], [b, c]])
        let nothing: [Point?] = [nil, nil]
        #expect(Thinning.line(nothing).isEmpty)
    }

    @Test func peaksOfALongSeriesStay() {
        var points = (0..<100_000).map { Point(x: Double($0) / 150, y: sin(Double($0)) * 10) }
        points[61_234].y = -50
        points[7].y = 70
        let kept = Thinning.line(points).flatMap(\.self)
        #expect(kept.count <= 4 * 668)
        for index in [7, 61_234] {
            #expect(kept.contains(points[index]))
            #expect(Thinning.peaks(points).contains(index))
            #expect(Thinning.markers(points, size: 3).contains(index))
        }
        #expect(Thinning.peaks(points).count <= 2 * 668)
    }

    @Test func aBandIsAPolygonWithTheWidestOfEachColumn() {
        let pairs = [(0.0, 5.0, 3.0), (1, 5, 3), (1.2, 9, 4), (1.4, 6, 1), (2, 5, 3)].map { x, low, high in
            (low: Point(x: x, y: low), high: Point(x: x, y: high))
        }
        let polygon = Thinning.band(pairs).first
        #expect(Thinning.band(pairs).count == 1)
        #expect(polygon?.map(\.x) == [0, 1, 2, 2, 1, 0])
        #expect(polygon?.map(\.y) == [3, 1, 3, 5, 9, 5])
    }
}
