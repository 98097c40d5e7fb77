/// The network that a time budget was spent on, and those that it was compared with.
public struct TimeBudgetChoice: Codable, Sendable, Equatable {
    /// What a network costs on this machine.
    public struct Cost: Codable, Sendable, Equatable {
        /// Seconds for each character of training.
        public let secondsPerCharacter: Double
        /// Seconds for all validations and the report.
        public let secondsForReport: Double
    }

    /// A network that was timed.
    public struct Candidate: Codable, Sendable, Equatable {
        /// Layers and units.
        public let size: NetworkSize
        /// What it costs on this machine.
        public let cost: Cost
        /// The passes over the text that the time is enough for, at most as many as pay.
        public let passes: Double
        /// The loss on held-out text that ``LearningCurve`` predicts, in nats for each character. It ranks the sizes; a
        /// text that is easier or harder than the novels it was fitted on has another loss.
        public let predictedLoss: Double
    }

    /// The time for everything, in seconds.
    public let seconds: Double
    /// The networks that were timed, smallest first.
    public let candidates: [Candidate]

    /// The one with the lowest predicted loss; of equal ones the smallest.
    public var chosen: Candidate {
        guard let best = candidates.min(by: { $0.predictedLoss < $1.predictedLoss }) else {
            preconditionFailure("TimeBudgetChoice: no candidates.")
        }
        return best
    }
}

/// Finds the network that makes the most of a time; knows nothing of how speed is measured.
struct TimeBudgetSearch {
    /// Characters of a pass.
    let characters: Int
    /// The time for everything, in seconds.
    let seconds: Double

    /// The passes that a time is enough for, at most as many as pay.
    private func affordablePasses(_ cost: TimeBudgetChoice.Cost, of size: NetworkSize) -> Double {
        // A network for which validations and report take nearly all the time trains for a quarter of it nevertheless.
        let left = max(0.95 * seconds - cost.secondsForReport, seconds / 4)
        let affordable = left / cost.secondsPerCharacter / Double(max(characters, 1))
        return min(affordable, LearningCurve(size, characters: characters).usefulPasses)
    }

    /// A candidate, with its passes in hundredths, or below 1 in ten thousandths, so that they can be named.
    func candidate(_ size: NetworkSize, _ cost: TimeBudgetChoice.Cost) -> TimeBudgetChoice.Candidate {
        let passes = affordablePasses(cost, of: size)
        let digits: Double = passes < 1 ? 10_000 : 100
        return TimeBudgetChoice.Candidate(
            size: size, cost: cost, passes: max(1 / 10_000, (passes * digits).rounded(.down) / digits),
            predictedLoss: LearningCurve(size, characters: characters).loss(passes: passes))
    }

    /// Times sizes, smallest first, until one that cannot win even at a speed that is rather too high.
    ///
    /// - Parameter cost: Measures a size; the passes are a guess of how many there will be.
    func choose(
        among sizes: [NetworkSize], measuring cost: (NetworkSize, _ passes: Double) throws -> TimeBudgetChoice.Cost
    ) rethrows -> [TimeBudgetChoice.Candidate] {
        var candidates: [TimeBudgetChoice.Candidate] = []
        for size in sizes {
            let guess = candidate(size, expectedCost(of: size, after: candidates.last))
            if let best = candidates.map(\.predictedLoss).min(), guess.predictedLoss > best { continue }
            candidates.append(candidate(size, try cost(size, guess.passes)))
        }
        return candidates
    }

    /// The cost of a size by that of a smaller one. A weight of a larger one takes at least three quarters of the time.
    private func expectedCost(
        of size: NetworkSize, after last: TimeBudgetChoice.Candidate?
    ) -> TimeBudgetChoice.Cost {
        guard let last else {
            return TimeBudgetChoice.Cost(
                secondsPerCharacter: size.megaweights * Self.slowestSeconds, secondsForReport: 0)
        }
        let ratio = 0.75 * size.megaweights / last.size.megaweights
        return TimeBudgetChoice.Cost(
            secondsPerCharacter: last.cost.secondsPerCharacter * ratio,
            secondsForReport: last.cost.secondsForReport * ratio)
    }

    /// Seconds for each character and million weights on two slow cores, for a first guess.
    private static let slowestSeconds = 1e-4
}
