import Datasets
import NeuralLayers

/// The classes of a model that goes on learning: the old ones with those that new texts add, or the new ones alone
/// where no old class occurs in the texts. Upper and lower case of names don't count.
struct ClassUnion: Sendable, Equatable {
    /// The names of the classes, the old ones first.
    let names: [String]
    /// For each class its place in the old model; `nil` for a new one.
    let oldPlaces: [Int?]

    init(old: [String], new: [String]) {
        guard new.contains(where: { old.place(ofClass: $0) != nil }) else {
            (names, oldPlaces) = (new, new.map { _ in nil })
            return
        }
        let added = new.filter { old.place(ofClass: $0) == nil }
        names = old + added
        oldPlaces = old.indices.map { $0 } + added.map { _ in nil }
    }

    /// The classes that the old model does not have.
    var added: [String] { zip(names, oldPlaces).filter { $1 == nil }.map(\.0) }
    /// Whether the model loses all classes that it had.
    var isNew: Bool { oldPlaces.allSatisfy { $0 == nil } }

    /// Where the rows of the output layer come from: a further class starts as the mean of the old ones, with a little
    /// noise; classes that replace the old ones start at random.
    var origins: RowOrigins {
        let old = oldPlaces.compactMap { $0 }
        return RowOrigins(oldPlaces.map { $0.map { [$0] } ?? old }, noise: 0.02)
    }
}

extension NaiveBayesLogisticRegression {
    /// The same regression with further classes after its own, whose logits are 0: between those of two classes, and
    /// below or above those of more.
    func widened(to classCount: Int) -> NaiveBayesLogisticRegression {
        guard classCount > self.classCount else { return self }
        /// The columns of an output each: for two classes half of the only logit against the other half.
        func row(_ values: ArraySlice<Float>) -> [Float] {
            let own =
                self.classCount == 2 ? [-values[values.startIndex] / 2, values[values.startIndex] / 2] : Array(values)
            return own + [Float](repeating: 0, count: classCount - self.classCount)
        }
        let width = biases.count
        return NaiveBayesLogisticRegression(
            features: features,
            weights: hashes.indices.flatMap { row(weights[$0 * width..<($0 + 1) * width]) }, biases: row(biases[...]),
            order: order, classCount: classCount)
    }
}
