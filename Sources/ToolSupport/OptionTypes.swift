import ArgumentParser
import Recurrent

extension RecordFormat: ExpressibleByArgument {}
extension WeightPrecision: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {
    /// All steps as help lists them.
    public static let names =
        allCases.filter { $0 != .none }.map(\.rawValue).joined(separator: ", ")
        + ", or icu: and a transliterator, as in icu:Any-Latin"
    /// A step by its name; none where ICU has no such transliterator.
    public init?(argument: String) {
        guard let step = Normalization(rawValue: argument) else { return nil }
        if case .transliteration(let id) = step, !Normalizer.isKnown(transliterator: id) { return nil }
        self = step
    }
}
extension TokenUnit: ExpressibleByArgument {}
