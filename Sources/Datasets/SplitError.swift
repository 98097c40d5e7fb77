import Tokenization

/// Why data cannot be split.
public enum SplitError: RemediedError, Equatable {
    /// The fraction that is to be set aside is not a number in 0 ..< 1.
    case invalidFraction(Double)

    static func requireValid(fraction: Double) throws {
        guard fraction >= 0 && fraction < 1 else { throw SplitError.invalidFraction(fraction) }
    }

    public var problem: String {
        switch self {
        case .invalidFraction(let fraction): "A fraction of \(fraction) cannot be held out"
        }
    }

    public var remedies: [Remedy] { [.advice("give a number of at least 0 and less than 1")] }
}
