import ArgumentParser
import CommandSupport
import Foundation
import Recurrent
import ToolSupport

extension ForecastMethod: ExpressibleByArgument {
    /// Words with hyphens, such as `last-value`; the spelling of reports, `lastValue`, is read too.
    public init?(argument: String) {
        guard let method = Self.allCases.first(where: { [$0.word, $0.rawValue].contains(argument) }) else { return nil }
        self = method
    }

    public static var allValueStrings: [String] { allCases.map(\.word) }

    public static var allValueDescriptions: [String: String] {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0.word, $0.summary) })
    }

    public var defaultValueDescription: String { word }

    private var summary: String {
        switch self {
        case .auto: "the method that forecasts the held-out rows best"
        case .network(let cell): "network of \(cell.title) cells"
        case .lastValue: "the last value repeated"
        case .drift: "the line through the first and the last value"
        case .seasonalNaive: "the last season repeated"
        case .ridge: "ridge regression on the window"
        case .exponentialSmoothing: "exponential smoothing, such as Holt-Winters"
        case .autoRegression: "autoregression"
        }
    }

    private var word: String {
        rawValue.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}
extension SeriesTransformation.Scaling: ExpressibleByArgument {}

/// The options that decide what is forecast from what, and how the network is built.
struct ForecasterOptions: ParsableArguments {
    @Option(
        parsing: .unconditional, help: "Input window in rows (default: two seasons, else 20).")
    var window: Int?

    @Option(parsing: .unconditional, help: "Steps to forecast ahead.")
    var horizon = 1

    @Flag(help: "Forecast one step and feed forecasts back in, instead of all steps at once.")
    var recursive = false

    @Flag(
        inversion: .prefixedNo,
        help: """
            Forecast logarithms, for series that grow by percentages (default: --log, --difference and --anchored are \
            chosen automatically).
            """)
    var log: Bool?

    @Option(
        parsing: .unconditional,
        help: "Differencing over this many rows: 1 for changes, the length of a season for seasonal differences.")
    var difference: Int?

    @Option(help: "Scaling of values, fitted on the training rows: standard, minmax or none.")
    var scaling: SeriesTransformation.Scaling?

    @Flag(
        inversion: .prefixedNo,
        help: "Encode windows relative to their last row; helps with drifting levels.")
    var anchored: Bool?

    @Flag(
        help: """
            Forecast the logarithm of the value plus one, for series that grow by percentages and contain zeros \
            (default: as for --log).
            """)
    var log1p = false

    @Option(
        parsing: .unconditional,
        help: "Lower bound of values, forecasts and intervals, such as 0 for counts.")
    var minimum: Double?

    @Option(parsing: .unconditional, help: "Upper bound, such as 100 for percentages.")
    var maximum: Double?

    @Option(
        help: ArgumentHelp(
            "Forecasting method: a network, or a baseline that needs none.",
            valueName: "method"))
    var method = ForecastMethod.auto

    @OptionGroup var recurrent: CellOption<AllLayers>

    @Option(parsing: .unconditional, help: "Units per layer.")
    var hiddenSize: Int?

    @Option(parsing: .unconditional, help: "Number of recurrent layers.")
    var numLayers: Int?

    @Flag(help: "Read the window in both directions.")
    var bidirectional = false

    @Flag(
        inversion: .prefixedNo,
        help:
            "Linear highway: add the network to a ridge regression fitted first, so that it learns what is not linear.")
    var highway = true

    @Option(
        help: ArgumentHelp(
            "Learn quantiles, such as 0.05,0.5,0.95, instead of the mean.", valueName: "list"),
        transform: parseShares)
    var quantiles: [Double] = []

    @Option(
        help: ArgumentHelp("Coverage of the prediction intervals, such as 0.5,0.9.", valueName: "list"),
        transform: parseShares)
    var levels: [Double] = []

