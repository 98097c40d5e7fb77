import Testing

@testable import Datasets

/// Dates as files write them.
@Suite struct DateFormatTests {
    @Test(arguments: [
        ("dd.MM.yyyy HH:mm", "03.04.2016 07:05", "2016-04-03 07:05:00"),
        ("d/M/yy H:mm", "3/4/16 7:05", "2016-04-03 07:05:00"), ("dd-MM-yy", "31-08-68", "2068-08-31 00:00:00"),
        ("dd-MM-yy", "31-08-69", "1969-08-31 00:00:00"), ("y-MM", "1-01", "0001-01-01 00:00:00"),
        ("yyyyMMddHHmm", "201604030705", "2016-04-03 07:05:00"), ("hh:mm a", "12:05 AM", "1970-01-01 00:05:00"),
        ("yyyy-MM-dd hh:mm a", "2016-04-03 11:05 PM", "2016-04-03 23:05:00"),
        ("d MMM yyyy", "3 Apr 2016", "2016-04-03 00:00:00"), ("yyyy'Q'Q", "2016Q4", "2016-10-01 00:00:00"),
        ("unix", "1459667100", "2016-04-03 07:05:00"), ("unix-ms", "1459667100000", "2016-04-03 07:05:00"),
        ("yyyy", "2016", "2016-01-01 00:00:00"),
    ])
    func whatIsReadIsWrittenBack(pattern: String, text: String, moment: String) throws {
        let format = try #require(DateFormat(pattern: pattern))
        let timestamp = try #require(format.timestamp(from: text))
        #expect(timestamp.description == moment)
        #expect(format.string(from: timestamp) == text)
        #expect(DateFormat(pattern: format.description) == format)
    }

    @Test func fractionsAndOffsetsAreLeftOut() throws {
        let format = try #require(DateFormat(pattern: "yyyy-MM-dd'T'HH:mm:ss.SSSX"))
        for offset in ["Z", "+02:00", "-0330", "+01"] {
            let timestamp = try #require(format.timestamp(from: "2016-04-03T07:05:09.875" + offset))
            #expect(timestamp.description == "2016-04-03 07:05:09")
        }
        #expect(format.timestamp(from: "2016-04-03T07:05:09.875") == nil)
        #expect(format.timestamp(from: "2016-04-03T07:05:09.875+2") == nil)
    }

    @Test(arguments: [
        ("yyyy-MM-dd", "2016-02-30"), ("yyyy-MM-dd", "2016-02-3x"), ("yyyy-MM-dd", "16-02-03"), ("yyyy-MM-dd", ""),
        ("yyyyMMdd", "2016043"), ("hh:mm a", "13:00 PM"), ("d MMM yyyy", "3 Avr 2016"), ("yyyy'Q'Q", "2016Q5"),
        ("unix", "12345"),
    ])
    func whatIsNoDateIsRefused(pattern: String, text: String) throws {
        #expect(try #require(DateFormat(pattern: pattern)).timestamp(from: text) == nil)
    }

    @Test(arguments: ["", "MM-dd", "nonsense"]) func patternsNeedAYearOrAnHour(pattern: String) {
        #expect(DateFormat(pattern: pattern) == nil)
    }
}
