import ArgumentParser
import Datasets
import Recurrent
import Tokenization

extension RecordFormat: ExpressibleByArgument {}
extension WeightPrecision: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {
    /// All steps as help lists them.
    public static let names =
        allCases.filter { $0 != .none }.map(\.rawValue).joined(separator: ", ")
        + ", or icu: and a transliterator, as in icu:Any-Latin"
}
extension TokenUnit: ExpressibleByArgument {}
