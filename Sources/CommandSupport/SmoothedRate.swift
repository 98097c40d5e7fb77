import Foundation

/// A rate per second in which older work counts less and less.
///
/// Amount and time both decay with the same time constant, so the estimate is unbiased from the first sample on.
struct SmoothedRate: Sendable {
    /// Seconds after which work counts 1/e.
    let timeConstant: Double
    private var amount = 0.0
    private var seconds = 0.0

    init(timeConstant: Double = 15) {
        self.timeConstant = timeConstant
    }

    mutating func add(_ amount: Double, over seconds: Double) {
        let decay = exp(-seconds / timeConstant)
        self.amount = self.amount * decay + amount
        self.seconds = self.seconds * decay + seconds
    }

    /// Amount per second; `nil` before any time has passed.
    var perSecond: Double? {
        seconds > 0 ? amount / seconds : nil
    }
}
