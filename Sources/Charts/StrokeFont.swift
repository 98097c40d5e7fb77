import Foundation

/// Letters drawn as strokes, for pictures without a font; they turn and scale as lines do.
///
/// A glyph is a list of strokes, a stroke a list of points of two base-16 digits: `x`, then `y` from three below the
/// base line (`3`) over the height of `x` (`a`) to that of `H` (`d`). A stroke after `~` is a quadratic B-spline between its
/// ends with the points in between as controls; after `@`, a closed one.
enum StrokeFont {
    private static let glyphs: [Character: String] = [
        "A": "034d83 1676", "B": "030d ~0d3d6d683808 ~083878733303", "C": "~7b6d0d036375", "D": "030d ~0d3d7d733303",
        "E": "6d0d0363 0858", "F": "6d0d03 0858", "G": "~7b6d0d0363737777 7747", "H": "030d 737d 0878", "I": "030d",
        "J": "~5d5653030306", "K": "030d 7d07 2973", "L": "0d0363", "M": "030d458d83", "N": "030d737d",
        "O": "@0d8d8303", "P": "030d ~0d3d7d773707", "Q": "@0d8d8303 5682", "R": "030d ~0d3d7d773707 3773",
        "S": "~6b6d0d0878730305", "T": "0d8d 4d43", "U": "~0d060373767d", "V": "0d438d", "W": "0d335b73ad",
        "X": "037d 0d73", "Y": "0d488d 4843", "Z": "0d7d0373",
        "a": "~090a5a5753 ~5707033355", "b": "0e03 @0a6a6303", "c": "~595a0a035354", "d": "6e63 @0a6a6303",
        "e": "0767 ~676a0a035364", "f": "~5e2e2b23 0a4a", "g": "@0a6a6303 ~6a62600001", "h": "0e03 ~070a6a6763",
        "i": "0a03 0d0d", "j": "~2a222000 2d2d", "k": "0e03 5a06 2853", "l": "0e03",
        "m": "0a03 ~070a5a5753 ~575aaaa7a3",
        "n": "0a03 ~070a6a6763", "o": "@0a6a6303", "p": "0a00 @0a6a6303", "q": "6a60 @0a6a6303", "r": "0a03 ~060a4a",
        "s": "~595a0a0756530304", "t": "~2d252343 0a4a", "u": "~0a06036366 6a63", "v": "0a336a", "w": "0a2349638a",
        "x": "0a53 035a", "y": "0a33 6a20", "z": "0a5a0353",
        "0": "@0d6d6303", "1": "1b3d33", "2": "~0b0d6d6903 0363", "3": "~0b0d5d5828 ~2868630305", "4": "434d0666",
        "5": "5d0d08 ~082969630305", "6": "~5d1d06 @09696303", "7": "0d6d23", "8": "@1d5d5818 @08686303",
        "9": "@0d6d6707 ~6a6313",
        "!": "0d06 0303", "\"": "0d0a 2d2a", "#": "2d13 6d53 0a7a 0676", "$": "~6b6c0c0878740405 3e32",
        "%": "037d @0d3d3909 @47777343", "&": "~731b1d5d5b06034377", "'": "0d0a", "(": "~2e0b0421", ")": "~0e2b2401",
        "*": "2d27 0b49 094b", "+": "3a34 0767", ",": "1401", "-": "0747", ".": "0303", "/": "025e", ":": "0303 0909",
        ";": "1401 1919", "<": "6a0764", "=": "0969 0565", ">": "0a6704", "?": "~0b0d6d693836 3333",
        "@": "@3a7a7535 ~7a75a5ad0d0282", "[": "2e0e0121", "\\": "0e52", "]": "0e2e2101", "^": "0a2d4a", "_": "0161",
        "`": "0e1c", "{": "~3e1e1908 ~08171131", "|": "0e01", "}": "~0e2e2938 ~38272101", "~": "~06195568",
        "×": "0559 0955", "±": "3b35 0868 0363", "°": "@0d3d3a0a", "·": "0707", "–": "0767", "—": "0797",
        "…": "0303 3333 6363", "→": "0797 6a9764", "−": "0767", "’": "0d0a", "␣": "05036365", "⏎": "7a7606 290623",
        "ß": "~030a0e4e4a29 ~29595303", "ø": "@0a6a6303 026b", "Ø": "@0d8d8303 128e",
        "æ": "~090a5a5753 ~5707033355 57a7 ~a7aa5a5393a4",
    ]
    private static let unknown = "030d6d6303"

