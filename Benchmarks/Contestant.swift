/// Something that can do rounds of a workload and say how long they took.
protocol Contestant {
    var name: String { get }

    /// Does `rounds` rounds.
    ///
    /// - Returns: The seconds that they took.
    func seconds(rounds: Int) throws -> Double
}

/// Recurrent itself.
struct OwnProgram: Contestant {
    let name = "Recurrent"
    private let round: () -> Void

    init(_ benchmark: Benchmark) { round = benchmark.prepare() }

    func seconds(rounds: Int) -> Double {
        let (seconds, attoseconds) = ContinuousClock().measure { for _ in 0..<rounds { round() } }.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
