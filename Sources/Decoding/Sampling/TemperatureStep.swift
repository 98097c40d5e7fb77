/// Shifts the scores so that the highest is 0, then divides them by the temperature.
///
/// After the shift no temperature, however small, makes the softmax overflow.
struct TemperatureStep: SamplingStep {
    private let inverse: Double

    /// A step for a temperature above 0.
    init(temperature: Float) {
        inverse = 1 / Double(temperature)
    }

    func apply(to candidates: inout Candidates) {
        let highest = candidates.highestScore
        candidates.updateEach { $0.score = ($0.score - highest) * inverse }
    }
}
