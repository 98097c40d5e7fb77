import Foundation
import ModelFiles

/// Calls `body` with the lines of a file and their numbers from 1; their ends, with a carriage return before them or
/// not, are left out. What follows the last end is a line when it has anything in it.
///
/// - Parameters:
///   - limit: The most bytes of a line.
///   - inspect: Called with the first stretch of the file before the lines.
/// - Throws: `FileError`, ``WordVectorsError/lineTooLong(file:line:limit:)``, or what `body` throws.
func forEachLine(
    of url: URL, limit: Int, inspect: (UnsafeBufferPointer<UInt8>) throws -> Void = { _ in },
    _ body: (UnsafeBufferPointer<UInt8>, Int) throws -> Void
) throws {
    var begun: [UInt8] = []  // a line whose end has not been read
    var (number, isFirst) = (0, true)
    func take(_ line: UnsafeBufferPointer<UInt8>) throws {
        number += 1
        guard line.count <= limit else {
            throw WordVectorsError.lineTooLong(file: url.path, line: number, limit: limit)
        }
        let count = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
        try body(UnsafeBufferPointer(rebasing: line[..<count]), number)
    }
    try FileReading.forEachChunk(of: url, size: 1 << 18) { chunk in
        let bytes = chunk.bindMemory(to: UInt8.self)
        var start = 0
        if isFirst {
            try inspect(bytes)
            isFirst = false
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        }
        while let end = nextLineEnd(in: bytes, from: start) {
            let rest = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if begun.isEmpty {
                try take(rest)
            } else {
                begun += rest
                try begun.withUnsafeBufferPointer(take)
                begun.removeAll(keepingCapacity: true)
            }
            start = end + 1
        }
        begun += bytes[start...]
        guard begun.count <= limit else {
            throw WordVectorsError.lineTooLong(file: url.path, line: number + 1, limit: limit)
        }
    }
    if !begun.isEmpty { try begun.withUnsafeBufferPointer(take) }
}

private func nextLineEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress else { return nil }
    let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
    return found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
}
