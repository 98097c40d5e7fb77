import ArgumentParser
import Charts
import CommandSupport
import Foundation
import Recurrent

/// Where a picture goes.
public struct ChartOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Draw a chart to this file, .svg or .png.", valueName: "file"), completion: .file())
    public var chart: String?

    public init() {}

    public func validate() throws {
        guard let chart else { return }
        let kind = URL(fileURLWithPath: chart).pathExtension.lowercased()
        guard kind == "svg" || kind == "png" else {
            throw ValidationError("--chart must name an .svg or .png file, not \(chart.debugDescription).")
        }
    }

    package func write(_ picture: @autoclosure () -> Chart, isQuiet: Bool) throws {
        guard let chart else { return }
        let url = URL(fileURLWithPath: chart)
        let picture = picture()
        let data = url.pathExtension.lowercased() == "png" ? picture.png() : Data(picture.svg().utf8)
        try DurableFile.replace(at: url, with: data)
        if !isQuiet { StandardError.writeLine("drew \(chart)") }
    }
}
