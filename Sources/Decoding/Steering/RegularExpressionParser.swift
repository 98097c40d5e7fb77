/// Reads a regular expression: literals, classes, groups, alternatives and repetitions.
struct RegularExpressionParser {
    /// What is wrong, and where.
    struct Problem: Error {
        /// From 1 on; one behind the last where something is missing at the end.
        let column: Int
        let reason: String
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0
    private static let deepest = 200
    private static let mostRepetitions = 1000

    static func parse(_ pattern: String) throws(Problem) -> RegularExpression {
        var parser = RegularExpressionParser(scalars: Array(pattern.unicodeScalars))
        let expression = try parser.choice()
        guard parser.index == parser.scalars.count else { throw parser.problem("has no ( that it closes") }
        return expression
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private func problem(_ reason: String, at place: Int? = nil) -> Problem {
        Problem(column: (place ?? index) + 1, reason: reason)
    }

    // MARK: Structure

    private mutating func choice() throws(Problem) -> RegularExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw problem("is nested too deeply") }
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(Problem) -> RegularExpression {
        var parts: [RegularExpression] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            // All of the text has to match, so these say nothing at the ends.
            if scalar == "^" || scalar == "$" {
                let isEnd = scalar == "^" ? index == 0 : index == scalars.count - 1
                guard isEnd else { throw problem("stands within the pattern; write \\\(scalar) for the character") }
                index += 1
                continue
            }
            let atom = try self.atom()
            parts.append(try repeated(atom))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom() throws(Problem) -> RegularExpression {
        let place = index
        let scalar = scalars[index]
        index += 1
        switch scalar {
        case "(":
            if take("?"), !take(":") {
                throw problem("begins a group of a kind that is not known; write ( or (?:", at: place)
            }
            let inner = try choice()
            guard take(")") else { throw problem("has no ) that closes it", at: place) }
            return inner
        case "[": return .scalar(try characterClass(from: place), column: place + 1)
        case ".": return .scalar(.anyButLineFeed, column: place + 1)
        case "*", "+", "?", "{":
            throw problem("has nothing before it to repeat; write \\\(scalar) for the character", at: place)
        case "\\": return .scalar(try escape(from: place), column: place + 1)
        default: return .scalar(ScalarSet(scalar), column: place + 1)
        }
    }

    private mutating func repeated(_ atom: RegularExpression) throws(Problem) -> RegularExpression {
        let place = index
        var result = atom
        if take("*") {
            result = .repetition(atom, least: 0, most: nil)
        } else if take("+") {
            result = .repetition(atom, least: 1, most: nil)
        } else if take("?") {
            result = .repetition(atom, least: 0, most: 1)
        } else if take("{") {
            let (least, most) = try bounds(from: place)
            result = .repetition(atom, least: least, most: most)
        } else {
            return atom
        }
        _ = take("?")  // a lazy repetition has the same texts
        if next == "*" || next == "+" || next == "?" || next == "{" {
            throw problem("repeats a repetition; put ( ) around what it repeats")
        }
        return result
    }

    private mutating func bounds(from place: Int) throws(Problem) -> (Int, Int?) {
        let least = number()
        let isExact = next == "}"
        guard isExact || take(",") else { throw problem("is no repetition; write {2}, {2,} or {2,5}", at: place) }
        let most = isExact ? least : number()
        guard take("}"), least != nil || most != nil else {
            throw problem("is no repetition; write {2}, {2,} or {2,5}", at: place)
        }
        guard max(least ?? 0, most ?? 0) <= Self.mostRepetitions else {
            throw problem("repeats more than \(Self.mostRepetitions) times", at: place)
        }
        if let most, most < least ?? 0 { throw problem("has its larger number first", at: place) }
        return (least ?? 0, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, ("0"..."9").contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), Self.mostRepetitions + 1)
            index += 1
        }
        return value
    }

    // MARK: Scalars

    private mutating func escape(from place: Int) throws(Problem) -> ScalarSet {
        guard let scalar = next else { throw problem("has nothing after it; write \\\\ for the character", at: place) }
        index += 1
        switch scalar {
        case "n": return ScalarSet("\n")
        case "t": return ScalarSet("\t")
        case "r": return ScalarSet("\r")
        case "d": return .digits
        case "D": return ScalarSet.digits.inverted
        case "s": return .spaces
        case "S": return ScalarSet.spaces.inverted
        case "w": return .wordScalars
        case "W": return ScalarSet.wordScalars.inverted
        case "u": return ScalarSet(try codePoint(from: place))
        case _ where scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)):
            throw problem("begins an escape that is not known", at: place)
        default: return ScalarSet(scalar)
        }
    }

    /// `{E9}` after `\u`.
    private mutating func codePoint(from place: Int) throws(Problem) -> Unicode.Scalar {
        var value: UInt32 = 0
        if take("{") {
            while let scalar = next, let digit = Character(scalar).hexDigitValue, value <= 0x10FFFF {
                value = value * 16 + UInt32(digit)
                index += 1
            }
            if take("}"), let scalar = Unicode.Scalar(value) { return scalar }
        }
        throw problem("is no character; write its number as in \\u{E9}", at: place)
    }

    private mutating func characterClass(from place: Int) throws(Problem) -> ScalarSet {
        let isInverted = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while isFirst || next != "]" {
            guard next != nil else { throw problem("has no ] that closes it", at: place) }
            let from = index
            let low = try classItem()
            isFirst = false
            guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
                ranges += low.ranges
                continue
            }
            index += 1
            let high = try classItem()
            guard let first = low.single, let last = high.single else {
                throw problem("is no range of characters", at: from)
            }
            guard first <= last else { throw problem("is a range whose end comes before its beginning", at: from) }
            ranges.append(first...last)
        }
        index += 1
        let set = ScalarSet(ranges)
        let result = isInverted ? set.inverted : ScalarSet(set.ranges).inverted.inverted
        guard !result.ranges.isEmpty else { throw problem("has no character", at: place) }
        return result
    }

    private mutating func classItem() throws(Problem) -> ScalarSet {
        let place = index
        guard let scalar = next else { throw problem("ends within a class") }
        index += 1
        return scalar == "\\" ? try escape(from: place) : ScalarSet(scalar)
    }
}

extension ScalarSet {
    /// The value of the only scalar.
    fileprivate var single: UInt32? {
        ranges.count == 1 && ranges[0].count == 1 ? ranges[0].lowerBound : nil
    }
}
