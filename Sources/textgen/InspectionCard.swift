import CommandSupport
import Foundation
import ModelFiles
import Recurrent

/// What `textgen inspect` prints for people.
struct InspectionCard {
    private let inspection: Inspection
    private let showsNeighbours: Bool
    private var reading: TextInspection { inspection.reading }

    init(_ inspection: Inspection, showsNeighbours: Bool) {
        (self.inspection, self.showsNeighbours) = (inspection, showsNeighbours)
    }

    func print() throws {
        try StandardOutput.writeLine(inspection.heading + "\n")
        if TerminalColor.isOn {
            try StandardOutput.writeStyled(Self.legend + "\n\n" + coloredBySurprise + "\n")
        } else {
            try StandardOutput.writeLine(lineTable.description + "\n")
        }
        try StandardOutput.writeLine(surpriseTable.description + "\n")
        try StandardOutput.writeLine(trackingText)
        for unit in inspection.chosen { try show(unit) }
        if showsNeighbours { try StandardOutput.writeLine("\n" + neighbourTable.description) }
        if let ablations = inspection.ablations {
            try StandardOutput.writeLine("\n" + ablationTable(ablations).description)
        }
    }

    // MARK: Surprise

    /// Bits from which on a token is marked, and the colours of the levels.
    private static let levels: [(bits: Double, color: Int)] = [(1, 230), (2, 223), (4, 216), (6, 215), (8, 208)]

    private static var legend: String {
        "surprise in bits: "
            + levels.map { TerminalColor.marked(" from \($0.bits.fixed(0)) ", $0.color) }.joined(separator: " ")
    }

    private var coloredBySurprise: String {
        marked { index in Self.levels.last { reading.tokens[index].bits >= $0.bits }?.color }
    }

    /// The text with backgrounds; a marked line feed is shown as ⏎.
    private func marked(_ color: (Int) -> Int?) -> String {
        var result = ""
        inspection.forEachToken { index, gap, text in
            let shown = StandardOutput.shown(text)
            result += StandardOutput.shown(gap)
            guard let color = color(index), !text.isEmpty else {
                result += shown
                return
            }
            let parts = shown.split(separator: "\n", omittingEmptySubsequences: false)
            result += parts.indices.map { part in
                let isLast = part == parts.count - 1
                let piece = String(parts[part]) + (isLast ? "" : "⏎")
                return piece.isEmpty ? "" : TerminalColor.marked(piece, color)
            }.joined(separator: "\n")
        }
        return result.hasSuffix("\n") ? result : result + "\n"
    }

    /// The lines of the text as ranges of tokens.
    private var lines: [Range<Int>] {
        var (lines, start) = ([Range<Int>](), 0)
        for (index, token) in reading.tokens.enumerated()
        where token.text.utf8.contains(UInt8(ascii: "\n")) || index == reading.tokens.count - 1 {
            lines.append(start..<index + 1)
            start = index + 1
        }
        return lines
    }

