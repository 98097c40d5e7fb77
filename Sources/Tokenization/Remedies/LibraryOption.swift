/// An option that an error asks its reader to change.
///
/// The raw value is the name of the Swift property or argument. A property of this name may belong to more than one type:
/// `encoding` is an option of `RecordOptions`, of `SeriesOptions` and of `TextCorpus`.
///
/// ```swift
/// do {
///     _ = try SeriesTable(contentsOf: file)
/// } catch let error as SeriesError where error.remedies.contains(where: { $0.options.contains(.fill) }) {
///     // Ask whether missing values may be filled.
/// }
/// ```
public enum LibraryOption: String, CaseIterable, Sendable {
    // Texts and tables.

    /// The encoding of a text.
    case encoding
    /// What happens to bytes that are not valid in the encoding.
    case malformed
    /// The format of a file of records.
    case format
    /// The character between the cells of a table.
    case delimiter
    /// Whether the first row of a table names the columns.
    case header
    /// The column of the text.
    case textColumn
    /// The column of the label.
    case labelColumn
    /// The columns of which each says whether a text has a label.
    case labelColumns
    /// Whether a text may have several labels.
    case multiLabel
    /// New names for labels.
    case renaming

    // Series.

    /// The columns of a series to read.
    case columns
    /// The column of the dates.
    case dateColumn
    /// The pattern of the dates.
    case dateFormat
    /// The time zone of the dates.
    case timeZone
    /// The step from row to row.
    case frequency
    /// Whether numbers have a decimal comma.
    case decimalComma
    /// How missing values are filled.
    case fill
    /// How rows with the same date are combined.
    case duplicates
    /// Whether rows are sorted by date.
    case sorts
    /// Whether each row is one step, whatever its date.
    case acceptsIrregular
    /// The columns that distinguish several series in one file.
    case series

    // Models and training.

    /// The unit of tokens.
    case unit
    /// The fewest occurrences of a token in the vocabulary.
    case minFrequency
    /// The size of the embedding.
    case embeddingSize
    /// The longest text in tokens.
    case maxTokens
    /// The sequences of a batch.
    case batchSize
    /// The steps of truncated backpropagation.
    case sequenceLength
    /// The peak of the learning rate.
    case learningRate
    /// The limit on the gradients.
    case clipping
    /// Data for validation.
    case validation
    /// The share of the data held out for validation.
    case validationSplit

    // Forecasts.

    /// The rows a forecast is made from.
    case window
    /// The steps to forecast.
    case horizon
    /// The rows of the test set.
    case testRows
    /// The parts of a backtest.
    case folds
    /// The rows between the training part and the test part of a backtest.
    case gap
    /// The probabilities of prediction intervals.
    case levels
    /// The forecasting method.
    case method
    /// Whether logarithms are forecast.
    case takesLog
    /// Whether logarithms of 1 plus the value are forecast.
    case takesLog1p
    /// The lower bound of a column.
    case minimum
    /// The upper bound of a column.
    case maximum

    // Generated text.

    /// The characters of a generated text.
    case length
    /// The most characters in a row that may be copied.
    case copyLimit
}
