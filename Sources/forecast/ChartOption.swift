import ArgumentParser
import Charts
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// Where a picture goes.
struct ChartOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Draw a picture into this file, .svg or .png.", valueName: "file"), completion: .file())
    var chart: String?

    func validate() throws {
        guard let chart else { return }
        let kind = URL(fileURLWithPath: chart).pathExtension.lowercased()
        guard kind == "svg" || kind == "png" else {
            throw ValidationError("--chart must name an .svg or .png file, not \(chart.debugDescription).")
        }
    }

    /// Refuses a picture of several series.
    func requireOne(_ series: SeriesArguments) throws {
        guard chart == nil || !series.isStacked else {
            throw ValidationError("--chart draws one series; leave it out with --series.")
        }
    }

    func write(_ picture: @autoclosure () -> Chart, isQuiet: Bool) throws {
        guard let chart else { return }
        let url = URL(fileURLWithPath: chart)
        let picture = picture()
        let data = url.pathExtension.lowercased() == "png" ? picture.png() : Data(picture.svg().utf8)
        try DurableFile.replace(at: url, with: data)
        if !isQuiet { StandardError.writeLine("drew \(chart)") }
    }
}
