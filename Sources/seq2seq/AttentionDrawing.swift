import ArgumentParser
import Charts
import Foundation
import Recurrent

/// Heat maps of what targets looked at: a column for each source token, a row for each target token.
struct AttentionDrawing {
    /// What is written.
    enum Kind: String, CaseIterable {
        case svg, html, png

        init(path: String) throws {
            let name = (path as NSString).pathExtension.lowercased()
            guard let kind = Kind(rawValue: name) else {
                throw ValidationError("--attention draws .svg, .png or .html, not \(path.debugDescription).")
            }
            self = kind
        }
    }

    private let path: String
    private let kind: Kind
    private var maps: [HeatMap] = []
    private static let mostMaps = 200

    init(path: String) throws {
        self.path = path
        kind = try Kind(path: path)
    }

    /// Adds the best target of a translation, or of each of its sentences; those past the two hundredth are left out.
    mutating func add(_ translation: TranslatedText) {
        guard translation.sentences.isEmpty else {
            for sentence in translation.sentences { add(sentence) }
            return
        }
        guard maps.count < Self.mostMaps, let best = translation.candidates.first else { return }
        maps.append(
            HeatMap(
                rows: best.tokens + ["⏎"], columns: translation.sourceTokens,
                values: best.attention.map { $0.map(Double.init) }, full: 1, marksSpaces: true))
    }

    func write() throws {
        let data =
            switch kind {
            case .svg: Data(HeatMap.svg(maps).utf8)
            case .png: HeatMap.png(maps)
            case .html: Data(html.utf8)
            }
        try DurableFile.replace(at: URL(fileURLWithPath: path), with: data)
    }

    private var html: String {
        """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><title>Attention</title>
        <meta name="color-scheme" content="light dark">
        </head><body>
        \(maps.map { "<figure>\($0.svg())</figure>" }.joined(separator: "\n"))
        </body></html>

        """
    }
}
