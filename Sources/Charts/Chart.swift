import Foundation

/// A drawing of series: a title and one panel or several, one below the other.
///
/// One description has three renderings: ``svg()``, ``png(width:height:scale:theme:)`` and
/// ``text(columns:rows:characters:colour:width:)``. No input traps: values that have no place (`NaN`, infinities, zero
/// and less on a logarithmic scale) are left out, arrays of different lengths are read up to the shortest, and sizes
/// are brought into their ranges.
///
///     let chart = Chart(title: "Air passengers", panels: [
///         Panel(yLabel: "thousands", layers: [
///             .band("90 %", x: ahead, low: low, high: high),
///             .line("actual", x: months, y: passengers),
///             .line("forecast", x: ahead, y: median, style: .forecast),
///         ], xAxis: .rows(dates)),
///     ])
///     try chart.png().write(to: file)
package struct Chart: Sendable {
    package var title: String
    package var subtitle: String?
    /// From top to bottom.
    package var panels: [Panel]
    /// Width and height in points. The height grows where the panels need more.
    package var size: Size
    /// Whether all panels span the same range of `x`; its labels then stand below the last panel alone.
    package var sharesXAxis: Bool

    /// Lengths in points; a point of an SVG file is a pixel of the browser.
    package struct Size: Sendable, Equatable {
        package var width: Double
        package var height: Double

        package init(width: Double, height: Double) {
            (self.width, self.height) = (width, height)
        }

        /// Within 240…4000 × 120…4000.
        var clamped: Size {
            Size(
                width: width.isFinite ? min(max(width, 240), 4000) : 760,
                height: height.isFinite ? min(max(height, 120), 4000) : 420)
        }
    }

    package init(
        title: String, subtitle: String? = nil, panels: [Panel], size: Size = Size(width: 760, height: 420),
        sharesXAxis: Bool = true
    ) {
        (self.title, self.subtitle, self.panels, self.size) = (title, subtitle, panels, size)
        self.sharesXAxis = sharesXAxis
    }

    /// An SVG element that follows the reader's light or dark setting, for a file or inside HTML.
    package func svg() -> String {
        SVGDrawing(ChartLayout(self, size: size).drawing).text
    }

    /// A PNG file, 8-bit RGB.
    ///
    /// - Parameters:
    ///   - width: Width in points, ``size`` unless given.
    ///   - height: Height in points, ``size`` unless given.
    ///   - scale: Pixels per point, within 0.5…4.
    package func png(width: Double? = nil, height: Double? = nil, scale: Double = 2, theme: Theme = .light) -> Data {
        let size = Size(width: width ?? size.width, height: height ?? size.height)
        return ChartLayout(self, size: size).drawing.png(scale: scale, theme: theme)
    }

    /// A plot for terminals; lines end with a line feed and have no white space before it.
    ///
    /// - Parameters:
    ///   - columns: Columns that no line exceeds, within 24…500.
    ///   - rows: Lines of the plot area, within 3…200, shared by the panels with at least three each; title, axis and
    ///     legend come on top.
    ///   - characters: Unicode braille cells, or plain ASCII.
    ///   - colour: Whether ANSI colours tell the layers apart; without them further lines are dotted.
    ///   - width: Terminal columns of a text. Without it, two are counted for a character from U+1100 on.
    package func text(
        columns: Int = 60, rows: Int = 12, characters: TerminalCharacters = .unicode, colour: Bool = false,
        width: ((String) -> Int)? = nil
    ) -> String {
        TerminalPlot(
            chart: self, columns: min(max(columns, 24), 500), rows: min(max(rows, 3), 200), characters: characters,
            colour: colour, width: width ?? \.roughColumns
        ).text
    }
}