    private func text(of tokens: Range<Int>) -> String {
        guard let first = tokens.first, let last = tokens.last else { return "" }
        let start = reading.tokens[first].byteRange.lowerBound
        let end = max(start, reading.tokens[last].byteRange.upperBound)
        let text = String(decoding: reading.bytes[start..<end], as: UTF8.self)
        return text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private var lineTable: TextTable {
        let noun = inspection.generator.tokenizer.unit.noun
        var table = TextTable([.right("bits/\(noun)"), .left("line")])
        for line in lines {
            table.append([inspection.bitsPerCharacter(of: line).fixed(2), MessageText.visibleInLine(text(of: line))])
        }
        return table
    }

    private var surpriseTable: TextTable {
        var table = TextTable([.right("place"), .left("most surprising"), .right("bits"), .left("expected")])
        let lines = lines
        for index in inspection.surprises {
            guard let line = lines.firstIndex(where: { $0.contains(index) }) else { continue }
            let before = max(lines[line].lowerBound, index - inspection.shownBefore)..<index
            let token = reading.tokens[index]
            table.append([
                "\(line + 1):\(inspection.characterCount(of: lines[line].lowerBound..<index) + 1)",
                MessageText.visibleInLine(text(of: before) + "[\(token.text)]"), token.bits.fixed(1),
                inspection.expected(at: token),
            ])
        }
        return table
    }

    // MARK: Units

    private var trackingText: String {
        guard !inspection.tracking.isEmpty else {
            return "The text is too short to look for units that follow something in it: that takes "
                + "\(TextInspection.fewestTokensForTracking) \(inspection.generator.tokenizer.unit.plural)."
        }
        var table = TextTable([
            .left("feature"), .left("unit"), .right("correlation"), .right("held-out"), .right("accuracy"),
            .right("always the same"),
        ])
        for found in inspection.tracking where found.unit != nil {
            func percent(_ share: Double?) -> String { share.map { "\(($0 * 100).fixed(1)) %" } ?? "" }
            table.append([
                found.feature.title, found.unit?.description ?? "", found.correlation?.fixed(2) ?? "",
                found.heldOutCorrelation?.fixed(2) ?? "", percent(found.heldOutAccuracy),
                percent(found.baselineAccuracy),
            ])
        }
        return table.description + (inspection.untracked.isEmpty ? "" : "\n" + inspection.untracked)
    }

    private func show(_ unit: RecurrentUnit) throws {
        var table = TextTable([
            .left("unit \(unit)"), .right("mean"), .right("lowest"), .right("highest"), .right("below 0.1"),
            .right("above 0.9"),
        ])
        for signal in reading.signals {
            let values = reading.values(of: signal, unit)
            var isGate = false
            if case .gate(let number) = signal { isGate = reading.gates[number].isGate }
            func share(_ count: Int) -> String {
                isGate ? "\((Double(count) / Double(values.count) * 100).fixed(0)) %" : ""
            }
            table.append([
                inspection.name(of: signal), (values.reduce(0, +) / Float(values.count)).fixed(2),
                (values.min() ?? 0).fixed(2), (values.max() ?? 0).fixed(2), share(values.count { $0 < 0.1 }),
                share(values.count { $0 > 0.9 }),
            ])
        }
        try StandardOutput.writeLine("\n" + table.description + "\n")
        try StandardOutput.writeStyled(picture(of: unit))
    }

    /// The text coloured by what the unit remembers: orange above zero, blue below. Without colours, a bar under each
    /// character, lowest at the unit's lowest value.
    private func picture(of unit: RecurrentUnit) -> String {
        let values = reading.values(of: reading.memory, unit)
        let largest = max(values.map { abs($0) }.max() ?? 0, 1e-6)
        if TerminalColor.isOn {
            let (above, below) = ([230, 223, 216, 215, 208], [195, 153, 117, 75, 33])
            return marked { index in
                let level = Int((abs(values[index]) / largest * 5.99).rounded(.down))
                return level == 0 ? nil : (values[index] > 0 ? above : below)[level - 1]
            }
        }
        let (lowest, highest) = (values.min() ?? 0, values.max() ?? 0)
        let bars = Array("▁▂▃▄▅▆▇█")
        return lines.map { line in
            let isOfPieces = inspection.generator.tokenizer.unit == .bpe
            let row = line.flatMap { index in
                let bar = bars[Int(((values[index] - lowest) / max(highest - lowest, 1e-6) * 7).rounded())]
                return Array(repeating: bar, count: isOfPieces ? reading.tokens[index].text.count : 1)
            }
            return StandardOutput.shown(text(of: line)) + "\n" + String(row) + "\n"
        }.joined()
    }

    // MARK: Embedding and gates

    private var neighbourTable: TextTable {
        var table = TextTable([.left("token"), .left("nearest vectors (cosine)")])
        for token in inspection.neighbours {
            let nearest = token.neighbours.map { "\(inspection.name(of: $0.id)) \($0.cosine.fixed(2))" }
            table.append([inspection.name(of: token.id), nearest.joined(separator: ", ")])
        }
        return table
    }

    private func ablationTable(_ ablations: Inspection.Ablations) -> TextTable {
        let noun = inspection.generator.tokenizer.unit.noun
        var table = TextTable([.left("layer"), .left("change"), .right("bits/\(noun)"), .right("difference")])
        table.append(["", "none", ablations.unchanged.fixed(3), ""])
        for change in ablations.changes {
            let difference = change.difference(from: ablations.unchanged)
            table.append(["\(change.layer)", change.title, change.bitsPerToken.fixed(3), difference])
        }
        return table
    }
}
