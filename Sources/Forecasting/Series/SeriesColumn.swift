/// The values of one column of a series, one a row.
public struct SeriesColumn: Sendable {
    public let name: String
    /// Its number in the file, from 1; nil where it is from none.
    public let number: Int?
    /// NaN only behind the known ones.
    public let values: [Double]
    /// The number of values up to the last that is known; behind them other columns go on, as covariates do whose
    /// future is known.
    public let knownCount: Int
    /// Whether all known values are the same.
    public let isConstant: Bool

    public init(name: String, values: [Double], number: Int? = nil) {
        self.name = name
        self.number = number
        self.values = values
        knownCount = (values.lastIndex { !$0.isNaN } ?? -1) + 1
        let first = values.first
        isConstant = values.prefix(knownCount).allSatisfy { $0 == first }
    }
}
