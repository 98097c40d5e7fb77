import CommandSupport
import Foundation
import ModelFiles
import Recurrent

/// An inspection as one page of HTML that needs nothing else: text and tables as they are, pictures drawn by a script
/// from numbers in 8 bits.
struct InspectionPage {
    private let inspection: Inspection
    private var reading: TextInspection { inspection.reading }
    private var noun: String { inspection.generator.tokenizer.unit.noun }

    init(_ inspection: Inspection) { self.inspection = inspection }

    var html: String {
        let title = HTMLText.escaped("textgen inspect: \(inspection.model)")
        // What the policy allows, and what the page has, is inside of it: nothing is fetched from anywhere.
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(title)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
            script-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <style>
            \(Self.style)
            </style></head><body>
            <h1>\(title)</h1>
            <p>\(HTMLText.escaped(inspection.heading)). The surprise at a place is -log<sub>2</sub> of the probability \
            that the model gave to what stands there: 0 bits where it was certain.</p>
            <noscript><p>The pictures need scripts, which are turned off. The text and the tables do not.</p></noscript>
            <div id="at" aria-live="polite"><p>Point at the text, or move through it with the arrow keys.</p></div>
            <h2 id="heading">Text</h2>
            <p id="legend">\(legend) <button type="button" id="surprise" aria-pressed="true">Colour by surprise</button> \
            <span id="shown"></span></p>
            <div id="text" tabindex="0" role="group" aria-labelledby="heading" lang="und" dir="auto">\(text)</div>
            \(surprises)
            \(tracking)
            \(units)
            \(neighbours)
            \(ablations)
            <script type="application/json" id="data">\(HTMLText.embedded(json: data))</script>
            <script>
            \(Self.script)
            </script>
            </body></html>

            """
    }

    // MARK: Text

    /// Bits from which on a token has the next stronger colour.
    private static let levels: [Double] = [1, 2, 4, 6, 8]

    private var legend: String {
        Self.levels.enumerated().map { "<span class=\"s\($0 + 1)\">from \($1.fixed(0))</span>" }
            .joined(separator: " ") + " bits."
    }

    private var text: String {
        var html = ""
        inspection.forEachToken { index, gap, text in
            let level = Self.levels.count { reading.tokens[index].bits >= $0 }
            let end = text.utf8.contains(UInt8(ascii: "\n")) ? " e" : ""
            html += HTMLText.escaped(gap) + "<span class=\"s\(level)\(end)\">\(HTMLText.escaped(text))</span>"
        }
        return html
    }

    // MARK: Tables

    private var surprises: String {
        let rows = inspection.surprises.map { index in
            let token = reading.tokens[index]
            return [
                "<button type=\"button\" data-go=\"\(index)\">\(escapedLine(context(of: index)))</button>",
                token.bits.fixed(1), HTMLText.escaped(inspection.expected(at: token)),
            ]
        }
        return section("Most surprising", table(["place", "bits", "expected"], rows))
    }

    private func context(of index: Int) -> String {
        let tokens = reading.tokens
        let start = tokens[max(0, index - inspection.shownBefore)].byteRange.lowerBound
        let before = max(start, tokens[index].byteRange.lowerBound)
        return String(decoding: reading.bytes[start..<before], as: UTF8.self) + "[\(tokens[index].text)]"
    }

    private func escapedLine(_ text: String) -> String { HTMLText.escaped(MessageText.visibleInLine(text)) }

    private var tracking: String {
        guard !inspection.tracking.isEmpty else { return "" }
        func percent(_ share: Double?) -> String { share.map { "\(($0 * 100).fixed(1)) %" } ?? "" }
        let rows = inspection.tracking.filter { $0.unit != nil }.map { found in
            let number = inspection.units.firstIndex { $0 == found.unit }
            let name = found.unit?.description ?? ""
            return [
                found.feature.title,
                number.map { "<button type=\"button\" aria-pressed=\"false\" data-unit=\"\($0)\">\(name)</button>" }
                    ?? name,
                found.correlation?.fixed(2) ?? "", found.heldOutCorrelation?.fixed(2) ?? "",
                percent(found.heldOutAccuracy), percent(found.baselineAccuracy),
            ]
        }
        let note = inspection.untracked.isEmpty ? "" : "<p>\(inspection.untracked)</p>"
        return section(
            "Units that follow something",
            "<p>Each unit is the one with the strongest correlation on the first half of the text, among all units. The "
                + "columns after that are of the second half. A unit colours the text when its button is pressed.</p>"
                + table(
                    ["feature", "unit", "correlation", "held-out", "accuracy", "always the same answer"], rows) + note)
    }

    private var units: String {
        let parts = inspection.units.enumerated().map { number, unit in
            let followed = inspection.tracking.filter { $0.unit == unit }.map(\.feature.title)
            let rows = reading.signals.enumerated().map { row, signal in
                "<div class=\"strip\"><button type=\"button\" aria-pressed=\"false\" data-unit=\"\(number)\" "
                    + "data-series=\"\(row)\">\(inspection.name(of: signal))</button>"
                    + "<div><canvas height=\"1\"></canvas></div></div>"
            }
            let note = followed.isEmpty ? "" : ": \(followed.joined(separator: ", "))"
            return "<h3>Unit \(unit)\(note)</h3>\n" + rows.joined(separator: "\n")
        }
        return section(
            "States and gates of units",
            "<p>Left to right is the text from its beginning to its end. Orange is above zero, blue below; a gate is the "
                + "stronger the wider it is open. A click goes to the place in the text.</p>"
                + parts.joined(separator: "\n"))
    }

    private var neighbours: String {
        let rows = inspection.neighbours.map { token in
            [
                HTMLText.escaped(inspection.name(of: token.id)),
                HTMLText.escaped(
                    token.neighbours.map { "\(inspection.name(of: $0.id)) \($0.cosine.fixed(2))" }
                        .joined(separator: ", ")),
            ]
        }
        guard !rows.isEmpty else { return "" }
        return section("Nearest vectors", table(["token", "nearest (cosine)"], rows))
    }

    private var ablations: String {
        guard let ablations = inspection.ablations else { return "" }
        let rows =
            [["", "none", ablations.unchanged.fixed(3), ""]]
            + ablations.changes.map { change in
                [
                    "\(change.layer)", change.title, change.bitsPerToken.fixed(3),
                    change.difference(from: ablations.unchanged),
                ]
            }
        return section("What gates are worth", table(["layer", "change", "bits/\(noun)", "difference"], rows))
    }

    private func section(_ title: String, _ body: String) -> String { "<h2>\(title)</h2>\n\(body)" }

    /// - Parameter rows: Cells of HTML.
    private func table(_ titles: [String], _ rows: [[String]]) -> String {
        let head = titles.map { "<th scope=\"col\">\($0)</th>" }.joined()
        let body = rows.map { row in "<tr>" + row.map { "<td>\($0)</td>" }.joined() + "</tr>" }
        return "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead><tbody>\n"
            + body.joined(separator: "\n") + "\n</tbody></table></div>"
    }

    // MARK: Numbers

    private struct Numbers: Encodable {
        struct Unit: Encodable {
            let name: String
            let memory: Int
            let series: [Series]
        }
        struct Series: Encodable {
            let name: String
            /// What 127 stands for.
            let largest: Double
            /// A signed byte a token, in base 64.
            let values: String
        }
        let tokens: [String]
        /// Of each token of the text its number in `tokens`.
        let text: [Int]
        /// Hundredths of a bit.
        let bits: [Int]
        /// Of each token: number in `tokens`, thousandths of probability, and so on.
        let expected: [[Int]]
        let units: [Unit]
    }

    private var data: String {
        var names: [String] = []
        var numbers: [Int32: Int] = [:]
        func number(_ id: Int32) -> Int {
            if let known = numbers[id] { return known }
            numbers[id] = names.count
            names.append(inspection.name(of: id))
            return names.count - 1
        }
        let text = reading.tokens.map { number($0.id) }
        let expected = reading.tokens.map { token in
            token.alternatives.flatMap { [number($0.id), Int(($0.probability * 1000).rounded())] }
        }
        let units = inspection.units.map { unit in
            Numbers.Unit(
                name: unit.description, memory: reading.signals.firstIndex(of: reading.memory) ?? 0,
                series: reading.signals.map { series($0, unit) })
        }
        let all = Numbers(
            tokens: names, text: text, bits: reading.tokens.map { Int(min($0.bits * 100, 1e6).rounded()) },
            expected: expected, units: units)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(all)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    private func series(_ signal: TextInspection.Signal, _ unit: RecurrentUnit) -> Numbers.Series {
        let values = reading.values(of: signal, unit)
        let largest = signal == .cell ? max(values.map { abs($0) }.max() ?? 0, 1e-6) : 1
        let bytes = values.map { UInt8(bitPattern: Int8(max(-127, min(127, ($0 / largest * 127).rounded())))) }
        return Numbers.Series(
            name: inspection.name(of: signal), largest: (Double(largest) * 1000).rounded() / 1000,
            values: Data(bytes).base64EncodedString())
    }
}
