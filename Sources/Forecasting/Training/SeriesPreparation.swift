import Foundation
import ModelFiles

/// How a table is converted to the input of a forecaster, stored in `series.json`: the counterpart of a tokenizer.
public struct SeriesPreparation: Codable, Sendable, Equatable {
    /// The name of its file in a model folder.
    public static let file = ModelFolder.seriesFile

    /// The newest version; 1 is without bounds and `takesLog1p`, and written where there are none.
    static let newestVersion = 2

    /// The version of the file that this was read from, or that is written.
    public private(set) var formatVersion = 1
    /// The columns that are forecast.
    public let columns: [String]
    /// Further columns that are read up to the present.
    public private(set) var observed: [String]
    /// Columns that are known in advance.
    public private(set) var known: [String]
    /// Whether the time of day, the weekday and the time of the year are inputs.
    public private(set) var usesCalendar: Bool
    /// Numbers of the calendar in each row.
    public private(set) var calendarSize: Int
    /// The step between rows.
    public let frequency: SeriesFrequency
    /// Whether windows are encoded relative to their last row.
    public let isAnchored: Bool
    /// One for each of ``columns``, then each of ``observed``, then each of ``known``; learnt from training rows alone.
    public private(set) var transformations: [SeriesTransformation]
    /// The steps that a forecast has, where the network tells one at a time.
    public let horizon: Int
    /// The widths of the intervals, measured on held-out rows.
    public var intervals = ForecastIntervals()

    /// Learns the transformations from some rows of a table.
    init(_ table: SeriesTable, fittingRows rows: Range<Int>, settings: ForecasterSettings) throws {
        (columns, observed, known) = (settings.columns, settings.observed, settings.known)
        calendarSize = settings.usesCalendar ? table.calendarFeatures(rows: 0..<1)[0].count : 0
        usesCalendar = calendarSize > 0
        frequency = table.frequency
        isAnchored = settings.isAnchored
        horizon = settings.horizon
        var fitted: [SeriesTransformation] = []
        for (index, name) in (columns + observed + known).enumerated() {
            let isTarget = index < columns.count
            do {
                fitted.append(
                    try SeriesTransformation(
                        fitting: try Self.values(of: name, in: table)[rows], takesLog: isTarget && settings.takesLog,
                        takesLog1p: isTarget && settings.takesLog1p == true,
                        difference: isTarget ? settings.difference : 0,
                        scaling: isTarget ? settings.scaling : .standard,
                        minimum: isTarget ? settings.minimum : nil, maximum: isTarget ? settings.maximum : nil))
            } catch let error as SeriesTransformationError {
                throw ForecasterError.unsuitableColumn(
                    file: table.file, column: name, problem: .transformation(error))
            }
        }
        transformations = fitted
        let isPlain = fitted.allSatisfy { $0.takesLog1p == nil && $0.minimum == nil && $0.maximum == nil }
        formatVersion = isPlain ? 1 : Self.newestVersion
    }

    /// The same for a method that reads the columns that it forecasts and nothing else.
    func withoutFurtherColumns(intervals: ForecastIntervals) -> SeriesPreparation {
        var preparation = self
        (preparation.observed, preparation.known) = ([], [])
        (preparation.usesCalendar, preparation.calendarSize) = (false, 0)
        preparation.transformations = Array(transformations.prefix(columns.count))
        preparation.intervals = intervals
        return preparation
    }

