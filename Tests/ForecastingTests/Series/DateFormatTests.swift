import Testing

@testable import Forecasting

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
        ("yyyy", "2016", "2016-01-01 00:00:00"), ("YYYY-'W'ww", "2015-W53", "2015-12-28 00:00:00"),
        ("YYYY-'W'ww-e", "2020-W01-2", "2019-12-31 00:00:00"), ("yyyy-DDD", "2016-060", "2016-02-29 00:00:00"),
        ("'H'B yyyy", "H2 2018", "2018-07-01 00:00:00"), ("MMM ''yy", "Jan '22", "2022-01-01 00:00:00"),
        ("EEE, dd MMM yyyy", "Sat, 01 Jan 2022", "2022-01-01 00:00:00"),
        ("MMM do, yyyy", "Jan 22nd, 2022", "2022-01-22 00:00:00"),
        ("'KW' ww/YYYY", "KW 05/2018", "2018-01-29 00:00:00"),
        ("HH:mm:ss.SSS", "00:00:00.200", "1970-01-01 00:00:00.2"),
        ("unix.S", "1459667100.2", "2016-04-03 07:05:00.2"), ("unix-ms", "1459667100200", "2016-04-03 07:05:00.2"),
        ("unix-us", "1459667100200001", "2016-04-03 07:05:00.200001"),
        ("unix-ns", "1459667100200000001", "2016-04-03 07:05:00.200000001"), ("excel", "42463", "2016-04-03 00:00:00"),
        ("excel", "42463.25", "2016-04-03 06:00:00"), ("elapsed.SS", "61.25", "1970-01-01 00:01:01.25"),
    ])
    func whatIsReadIsWrittenBack(pattern: String, text: String, moment: String) throws {
        let format = try #require(DateFormat(pattern: pattern))
        let timestamp = try #require(format.timestamp(from: text))
        #expect(timestamp.description == moment)
        #expect(format.string(from: timestamp) == text)
        #expect(DateFormat(pattern: format.description) == format)
    }

    @Test func offsetsAreLeftOutOfTheTimeOfTheClock() throws {
        let format = try #require(DateFormat(pattern: "yyyy-MM-dd'T'HH:mm:ss.SSSX"))
        for offset in ["Z", "+02:00", "-0330", "+01"] {
            let timestamp = try #require(format.timestamp(from: "2016-04-03T07:05:09.875" + offset))
            #expect(timestamp.description == "2016-04-03 07:05:09.875")
        }
        for (offset, seconds) in [("Z", 0), ("+02:00", 7200), ("-0330", -12_600), (" UTC", nil), ("CEST", 7200)] {
            #expect(format.reading(from: Array("2016-04-03T07:05:09.875\(offset)".utf8)[...])?.offset == seconds)
        }
        for (text, seconds) in [
            ("GMT+2", 7200), ("UTC", 0), ("UTC-05:30", -19_800), ("−0100", -3600), ("+02:00[Europe/Berlin]", 7200),
            ("+0200 (CEST)", 7200),
        ] {
            #expect(format.reading(from: Array("2016-04-03T07:05:09.875\(text)".utf8)[...])?.offset == seconds)
        }
        #expect(format.timestamp(from: "2016-04-03T07:05:09.875") == nil)
        #expect(format.timestamp(from: "2016-04-03T07:05:09.875+2") == nil)
    }

    @Test(arguments: [
        ("yyyy-MM-dd", "2016-02-30"),
        ("unix-ns", "9999999999999999999"), ("yyyyyyyyyyyyyyyyyyyyyyyyy", "9999999999999999999999999"),
        ("YYYY-'W'ww", "2014-W53"),
        ("EEE, dd MMM yyyy", "Mon, 01 Jan 2022"), ("yyyy-DDD", "2015-366"), ("yyyy-MM-dd HH:mm", "2016-02-01 24:01"),
        ("yyyy-MM-dd", "2016-02-3x"), ("yyyy-MM-dd", "16-02-03"), ("yyyy-MM-dd", ""),
        ("yyyyMMdd", "2016043"), ("hh:mm a", "13:00 PM"), ("d MMM yyyy", "3 Xyz 2016"), ("yyyy'Q'Q", "2016Q5"),
        ("unix", "12345"),
    ])
    func whatIsNoDateIsRefused(pattern: String, text: String) throws {
        #expect(try #require(DateFormat(pattern: pattern)).timestamp(from: text) == nil)
    }

    @Test(arguments: ["", "MM-dd", "nonsense"]) func patternsNeedAYearOrAnHour(pattern: String) {
        #expect(DateFormat(pattern: pattern) == nil)
    }
}
