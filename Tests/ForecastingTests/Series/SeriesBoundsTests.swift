import Foundation
import Testing

@testable import Forecasting

struct SeriesBoundsTests {
    @Test func logarithmsOfOneMoreAreExactForZerosAndSmallNumbers() throws {
        let values = [0, 1e-12, 0.5, 1, 7, 1e6, 1e15]
        let transformation = try SeriesTransformation(fitting: values, takesLog1p: true)
        #expect(transformation.isLogarithmic && transformation.minimum == 0)
        let back = transformation.values(transformation.levels(values))
        #expect(back[0] == 0)
        for (value, back) in zip(values, back) { #expect(abs(back - value) <= 1e-14 * value) }
        #expect(transformation.levels([-1])[0].isNaN && transformation.levels([-0.5])[0] < 0)
        #expect(throws: SeriesTransformationError.noLogarithm(row: 1, value: -1)) {
            try SeriesTransformation(fitting: [3.0, -1, 4], takesLog1p: true)
        }
        #expect(try SeriesTransformation(fitting: [-0.5, 0, 1], takesLog1p: true).minimum == nil)
    }

    @Test func whatIsTurnedBackIsHeldInside() throws {
        let transformation = try SeriesTransformation(fitting: [1.0, 2, 3], minimum: 0, maximum: 10)
        #expect(transformation.values([-5, 0, 4, 11, .infinity]) == [0, 0, 4, 10, 10])
        #expect(transformation.values([.nan])[0].isNaN)
        #expect(transformation.bound(violatedBy: -0.1) == "below the minimum of 0.0")
        #expect(transformation.bound(violatedBy: 10.5) == "above the maximum of 10.0")
        #expect(transformation.bound(violatedBy: 10) == nil && transformation.bound(violatedBy: .nan) == nil)
    }

    @Test func filesWithoutBoundsAreReadAndStayAsTheyWere() throws {
        let old = #"{"difference":0,"offset":2,"scale":3,"takesLog":true}"#
        let read = try JSONDecoder().decode(SeriesTransformation.self, from: Data(old.utf8))
        #expect(read.takesLog && !(read.takesLog1p ?? false) && read.minimum == nil && read.maximum == nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(read), as: UTF8.self) == old)
    }
}