    /// The columns of a table as the network reads them, with so many rows of the future behind.
    func prepare(_ table: SeriesTable, future: Int) throws -> PreparedSeries {
        guard table.frequency.isLike(frequency) else {
            throw ForecasterError.otherFrequency(
                file: table.file, found: table.frequency.description, expected: frequency.description)
        }
        let targets = try columns.map { try Self.values(of: $0, in: table) }
        let count = targets.map { $0.lastIndex(where: { !$0.isNaN }).map { $0 + 1 } ?? 0 }.min() ?? 0
        for (name, values) in zip(columns, targets) {
            if let row = values.prefix(count).firstIndex(where: \.isNaN) {
                throw ForecasterError.missingValue(file: table.file, column: name, row: table.label(ofRow: row))
            }
        }
        for (index, values) in targets.enumerated() {
            guard
                let row = values.prefix(count).firstIndex(where: { transformations[index].bound(violatedBy: $0) != nil }
                ),
                let bound = transformations[index].bound(violatedBy: values[row])
            else { continue }
            throw ForecasterError.unsuitableColumn(
                file: table.file, column: columns[index],
                problem: .outsideBounds(row: table.label(ofRow: row), value: values[row], bound: bound))
        }
        let levels = zip(targets, transformations).map { $1.levels(Array($0.prefix(count))) }
        for (index, values) in levels.enumerated() {
            if let row = values.firstIndex(where: \.isNaN) {
                throw ForecasterError.unsuitableColumn(
                    file: table.file, column: columns[index],
                    problem: .noLogarithm(row: table.label(ofRow: row), value: targets[index][row]))
            }
        }
        for (index, column) in levels.enumerated() {
            try requireReach(of: column, transformations[index], columns[index], in: table)
        }
        let further = try (observed + known).enumerated().map { index, name in
            let values = try Self.values(of: name, in: table).prefix(count + future)
            if let row = values.prefix(count).firstIndex(where: \.isNaN) {
                throw ForecasterError.unsuitableColumn(
                    file: table.file, column: name, problem: .missingValue(row: table.label(ofRow: row)))
            }
            let padded = Array(values) + Array(repeating: .nan, count: count + future - values.count)
            try requireReach(of: padded, transformations[columns.count + index], name, in: table)
            return transformations[columns.count + index].apply(toLevels: padded)
        }
        var calendar = [[Double]](repeating: [], count: calendarSize)
        for row in usesCalendar ? table.calendarFeatures(rows: 0..<count + future) : [] {
            for (feature, value) in row.enumerated() { calendar[feature].append(value) }
        }
        return PreparedSeries(
            preparation: self, levels: levels, observed: Array(further.prefix(observed.count)),
            known: Array(further.dropFirst(observed.count)) + calendar)
    }

    /// Refuses what lies so far from the rows learnt from that no figure could be made of it.
    private func requireReach(
        of levels: [Double], _ transformation: SeriesTransformation, _ name: String, in table: SeriesTable
    ) throws {
        let scaled = transformation.apply(toLevels: levels)
        let isFar = { (value: Double) in value.isInfinite || abs(value) > Self.furthest }
        if let row = scaled.indices.first(where: { isFar(scaled[$0]) || isFar(levels[$0] / 1e100) }) {
            throw ForecasterError.unsuitableColumn(
                file: table.file, column: name, problem: .tooFar(row: table.label(ofRow: row)))
        }
    }

    /// In deviations of the rows learnt from; squares of what is further would not fit a float.
    private static let furthest = 1e15

    private static func values(of name: String, in table: SeriesTable) throws -> [Double] {
        try table.column(.name(name)).values
    }
}

/// A table as a forecaster reads it.
struct PreparedSeries {
    let preparation: SeriesPreparation
    /// The targets or their logarithms, up to the present.
    let levels: [[Double]]
    /// What is known up to the present, as the network reads it; with what is not known, NaN, behind.
    let observed: [[Double]]
    /// What is known in advance, as the network reads it.
    let known: [[Double]]

    /// Rows up to the present.
    var count: Int { levels[0].count }

    /// What the network sees.
    func windows(window: Int, horizon: Int) -> SeriesWindows {
        let rows = max(count, observed.first?.count ?? 0, known.first?.count ?? 0)
        func padded(_ column: [Double]) -> [Double] {
            column + Array(repeating: .nan, count: max(0, rows - column.count))
        }
        let targets = zip(levels, preparation.transformations).map { padded($1.apply(toLevels: $0)) }
        return SeriesWindows(
            targets: targets, observed: observed.map(padded), known: known.map(padded), window: window,
            horizon: horizon, isAnchored: preparation.isAnchored)
    }
}
