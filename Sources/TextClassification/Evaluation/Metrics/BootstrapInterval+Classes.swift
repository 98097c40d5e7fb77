import Tensors
import Training

extension BootstrapInterval {
    /// The interval of any figure of a confusion matrix.
    ///
    /// - Parameters:
    ///   - labels: The true class of each document; at least one.
    ///   - predictions: The class given to each.
    ///   - level: Above 0 and below 1.
    ///   - randomSeed: Two figures of the same documents under the same seed see the same resamples.
    /// - Precondition: The ranges above hold, the sizes fit, all classes lie in `0..<classCount`, and `numResamples` is
    ///   at least 1.
    /// - Complexity: `numResamples · (documents + classCount²)`.
    public init(
        labels: [Int], predictions: [Int], classCount: Int, level: Double = 0.95, numResamples: Int = 1_000,
        randomSeed: UInt64 = 0, of figure: (ConfusionMatrix) -> Double
    ) {
        precondition(!labels.isEmpty, "BootstrapInterval: no documents")
        precondition(level > 0 && level < 1, "BootstrapInterval: level \(level) lies outside 0 to 1")
        precondition(numResamples >= 1, "BootstrapInterval: numResamples \(numResamples) is below 1")
        let matrix = ConfusionMatrix(labels: labels, predictions: predictions, classCount: classCount)
        let cells = zip(labels, predictions).map { $0 * classCount + $1 }
        var generator = SeededGenerator(seed: randomSeed, stream: "bootstrap")
        let figures = (0..<numResamples).map { _ in
            var counts = [Int](repeating: 0, count: classCount * classCount)
            for _ in cells { counts[cells[Int(generator.next(upperBound: UInt64(cells.count)))]] += 1 }
            return figure(ConfusionMatrix(flat: counts, classCount: classCount))
        }.sorted()
        self.init(estimate: figure(matrix), sortedResamples: figures, level: level)
    }

    /// The interval of the accuracy.
    public static func accuracy(
        labels: [Int], predictions: [Int], classCount: Int, level: Double = 0.95, numResamples: Int = 1_000,
        randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        BootstrapInterval(
            labels: labels, predictions: predictions, classCount: classCount, level: level,
            numResamples: numResamples, randomSeed: randomSeed, of: \.accuracy)
    }

    /// The interval of ``ConfusionMatrix/macroF1``; a class that a resample lacks does not count there.
    public static func macroF1(
        labels: [Int], predictions: [Int], classCount: Int, level: Double = 0.95, numResamples: Int = 1_000,
        randomSeed: UInt64 = 0
    ) -> BootstrapInterval {
        BootstrapInterval(
            labels: labels, predictions: predictions, classCount: classCount, level: level,
            numResamples: numResamples, randomSeed: randomSeed, of: \.macroF1)
    }
}
