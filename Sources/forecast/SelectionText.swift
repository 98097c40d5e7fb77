import CommandSupport
import Recurrent

/// Who won on the held-out rows, in a sentence.
struct SelectionText {
    private let selection: ForecastSelection

    init(_ selection: ForecastSelection) { self.selection = selection }

    private static func name(_ method: String) -> String { EvaluationCard.names[method] ?? method }

    /// Such as "On the rows held out, 1957-01 to 1958-12, exponential smoothing wins with an RMSE of 21.27; lstm 23.97
    /// (+12.7 %), drift 30.10 (+41.5 %)."
    var sentence: String {
        guard let winner = selection.winner, let least = selection.rmse[winner], let from = selection.from,
            let to = selection.to
        else {
            return "No rows were held out to choose a method by: \(Self.name(selection.method)) is taken unseen."
        }
        let sorted = selection.rmse.filter { $0.key != winner }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        // The nearest, and the network wherever it stands.
        let others = sorted.enumerated().filter { $0 < 3 || ForecastMethod(rawValue: $1.key)?.cell != nil }.map(
            \.element
        )
        .map { "\(Self.name($0.key)) \($0.value.figure(beside: least))\(Self.more($0.value, than: least))" }
        return "On the rows held out, \(from) to \(to), \(Self.name(winner)) wins with an RMSE of "
            + least.figure(beside: least) + (others.isEmpty ? "" : "; " + others.joined(separator: ", "))
            + (selection.method == winner ? "." : ". \(Self.name(selection.method).capitalizedFirst) was asked for.")
    }

    private static func more(_ error: Double, than least: Double) -> String {
        guard least > 0 else { return "" }
        let percent = 100 * (error / least - 1)
        return percent < 1000 ? " (\(percent < 0 ? "" : "+")\(percent.fixed(1)) %)" : ""
    }
}
