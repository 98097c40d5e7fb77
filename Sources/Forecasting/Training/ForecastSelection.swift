/// The selection of the method that is saved, with the errors of all methods on the held-out rows.
///
/// Methods are compared by the root mean squared error over all origins and steps; with several columns, in units of
/// each column's standard deviation in the training rows. Every method is fitted to the rows before the held-out ones.
/// The simplest method whose error is at most 1 % above the lowest is selected, in the order of ``order``.
public struct ForecastSelection: Codable, Sendable, Equatable {
    /// The name of the linear part of a network, whose weights are those of a ridge regression.
    public static let linear = "linear"

    /// The method taken: the name of a ``ForecastMethod``, or ``linear``.
    public let method: String
    /// Whether it was asked for rather than chosen.
    public let isGiven: Bool
    /// The method that the held-out rows speak for, whether it was taken or not; absent where none are held out.
    public let winner: String?
    /// The first and the last of the held-out rows; absent where none are held out.
    public let from: String?
    public let to: String?
    /// How many times they were forecast from.
    public let origins: Int
    /// The error of each method there.
    public let rmse: [String: Double]

    /// From the simplest method on; networks, which are not in it, come last.
    static let order =
        ["lastValue", "drift", "seasonalNaive", linear, "ridge", "exponentialSmoothing", "autoRegression"]

    /// What another method has to win by, in parts of the error.
    private static let tolerance = 1.01

    /// - Parameter preferred: One that is taken where it has the least error, by however little.
    static func winner(of errors: [String: Double], preferred: String? = nil) -> String? {
        let finite = errors.filter(\.value.isFinite)
        guard let least = finite.values.min() else { return nil }
        if let preferred, finite[preferred] == least { return preferred }
        func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }
        return finite.filter { $0.value <= tolerance * least }.keys.min { (rank($0), $0) < (rank($1), $1) }
    }
}