    @Option(parsing: .unconditional, help: "Dropout between layers.")
    var dropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the recurrent weights (weight dropout).")
    var recurrentDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout before the output layer.")
    var outputDropout: Float?

    @Option(
        parsing: .unconditional,
        help:
            "Share of the rows before the test set held out to select the best state and calibrate the intervals."
    )
    var validationSplit: Double?

    func validate() throws {
        for (name, value, limit) in [
            ("--window", window, 1 << 16), ("--horizon", horizon, 1 << 14), ("--hidden-size", hiddenSize, 1 << 14),
            ("--num-layers", numLayers, 64),
        ] {
            try requireCount(name, value, limit: limit)
        }
        if let difference, difference < 0 { throw ValidationError("--difference must not be negative.") }
        try requireCount("--difference", difference.map { max(1, $0) }, limit: 1 << 40)
        for (name, rate) in [
            ("--dropout", dropout), ("--recurrent-dropout", recurrentDropout), ("--output-dropout", outputDropout),
        ] {
            try requireRate(name, rate)
        }
        if log1p, log != nil { throw ValidationError("--log1p and --log cannot be given together; give one of them.") }
        for (name, bound) in [("--minimum", minimum), ("--maximum", maximum)] {
            if let bound, !bound.isFinite { throw ValidationError("\(name) must be a finite number, not \(bound).") }
        }
        if let minimum, let maximum, !(minimum < maximum) {
            throw ValidationError("--minimum \(minimum) must be below --maximum \(maximum).")
        }
        try requireDistinct("--quantiles", quantiles)
        let cell = recurrent.cell
        if method != .auto, method.cell == nil, cell != nil || !quantiles.isEmpty {
            throw ValidationError(
                "--method \(method.rawValue) has no network; leave out \(cell == nil ? "--quantiles" : "--cell").")
        }
        if let cell, let other = method.cell, cell != other {
            throw ValidationError(
                "--method \(method.rawValue) and --cell \(cell.rawValue) are different networks; give one of them.")
        }
        if let split = validationSplit, !(split >= 0 && split <= 0.9) {
            throw ValidationError("--validation-split must be 0 to 0.9, not \(split).")
        }
    }

    /// Whether what is forecast, values or logarithms or differences, is left to the data.
    var choosesTransformation: Bool { log == nil && !log1p && difference == nil && anchored == nil }

    func apply(to settings: inout ForecasterSettings) {
        settings.horizon = horizon
        settings.window = window ?? settings.window
        settings.isRecursive = recursive
        settings.takesLog = log ?? false
        settings.takesLog1p = log1p ? true : nil
        (settings.minimum, settings.maximum) = (minimum, maximum)
        settings.method = method
        settings.difference = difference ?? settings.difference
        settings.scaling = scaling ?? settings.scaling
        settings.isAnchored = anchored ?? false
        settings.cell = recurrent.cell ?? method.cell ?? settings.cell
        settings.hiddenSize = hiddenSize ?? settings.hiddenSize
        settings.numLayers = numLayers ?? settings.numLayers
        settings.isBidirectional = bidirectional
        settings.hasHighway = highway
        if !quantiles.isEmpty { settings.quantiles = Set(quantiles + [0.5]).sorted() }
        if !levels.isEmpty { settings.levels = levels.sorted() }
        settings.dropout.betweenLayers = dropout ?? settings.dropout.betweenLayers
        settings.dropout.recurrentWeights = recurrentDropout ?? settings.dropout.recurrentWeights
        settings.dropout.output = outputDropout ?? settings.dropout.output
        settings.validationSplit = validationSplit ?? settings.validationSplit
    }
}

/// Numbers above 0 and below 1, parted by commas.
@Sendable
func parseShares(_ text: String) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        guard let share = Double(part.trimmingCharacters(in: .whitespaces)), share > 0, share < 1 else {
            throw ValidationError("\(part.debugDescription) is not a number above 0 and below 1.")
        }
        return share
    }
}
