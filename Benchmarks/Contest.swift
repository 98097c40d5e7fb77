import Foundation

/// Rounds of several contestants in turn, so that what disturbs the machine disturbs all of them alike.
struct Contest {
    let pairs: Int
    /// How long each contestant works in a turn.
    let secondsPerTurn: Double

    /// - Returns: For each contestant the units a second of each turn.
    func rates(of contestants: [any Contestant], unitsPerRound: Double) throws -> [Measurement] {
        let rounds = try contestants.map { try roundsPerTurn(of: $0) }
        var measurements = contestants.map { Measurement(name: $0.name) }
        for _ in 0..<pairs {
            for (index, contestant) in contestants.enumerated() {
                let before = ProcessorTime.now()
                let seconds = try contestant.seconds(rounds: rounds[index])
                measurements[index].rates.append(unitsPerRound * Double(rounds[index]) / seconds)
                measurements[index].stolen.append(ProcessorTime.now().stolenSeconds(since: before) / seconds)
            }
        }
        return measurements
    }

    /// Warms up and finds out how many rounds fill a turn.
    private func roundsPerTurn(of contestant: any Contestant) throws -> Int {
        _ = try contestant.seconds(rounds: 2)
        var rounds = 1
        while true {
            let seconds = try contestant.seconds(rounds: rounds)
            if seconds > secondsPerTurn / 5 || rounds > 1 << 30 {
                return max(1, Int((Double(rounds) * secondsPerTurn / max(seconds, 1e-9)).rounded()))
            }
            rounds *= seconds < secondsPerTurn / 100 ? 10 : 2
        }
    }
}

/// The speed of one contestant, turn by turn.
struct Measurement: Codable {
    let name: String
    var rates: [Double] = []
    /// In each turn, the share of a processor that the machine's host took away (Linux).
    var stolen: [Double] = []

    init(name: String) { self.name = name }

    var median: Double { rates.median }
    var lowest: Double { rates.min() ?? .nan }
    var highest: Double { rates.max() ?? .nan }
}

extension [Double] {
    /// The middle value, or the mean of the two in the middle.
    var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}

/// What the processors have spent their time on.
private struct ProcessorTime {
    let stolen: Double

    /// Zero where the system does not tell.
    static func now() -> ProcessorTime {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let fields = text.prefix { $0 != "\n" }.split(separator: " ")
        return ProcessorTime(stolen: fields.count > 8 ? (Double(fields[8]) ?? 0) / 100 : 0)
    }

    func stolenSeconds(since before: ProcessorTime) -> Double { stolen - before.stolen }
}
