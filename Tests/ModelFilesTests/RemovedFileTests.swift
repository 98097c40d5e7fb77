import Foundation
import TestSupport
import Testing

@testable import ModelFiles

/// Files of a model's folder that are removed, or cannot be.
@Suite struct RemovedFileTests {
    @Test func aFileIsRemovedAndAMissingOneIsNotMissed() throws {
        try withTemporaryFolder { url in
            let folder = ModelFolder(url)
            try Data("{}".utf8).write(to: folder.file(ModelFolder.reportFile))
            try folder.removeReport()
            #expect(!FileManager.default.fileExists(atPath: folder.file(ModelFolder.reportFile).path))
            try folder.removeReport()
        }
    }

    /// A report that stays would be taken for that of the new model.
    @Test func whatCannotBeRemovedIsReported() throws {
        try withTemporaryFolder { url in
            let folder = ModelFolder(url)
            let report = folder.file(ModelFolder.reportFile)
            try FileManager.default.createDirectory(at: report, withIntermediateDirectories: false)
            let error = try #require(throws: FileError.self) { try folder.removeReport() }
            #expect(error.path == report.path && error.operation == .remove)
            #expect(error.description.hasPrefix("cannot remove '\(report.path)': "), "\(error)")
        }
    }
}
