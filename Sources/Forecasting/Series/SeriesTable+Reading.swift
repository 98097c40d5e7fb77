import Datasets
import Foundation
import ModelFiles

extension SeriesTable {
    /// Reads a file; nil is standard input.
    ///
    /// The first row is a header unless it holds a number and all its cells are numbers, dates or missing. Cells are
    /// missing that are empty, or say NA, N/A, NaN, null, none, ? or -. Columns of something else than numbers are left
    /// out. A column may end before others do: what is missing behind its last value stays NaN.
    ///
    /// - Throws: ``SeriesError``, ``RecordError`` for what is no text, `FileError`, `TextEncodingError`.
    public init(contentsOf url: URL?, options: SeriesOptions = SeriesOptions()) throws {
        let chunks = try FileChunks(of: url)
        try self.init(file: url?.nameInMessages ?? "standard input", options: options) { try chunks.next() }
    }

    /// Reads bytes as ``init(contentsOf:options:)`` reads a file.
    public init(file: String, bytes: [UInt8], options: SeriesOptions = SeriesOptions()) throws {
        var rest = [bytes][...]
        try self.init(file: file, options: options) { rest.popFirst() }
    }

    /// Reads from anything that gives bytes.
    ///
    /// - Parameter source: Gives the next bytes, and nil at the end, behind which it is not called again.
    public init(
        file: String, options: SeriesOptions = SeriesOptions(), source: @escaping () throws -> [UInt8]?
    ) throws {
        let input = TextInput(file: file, encoding: options.encoding, limit: 1 << 20, source: source)
        try self.init(SeriesCells(reading: input, options: options), options: options)
    }

    init(_ cells: SeriesCells, options: SeriesOptions) throws(SeriesError) {
        let file = cells.file
        guard cells.rowCount >= 3 else { throw SeriesError.tooFewRows(file: file, count: cells.rowCount) }
        let dates = try SeriesDates.find(in: cells, options: options)
        var left = (dates?.columns).map(Array.init) ?? []
        for key in options.series { left.append(try cells.index(of: key.column)) }
        let numbers = try SeriesNumbers(reading: cells, except: left, options: options)
        var draft = SeriesDraft(
            file: file, names: numbers.names, format: dates?.format, clock: dates?.clock ?? .civil,
            columns: numbers.columns, timestamps: dates?.timestamps ?? [],
            places: (0..<cells.rowCount).map(cells.place), notes: cells.notes + numbers.notes)
        // Rows of several series are not to be merged; without that, their dates repeat.
        let stack = options.series.isEmpty ? dates.flatMap { SeriesStack.keys(in: cells, $0) } : nil
        let isMerged = options.duplicates != nil || options.acceptsIrregular || options.frequency == .rows
        let stacked = stack.map {
            SeriesError.stacked(file: file, columns: $0.columns.map { cells.names[$0] }, count: $0.count)
        }
        if let stacked {
            guard isMerged else { throw stacked }
            draft.notes.append(stacked.description)
        }
        let frequency = try draft.regulate(options)
        try draft.fill(options.fill, frequency)
        guard draft.count >= 3 else { throw SeriesError.tooFewRows(file: file, count: draft.count) }
        let columns = draft.columns.indices.map { index in
            SeriesColumn(name: draft.names[index], values: draft.columns[index], number: numbers.numbers[index])
        }
        self.init(
            columns: columns, timestamps: draft.timestamps, frequency: frequency, dateFormat: dates?.format,
            file: file, notes: draft.notes, clock: draft.clock)
    }
}
