import Foundation
import Testing

@testable import CommandSupport

@Suite struct ErrorReportTests {
    private struct Defect: Error {}
    private struct Malformed: LocalizedError {
        var errorDescription: String? { "reviews.tsv, line 3: no tab" }
    }

    @Test func aCommandErrorKeepsItsStatusAndSentence() {
        let report = ErrorReport(CommandFailure(.noInput, "no model named x"))
        #expect(report.exitStatus == .noInput)
        #expect(report.line(tool: "textgen") == "textgen: error: no model named x\n")
    }

    @Test func aMissingFileIsNoInputAndIsNamed() throws {
        let path = "/no/such/folder/corpus.txt"
        let error = try #require(throws: (any Error).self) { try Data(contentsOf: URL(fileURLWithPath: path)) }
        let report = ErrorReport(error)
        #expect(report.exitStatus == .noInput)
        #expect(report.sentence.contains(path))
    }

    @Test(arguments: [
        (CocoaError.Code.fileReadNoPermission, CommandSupport.ExitStatus.inputOutput),
        (.fileWriteNoPermission, .inputOutput),
        (.fileWriteOutOfSpace, .inputOutput), (.fileWriteVolumeReadOnly, .inputOutput),
        (.fileReadUnknown, .inputOutput),
        (.fileReadInapplicableStringEncoding, .badData), (.fileReadCorruptFile, .badData), (.fileNoSuchFile, .noInput),
    ])
    func fileErrorsHaveTheStatusOfTheirCause(code: CocoaError.Code, status: CommandSupport.ExitStatus) {
        #expect(ErrorReport(CocoaError(code)).exitStatus == status)
    }

    @Test(arguments: [
        (POSIXErrorCode.ENOENT, CommandSupport.ExitStatus.noInput), (.ENOSPC, .inputOutput), (.EACCES, .inputOutput),
    ])
    func systemErrorsHaveTheStatusOfTheirCode(code: POSIXErrorCode, status: CommandSupport.ExitStatus) {
        #expect(ErrorReport(POSIXError(code)).exitStatus == status)
    }

    @Test func malformedJSONIsBadDataAndNamesThePlace() throws {
        let error = try #require(throws: DecodingError.self) {
            try JSONDecoder().decode([String: [Int]].self, from: Data(#"{"a": [1, "x"]}"#.utf8))
        }
        let report = ErrorReport(error)
        #expect(report.exitStatus == .badData)
        #expect(report.sentence.contains(".a[1]"))
    }

    @Test func errorsOfTheDataAreBadData() {
        let report = ErrorReport(Malformed())
        #expect(report == ErrorReport(CommandFailure(.badData, "reviews.tsv, line 3: no tab")))
    }

    @Test func anUnknownErrorIsCalledADefect() {
        let report = ErrorReport(Defect())
        #expect(report.exitStatus == .software)
        #expect(report.sentence.contains("defect"))
    }

    @Test func anInterruptIsNotCalledAnError() {
        let report = ErrorReport(Interrupted("saved to model"))
        #expect(report.exitStatus.rawValue == 130)
        #expect(report.line(tool: "textgen") == "textgen: saved to model\n")
    }
}
