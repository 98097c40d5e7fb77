import Foundation
import ModelFiles

/// Text with coloured backgrounds, on a terminal that shows them.
public enum TerminalColor {
    /// Whether standard output is a terminal that wants colours; `NO_COLOR` says that it does not.
    public static var isOn: Bool {
        StandardOutput.isTerminal && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }

    /// Black text on a background, for ``StandardOutput/writeStyled(_:)``.
    ///
    /// - Parameters:
    ///   - text: Has nothing that steers a terminal.
    ///   - background: A number of the 256-colour cube, light enough for black text.
    public static func marked(_ text: String, _ background: Int) -> String {
        "\u{1B}[48;5;\(background);38;5;16m\(text)\u{1B}[0m"
    }
}

/// Text inside of pages.
public enum HTMLText {
    /// The text for the inside of an element or a quoted attribute. Control characters become U+FFFD.
    public static func escaped(_ text: String) -> String {
        text.replacingScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\n", "\t", "\r": nil
            case _ where scalar.properties.generalCategory == .control: "\u{FFFD}"
            default: nil
            }
        }
    }

    /// JSON for the inside of a `script` element, which no text in it can end.
    public static func embedded(json: String) -> String { json.replacing("<", with: "\\u003c") }
}
