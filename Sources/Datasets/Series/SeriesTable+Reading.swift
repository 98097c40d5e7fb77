import Foundation
import Tensors

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
        try self.init(file: url?.path ?? "standard input", options: options) { try chunks.next() }
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
        var input = TextInput(file: file, encoding: options.encoding, limit: 1 << 20, source: source)
        let cells = try SeriesCells(reading: &input, delimiter: options.delimiter)
        guard cells.rowCount >= 3 else { throw SeriesError.tooFewRows(file: file, count: cells.rowCount) }
        let dates = try SeriesDates.find(in: cells, options: options)
        let numbers = try SeriesNumbers(reading: cells, except: dates?.columns, options: options)
        var draft = SeriesDraft(
            file: file, names: numbers.names, format: dates?.format, columns: numbers.columns,
            timestamps: dates?.timestamps ?? [], places: (0..<cells.rowCount).map(cells.place), notes: numbers.notes)
        let frequency = try draft.regulate(options)
        try draft.fill(options.fill, frequency)
        guard draft.count >= 3 else { throw SeriesError.tooFewRows(file: file, count: draft.count) }
        let columns = draft.columns.indices.map { index in
            SeriesColumn(name: draft.names[index], values: draft.columns[index], number: numbers.numbers[index])
        }
        self.init(
            columns: columns, timestamps: draft.timestamps, frequency: frequency, dateFormat: dates?.format,
            file: file, notes: draft.notes)
    }
}
