import Datasets
import Foundation

extension DocumentBatches {
    /// The cursor as a checkpoint stores it.
    package func cursorData() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(cursor)
    }

    /// Goes on from what ``cursorData()`` gave.
    ///
    /// - Throws: `DecodingError` where it is not a cursor of these documents.
    package mutating func restore(from data: Data) throws {
        guard restore(try JSONDecoder().decode(Cursor.self, from: data)) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "The cursor lies outside of the documents."))
        }
    }
}