    private struct Glyph {
        var strokes: [[Point]] = []
        var width = 0.0
    }

    private static let parsed = glyphs.mapValues(parse)
    private static let box = parse(unknown)

    /// Width of a text in points, about that of a sans-serif font.
    static func width(_ text: String, size: Double) -> Double {
        max(0, advance(text, size: size) - spacing * unit(size).x)
    }

    /// Width of a text with the space to the next letter.
    static func advance(_ text: String, size: Double) -> Double {
        text.reduce(0) { $0 + advance($1) } * unit(size).x
    }

    /// The strokes of a text that begins at 0, 0 on the base line, with `y` downwards.
    static func strokes(_ text: String, size: Double) -> [[Point]] {
        let unit = unit(size)
        var left = 0.0
        var result: [[Point]] = []
        for character in text {
            for stroke in glyph(character)?.strokes ?? [] {
                result.append(stroke.map { Point(x: (left + $0.x) * unit.x, y: (3 - $0.y) * unit.y) })
            }
            left += advance(character)
        }
        return result
    }

    /// Between letters.
    private static let spacing = 3.0

    private static func unit(_ size: Double) -> Point { Point(x: 0.062 * size, y: 0.072 * size) }

    private static func advance(_ character: Character) -> Double {
        if character == " " || character == "\u{A0}" || character == "\u{202F}" { return 4.5 }
        if character.isWide { return 16 }
        if character.isASCII && character.isNumber { return 6 + spacing }
        return (glyph(character)?.width ?? 6) + spacing
    }

    /// A letter with accents is drawn without them, an unknown one as a box.
    private static func glyph(_ character: Character) -> Glyph? {
        if let glyph = parsed[character] { return glyph }
        if character.isWhitespace { return nil }
        let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first
        return base.flatMap { parsed[Character($0)] } ?? box
    }

    private static func parse(_ text: String) -> Glyph {
        var glyph = Glyph()
        for stroke in text.split(separator: " ") {
            let digits = stroke.compactMap(\.hexDigitValue).map(Double.init)
            var points = stride(from: 0, to: digits.count - 1, by: 2).map { Point(x: digits[$0], y: digits[$0 + 1]) }
            glyph.width = max(glyph.width, points.map(\.x).max() ?? 0)
            if stroke.hasPrefix("~") { points = smoothed(points, isClosed: false) }
            if stroke.hasPrefix("@") { points = smoothed(points, isClosed: true) }
            glyph.strokes.append(points)
        }
        return glyph
    }

    /// Cuts corners three times, which tends to a quadratic B-spline (Chaikin, 1974, "An algorithm for high speed curve
    /// generation").
    private static func smoothed(_ points: [Point], isClosed: Bool) -> [Point] {
        var points = points
        for _ in 0..<3 {
            var cut: [Point] = isClosed ? [] : [points[0]]
            let sides = isClosed ? points.count : points.count - 1
            for index in 0..<sides {
                let (start, end) = (points[index], points[(index + 1) % points.count])
                if isClosed || index > 0 { cut.append(between(start, end, 0.25)) }
                if isClosed || index < sides - 1 { cut.append(between(start, end, 0.75)) }
            }
            if !isClosed { cut.append(points[points.count - 1]) }
            points = cut
        }
        return isClosed ? points + [points[0]] : points
    }

    private static func between(_ start: Point, _ end: Point, _ share: Double) -> Point {
        Point(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
    }
}
