import CommandSupport
import Foundation
import Recurrent

/// A text with its words in the colour of what they counted: green for the class, red against it.
struct MarkedText {
    private let explanation: Explanation
    private let utf8: [UInt8]
    private let heaviest: Double

    init(_ explanation: Explanation, _ text: String) {
        self.explanation = explanation
        utf8 = Array(text.utf8)
        heaviest = explanation.words.map { abs($0.weight) }.max() ?? 0
    }

    /// The class that is explained.
    static func heading(_ explanation: Explanation) -> String {
        explanation.classification.label == nil ? "(no words)" : explanation.className
    }

    /// With colours of a terminal; without a terminal, or under NO_COLOR, the words that counted most in brackets with
    /// their weights. On a terminal what would steer it is shown escaped; `StandardOutput.writeStyled` prints it.
    var terminal: String {
        let hasColor = StandardOutput.isTerminal && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
        return joined(other: StandardOutput.shown) { text, share, weight in
            let text = StandardOutput.shown(text)
            guard hasColor else {
                return abs(share) < 0.3 ? text : "[\(text) \(weight >= 0 ? "+" : "")\(weight.fixed(2))]"
            }
            guard abs(share) >= 0.1 else { return text }
            // The 256-colour cube: darker the more a word counted.
            let level = min(5, Int(abs(share) * 5) + 1)
            let color = share > 0 ? [194, 157, 120, 83, 46][level - 1] : [224, 217, 210, 203, 196][level - 1]
            return "\u{1B}[48;5;\(color);38;5;16m\(text)\u{1B}[0m"
        }
    }

    /// As a page of HTML; the weight of a word shows when it is pointed at.
    var html: String {
        let heading = Self.escaped(Self.heading(explanation))
        let body = joined(other: Self.escaped) { text, share, weight in
            let color = share > 0 ? "46,160,67" : "218,54,51"
            return "<span style=\"background:rgba(\(color),\(min(1, abs(share)).fixed(2)))\" "
                + "title=\"\(weight.fixed(3))\">\(Self.escaped(text))</span>"
        }
        return """
            <!DOCTYPE html>
            <html lang="und"><head><meta charset="utf-8"><title>\(heading)</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 1.1rem/1.7 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
            .text { white-space: pre-wrap; } span { border-radius: 0.2em; padding: 0.1em 0; }
            </style></head><body>
            <p><strong>\(heading)</strong> \(explanation.probability.fixed(3)), \
            by \(explanation.method.rawValue)</p>
            <p class="text">\(body)</p>
            </body></html>
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

    private static func escaped(_ text: String) -> String {
        text.replacingScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: nil
            }
        }
    }
}
