import Foundation
import Testing

@testable import Charts

/// What a PNG file holds, checked on the way.
private struct Picture {
    var width = 0
    var height = 0
    private var rows: [[UInt8]] = []

    init(_ data: Data) throws {
        let bytes = Array(data)
        #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        var chunks: [String: [UInt8]] = [:]
        var start = 8
        while start < bytes.count {
            let length = number(start)
            let body = Array(bytes[start + 4..<start + 8 + length])
            #expect(PNGFile.crc32(body) == UInt32(number(start + 8 + length)))
            chunks[String(decoding: body.prefix(4), as: UTF8.self)] = Array(body.dropFirst(4))
            start += 12 + length
        }
        let header = try #require(chunks["IHDR"])
        #expect(Array(header.dropFirst(8)) == [8, 2, 0, 0, 0])
        (width, height) = (number(16), number(20))
        let stream = try #require(chunks["IDAT"])
        let content = try #require(Inflate.decompressed(Array(stream.dropFirst(2).dropLast(4))))
        #expect(stream.suffix(4).reduce(0) { $0 << 8 | UInt32($1) } == PNGFile.adler32(content))
        #expect(content.count == height * (3 * width + 1))
        for row in 0..<height {
            let line = Array(content[row * (3 * width + 1)..<(row + 1) * (3 * width + 1)])
            rows.append(unfiltered(line))
        }
    }

    private func unfiltered(_ line: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, byte) in line.dropFirst().enumerated() {
            let above = rows.last?[index] ?? 0
            let left = index > 2 ? result[index - 3] : 0
            result.append(byte &+ (line[0] == 2 ? above : line[0] == 1 ? left : 0))
        }
        return result
    }

    subscript(x: Double, y: Double) -> [UInt8] {
        Array(rows[Int(y)][3 * Int(x)..<3 * Int(x) + 3])
    }
}

@Suite struct PNGTests {
    @Test func checkValuesAreThoseOfTheStandards() {
        // The check input of CRC catalogues, and the example of the Adler-32 article by its author's definition.
        #expect(PNGFile.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(PNGFile.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
        #expect(PNGFile.crc32(Array("IEND".utf8)) == 0xAE42_6082)
    }

    @Test func deflatedBytesComeBack() {
        var state: UInt32 = 1
        func random() -> UInt8 {
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
        let noise = (0..<3000).map { _ in random() }
        let few = (0..<70_000).map { _ in random() % 3 }
        for input in [[], [7], [1, 2], Array(repeating: 0, count: 1000), noise, noise + noise, few, Array(0...255)] {
            #expect(Inflate.decompressed(Deflate.compressed(input)) == input)
        }
        #expect(Deflate.compressed(Array(repeating: 0, count: 100_000)).count < 1000)
        let apart =
            noise + Array(repeating: 5, count: 32_768 - 3000) + noise + Array(repeating: 6, count: 40_000) + noise
        #expect(Inflate.decompressed(Deflate.compressed(apart)) == apart)
    }

    @Test func anEmptyInputIsTheEndAlone() {
        // Final block, fixed codes, and the seven zero bits of the end: 1, 10, 0000000 from the lowest bit.
        #expect(Deflate.compressed([]) == [0b11, 0])
    }

    @Test func pixelsStandAtTheirPlaces() throws {
        let panel = Panel(layers: [
            .line("", x: [0, 10], y: [5, 5], style: .series(0)), .span("", from: 6, to: 8, style: .alarm),
            .bars("", x: [2], y: [3], style: .series(2)), .rule("", .horizontal(0)),
        ])
        let chart = Chart(title: "Title", panels: [panel], size: .init(width: 300, height: 200))
        let frame = try #require(ChartLayout(chart, size: chart.size).frames.first)
        let picture = try Picture(chart.png(scale: 2))
        #expect(picture.width == 600)
        #expect(picture.height == 400)
        let line = try #require(frame.point(4, 5))
        #expect(picture[2 * line.x, 2 * line.y] == [0x00, 0x72, 0xB2])
        #expect(picture[2 * line.x, 2 * line.y - 10] == [0xFF, 0xFF, 0xFF])
        let span = try #require(frame.point(7, 4.4))
        // 12 % of vermilion D55E00 on white.
        #expect(picture[2 * span.x, 2 * span.y] == [250, 236, 224])
        let bar = try #require(frame.point(2, 1.5))
        // 85 % of green 009E73 on white.
        #expect(picture[2 * bar.x, 2 * bar.y] == [38, 173, 136])
        #expect(picture[1, 1] == [0xFF, 0xFF, 0xFF])
        #expect(try Picture(chart.png(scale: 1, theme: .dark))[1, 1] == [0x16, 0x18, 0x1C])
    }

    @Test func edgesAreSmooth() {
        let white = Colour(0xFFFFFF)
        var raster = Raster(width: 4, height: 3, ground: white)
        raster.fill(Box(x: 0.5, y: 1, width: 2, height: 1))
        raster.paint(Colour(0))
        let reds = stride(from: 0, to: raster.pixels.count, by: 3).map { raster.pixels[$0] }
        #expect(reds == [255, 255, 255, 255, 128, 0, 128, 255, 255, 255, 255, 255])
        raster = Raster(width: 4, height: 4, ground: white)
        raster.fill([Point(x: 0, y: 0), Point(x: 4, y: 0), Point(x: 0, y: 4)])
        raster.paint(Colour(0))
        let diagonal = raster.pixels[3 * 3]
        #expect((120...136).contains(diagonal))
        #expect(raster.pixels[0] == 0)
        #expect(raster.pixels[3 * 15] == 255)
    }

    @Test func dashesSumUpToTheLine() {
        let line = [Point(x: 0, y: 0), Point(x: 10, y: 0), Point(x: 10, y: 10)]
        let dashes = Raster.dashes(line, on: 3, off: 2)
        #expect(dashes.count == 4)
        #expect(dashes[0] == [Point(x: 0, y: 0), Point(x: 3, y: 0)])
        #expect(dashes[2] == [Point(x: 10, y: 0), Point(x: 10, y: 3)])
    }

    @Test func everyPrintableCharacterHasStrokes() {
        let box = StrokeFont.strokes("日", size: 10)
        for value in UInt8(33)...126 {
            let strokes = StrokeFont.strokes(String(UnicodeScalar(value)), size: 10)
            #expect(!strokes.isEmpty)
            #expect(strokes != box, "\(UnicodeScalar(value))")
            #expect(strokes.joined().allSatisfy { $0.x >= -0.01 && $0.y > -9 && $0.y < 3 })
        }
        #expect(StrokeFont.strokes("é", size: 10) == StrokeFont.strokes("e", size: 10))
        #expect(StrokeFont.strokes(" ", size: 10).isEmpty)
    }
}
