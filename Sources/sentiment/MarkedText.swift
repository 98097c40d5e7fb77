import CommandSupport
import Foundation
import Recurrent

/// A text with its words in the colour of what they counted.
///
/// Where the class has the name of a positive or negative one, words that make the text more positive are green and those
/// that make it more negative red, whichever of the two is explained. For other classes, blue is for and orange against.
struct MarkedText {
    /// The colours of the words for a class and against it.
    private enum Palette {
        case green, red, blue, orange

        /// As red, green and blue, for HTML.
        var rgb: String {
            switch self {
            case .green: "46,160,67"
            case .red: "218,54,51"
            case .blue: "56,139,253"
            case .orange: "219,109,40"
            }
        }

        /// Five numbers of the 256-colour cube: darker the more a word counted.
        var terminal: [Int] {
            switch self {
            case .green: [194, 157, 120, 83, 46]
            case .red: [224, 217, 210, 203, 196]
            case .blue: [195, 153, 117, 75, 33]
            case .orange: [230, 223, 216, 215, 208]
            }
        }

        /// What is for a class of this name, and what is against it.
        static func pair(for className: String) -> (favours: Palette, opposes: Palette) {
            let name = className.lowercased()
            if name.hasPrefix("pos") { return (.green, .red) }
            return name.hasPrefix("neg") ? (.red, .green) : (.blue, .orange)
        }
    }

    private let palette: (favours: Palette, opposes: Palette)
    private let explanation: Explanation
    private let utf8: [UInt8]
    private let heaviest: Double

    init(_ explanation: Explanation, _ text: String) {
        self.explanation = explanation
        palette = Palette.pair(for: explanation.className)
        utf8 = Array(text.utf8)
        heaviest = explanation.words.map { abs($0.weight) }.max() ?? 0
    }

    /// The class that is explained.
    static func heading(_ explanation: Explanation) -> String {
        explanation.classification.tokenCount == 0 ? "(no words)" : explanation.className
    }

    /// What the colours and signs mean, for a line under the heading; empty where there are no words.
    var legend: String {
        guard explanation.classification.tokenCount > 0 else { return "" }
        let name = StandardOutput.shown(explanation.className)
        guard TerminalColor.isOn else { return "+ favours \(name), - does not" }
        let favours = TerminalColor.marked("for \(name)", palette.favours.terminal[3])
        return favours + " " + TerminalColor.marked("against \(name)", palette.opposes.terminal[3])
    }

    /// With colours of a terminal; without a terminal, or under NO_COLOR, the words that counted most in brackets with
    /// their weights. On a terminal what would steer it is shown escaped; `StandardOutput.writeStyled` prints it.
    var terminal: String {
        joined(other: StandardOutput.shown) { text, share, weight in
            let text = StandardOutput.shown(text)
            guard TerminalColor.isOn else {
                return abs(share) < 0.3 ? text : "[\(text) \(weight >= 0 ? "+" : "")\(weight.fixed(2))]"
            }
            guard abs(share) >= 0.1 else { return text }
            let level = min(5, Int(abs(share) * 5) + 1)
            return TerminalColor.marked(text, (share > 0 ? palette.favours : palette.opposes).terminal[level - 1])
        }
    }

    /// As a page of HTML; the weight of a word shows when it is pointed at.
    var html: String {
        let heading = HTMLText.escaped(Self.heading(explanation))
        let body = joined(other: HTMLText.escaped) { text, share, weight in
            let color = (share > 0 ? palette.favours : palette.opposes).rgb
            return "<span style=\"background:rgba(\(color),\(min(1, abs(share)).fixed(2)))\" "
                + "title=\"\(weight.fixed(3))\">\(HTMLText.escaped(text))</span>"
        }
        return """
            <!DOCTYPE html>
            <html lang="und"><head><meta charset="utf-8"><title>\(heading)</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 1.1rem/1.7 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
            .text { white-space: pre-wrap; } span { border-radius: 0.2em; padding: 0.1em 0; }
            .legend { font-size: 0.85rem; } .legend span { padding: 0.1em 0.4em; }
            </style></head><body>
            <p><strong>\(heading)</strong> \(explanation.probability.fixed(3)), \
            method: \(explanation.method == .leaveOneOut ? "leave one out" : "integrated gradients")</p>
            \(explanation.classification.tokenCount == 0 ? "" : htmlLegend)
            <p class="text">\(body)</p>
            </body></html>
            """
    }

    private var htmlLegend: String {
        let name = HTMLText.escaped(explanation.className)
        return """
            <p class="legend"><span style="background:rgba(\(palette.favours.rgb),0.8)">for \(name)</span> \
            <span style="background:rgba(\(palette.opposes.rgb),0.8)">against \(name)</span> \
            Stronger colours mark larger weights. Hover over a word to see its weight in log odds.</p>
            """
    }

    private func joined(
        other: (String) -> String = { $0 }, _ word: (_ text: String, _ share: Double, _ weight: Double) -> String
    ) -> String {
        var (result, end) = ("", 0)
        for part in explanation.words {
            guard part.byteRange.lowerBound >= end else { continue }  // two words of one stretch of the text
            result += other(String(decoding: utf8[end..<part.byteRange.lowerBound], as: UTF8.self))
            result += word(part.text, heaviest > 0 ? part.weight / heaviest : 0, part.weight)
            end = part.byteRange.upperBound
        }
        return result + other(String(decoding: utf8[end...], as: UTF8.self))
    }
}
