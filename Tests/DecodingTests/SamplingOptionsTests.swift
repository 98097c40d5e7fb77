import Decoding
import Foundation
import Testing

@Suite struct SamplingOptionsTests {
    @Test func defaultsChangeNothing() throws {
        let options = SamplingOptions()
        #expect(options.temperature == 1)
        #expect(options.topK == nil && options.topP == nil && options.minP == nil)
        #expect(options.repetitionPenalty == 1)
        #expect(options.repetitionWindow == 64)
        #expect(try options == SamplingOptions(temperature: 1))
        #expect(try SamplingOptions.greedy == SamplingOptions(temperature: 0))
    }

    @Test func boundaryValuesAreAccepted() throws {
        let options = try SamplingOptions(
            temperature: 0, topK: 1, topP: 1, minP: 0, repetitionPenalty: .leastNonzeroMagnitude, repetitionWindow: 1)
        #expect(options.topK == 1 && options.topP == 1 && options.minP == 0)
    }

    @Test(arguments: [
        (#"{"temperature": -1}"#, "The sampling option temperature must be a number, 0 or more, not -1.0."),
        (#"{"topK": 0}"#, "The sampling option topK must be 1 or more, not 0."),
        (#"{"topP": 0}"#, "The sampling option topP must be above 0 and at most 1, not 0.0."),
        (#"{"topP": 1.5}"#, "The sampling option topP must be above 0 and at most 1, not 1.5."),
        (#"{"minP": -0.5}"#, "The sampling option minP must be at least 0 and below 1, not -0.5."),
        (#"{"minP": 1}"#, "The sampling option minP must be at least 0 and below 1, not 1.0."),
        (#"{"repetitionPenalty": 0}"#, "The sampling option repetitionPenalty must be a number above 0, not 0.0."),
        (#"{"repetitionWindow": 0}"#, "The sampling option repetitionWindow must be 1 or more, not 0."),
    ])
    func valuesOutOfRangeAreRefusedByName(json: String, message: String) {
        let error = #expect(throws: SamplingError.self) {
            try JSONDecoder().decode(SamplingOptions.self, from: Data(json.utf8))
        }
        #expect(error?.description == message)
        #expect(error?.localizedDescription == message)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func valuesThatAreNotFiniteAreRefused(value: Float) {
        #expect(throws: SamplingError.self) { try SamplingOptions(temperature: value) }
        #expect(throws: SamplingError.self) { try SamplingOptions(topP: value) }
        #expect(throws: SamplingError.self) { try SamplingOptions(minP: value) }
        #expect(throws: SamplingError.self) { try SamplingOptions(repetitionPenalty: value) }
    }

    @Test func encodingAndDecodingGivesTheSameOptions() throws {
        let options = try SamplingOptions(temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05, repetitionPenalty: 1.2)
        let data = try JSONEncoder().encode(options)
        #expect(try JSONDecoder().decode(SamplingOptions.self, from: data) == options)
    }

    @Test func optionsLeftOutOfTheFileKeepTheirDefaults() throws {
        let options = try JSONDecoder().decode(SamplingOptions.self, from: Data(#"{"topK": 5}"#.utf8))
        #expect(try options == SamplingOptions(topK: 5))
    }
}
