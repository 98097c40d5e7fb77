@testable import Forecasting

/// The table of a text, as 'a.csv'.
func table(_ text: String, _ options: SeriesOptions = SeriesOptions()) throws -> SeriesTable {
    try SeriesTable(file: "a.csv", bytes: Array(text.utf8), options: options)
}

/// Rows of dates with the numbers 1, 2, 3 … behind a header.
func rows(_ dates: [String]) -> String {
    "date,y\n" + dates.enumerated().map { "\($1),\($0 + 1)\n" }.joined()
}
