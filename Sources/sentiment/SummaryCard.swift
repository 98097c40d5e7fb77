import Charts
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// A summary of many texts as people read it.
struct SummaryCard {
    private let report: TextSummary.Report
    private let columns: SummaryColumns
    private let mostGroups: Int

    init(_ report: TextSummary.Report, _ columns: SummaryColumns, mostGroups: Int) {
        (self.report, self.columns, self.mostGroups) = (report, columns, mostGroups)
    }

    /// The summary as JSON has it.
    struct Output: Encodable {
        let model: String
        let by: String?
        let over: String?
        let period: String?
        let texts: Int
        let emptyTexts: Int
        let textsWithoutPeriod: Int
        let shares: [TextSummary.ClassShare]
        let groups: [TextSummary.Part]?
        let periods: [TextSummary.Part]?
        let classes: [TextSummary.ClassPortrait]

        init(_ report: TextSummary.Report, model: String?, _ columns: SummaryColumns) {
            self.model = ModelArgument(model).name
            (by, over, period) = (columns.by, columns.over?.name, columns.over?.period.rawValue)
            (texts, shares) = (report.all.texts, report.all.shares)
            (emptyTexts, textsWithoutPeriod) = (report.emptyTexts, report.textsWithoutPeriod)
            groups = columns.by == nil ? nil : report.groups
            periods = columns.over == nil ? nil : report.periods
            classes = report.classes
        }
    }

    func print() throws {
        guard report.all.texts > 0 else { return try StandardOutput.writeLine("There is no text with a word.") }
        var table = TextTable([.left("class"), .right("texts"), .right("share"), .right("95 % interval")])
        for share in report.all.shares {
            table.append([
                share.name, share.count.grouped, share.share.percent, "\(share.low.percent) to \(share.high.percent)",
            ])
        }
        try StandardOutput.writeLine(table.description)
        var line = "\(report.all.texts.grouped) texts"
        if report.emptyTexts > 0 { line += "; \(report.emptyTexts.grouped) more without a word are not counted" }
        try StandardOutput.writeLine(line)
        if let by = columns.by {
            let shown = report.groups.prefix(mostGroups)
            try printParts(Array(shown), title: by)
            if report.groups.count > shown.count {
                try StandardOutput.writeLine("and \((report.groups.count - shown.count).grouped) more, smaller ones")
            }
        }
        if let over = columns.over {
            try printParts(report.periods, title: over.period.rawValue)
            if report.textsWithoutPeriod > 0 {
                try StandardOutput.writeLine("\(report.textsWithoutPeriod.grouped) texts have no date")
            }
        }
        for portrait in report.classes { try print(portrait) }
    }

    private func printParts(_ parts: [TextSummary.Part], title: String) throws {
        let classes = report.all.shares.map(\.name)
        let isWide = classes.count <= 6
        var table = TextTable(
            [.left(title), .right("texts")]
                + classes.flatMap { isWide ? [.right($0), .left("95 % interval")] : [.right($0)] })
        for part in parts {
            table.append(
                [part.name, part.texts.grouped]
                    + part.shares.flatMap { share in
                        isWide
                            ? [share.share.percent, "\(share.low.percent) to \(share.high.percent)"]
                            : [share.share.percent]
                    })
        }
        try StandardOutput.writeLine("\n" + table.description)
    }

    private func print(_ portrait: TextSummary.ClassPortrait) throws {
        guard !portrait.words.isEmpty || !portrait.examples.isEmpty else { return }
        try StandardOutput.writeLine("\n\(portrait.name)")
        if !portrait.words.isEmpty {
            let words = portrait.words.map { "\($0.word) (\($0.texts.grouped))" }
            try StandardOutput.writeLine(
                "  typical words, with the texts that have them: \(words.joined(separator: ", "))")
        }
        for example in portrait.examples {
            let text = example.text.spacingRuns(of: \.properties.isWhitespace).trimmingCharacters(in: .whitespaces)
            let shown = text.count > 200 ? text.prefix(199) + "…" : text[...]
            try StandardOutput.writeLine("  \(example.probability.fixed(2))  \(shown)")
        }
    }

    /// The shares of each class over time, or by group.
    var chart: Chart {
        let parts = columns.over == nil ? Array(report.groups.prefix(max(1, mostGroups))) : report.periods
        let x = parts.indices.map(Double.init)
        let labels = parts.map(\.name)
        let panels = report.all.shares.indices.map { place in
            let shares = parts.map { $0.shares[place] }
            let band = Charts.Layer.band(
                "95 % interval", x: x, low: shares.map { 100 * $0.low }, high: shares.map { 100 * $0.high },
                style: .series(place))
            let values = shares.map { 100 * $0.share }
            let mark: Charts.Layer =
                columns.over == nil
                ? .bars(report.all.shares[place].name, x: x, y: values, style: .series(place))
                : .line(report.all.shares[place].name, x: x, y: values, style: .series(place))
            return Panel(
                yLabel: "% \(report.all.shares[place].name)", layers: columns.over == nil ? [mark] : [band, mark],
                xAxis: .rows(labels))
        }
        let title = columns.over.map { "Classes by \($0.period.rawValue)" } ?? "Classes by \(columns.by ?? "")"
        return Chart(title: title, subtitle: "\(report.all.texts.grouped) texts", panels: panels)
    }
}
