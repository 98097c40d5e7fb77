import Foundation
import Tensors

/// L2-regularised logistic regression of two classes, by dual coordinate descent.
///
/// Documents are rows of features that are present or absent; a present feature `j` has the value `scales[j]`, and
/// every row has one feature more, of the value 1, whose weight moves the bias away from `priorBias`. With `y = ±1` and
/// `m = y·(wᵀx + priorBias)` it minimises
///
///     P(w) = ½ ‖w‖² + C · Σ log(1 + exp(-m))
///
/// Where rows have an offset, a decision value that is given and not learned, `m` contains it too. The minimum is found
/// by solving for one dual variable `0 < α < C` of a row after the other, in an order drawn anew for each pass, with
/// `w = Σ α·y·x` kept up to date. Source: Yu, Huang & Lin (2011), *Dual coordinate descent methods for logistic
/// regression and maximum entropy models*, section 3, algorithm 5; `C` is that of LIBLINEAR.
///
/// It ends when the duality gap proves that `P` is within `tolerance` of its minimum, as a part of `P`; the weights are
/// then within `√(2·gap)` of the best ones. The gap is a sum over the rows of terms that are 0 or more (Fenchel & Young).
/// Each of `α` and `C - α` is kept above `C·10⁻¹⁰⁰`, which matters to no margin below 230. A few passes are enough for
/// texts at `C` of 1 or less; with far more documents than features their number grows with `C`.
struct LogisticRegressionSolver {
    private let rows: NGramRows
    private let used: [Int]  // rows of the training documents
    private let targets: [Bool]  // [rows]: whether y = +1
    private let squares: [Double]  // [features]: scales²
    private let norms: [Double]  // [used]: ‖x‖²
    private let priorBias: Double
    private let offsets: [Double]  // [rows], or empty for none
    private let learnsBias: Bool
    private let tolerance: Double

    private var order: [Int]  // into `used`
    private var generator: SeededGenerator
    private var regularization = 1.0  // C
    private var duals: [Dual]  // [used]

    /// What the presence of each feature adds to the decision value: `w[j]·scales[j]`.
    private(set) var weights: [Double]
    private(set) var bias: Double
    /// What the last ``solve(regularization:maxPasses:)`` came to: `P(w)`, and how far it may be from the minimum.
    private(set) var objective = 0.0, gap = Double.infinity
    private(set) var numPasses = 0

    /// One row's dual variable `α` and `C - α`, each kept by itself, since either may be tiny.
    private struct Dual {
        var alpha: Double, rest: Double
    }

    init(
        rows: NGramRows, used: [Int], targets: [Bool], scales: [Double], priorBias: Double, offsets: [Double] = [],
        learnsBias: Bool = true, tolerance: Double, randomSeed: UInt64
    ) {
        self.rows = rows
        self.used = used
        self.targets = targets
        self.priorBias = priorBias
        self.offsets = offsets
        self.learnsBias = learnsBias
        self.tolerance = tolerance
        bias = priorBias
        let squares = scales.map { $0 * $0 }
        self.squares = squares
        norms = used.map { row in
            rows.places(of: row).reduce(learnsBias ? 1 : 0) { $0 + squares[Int(rows.features[$1])] }
        }
        order = Array(used.indices)
        generator = SeededGenerator(seed: randomSeed, stream: "logistic regression")
        duals = [Dual](repeating: Dual(alpha: 1e-8, rest: 1 - 1e-8), count: used.count)
        weights = [Double](repeating: 0, count: scales.count)
        for index in used.indices { add(1e-8, index) }
    }

    /// Finds the weights for one `C`, starting from those of the last one. After `maxPasses` it ends in any case.
    mutating func solve(regularization: Double, maxPasses: Int = 1_000) {
        restart(regularization)
        var innerTolerance = 1e-2
        numPasses = 0
        repeat {
            order.shuffle(using: &generator)
            let numSteps = order.reduce(0) { $0 + improve($1, tolerance: innerTolerance) }
            if numSteps <= order.count / 10 { innerTolerance = max(1e-10, innerTolerance / 10) }
            numPasses += 1
            (objective, gap) = certificate()
        } while gap > tolerance * objective && numPasses < maxPasses
    }

    /// The decision value of a row, with its offset: above 0 for `y = +1`.
    func decisionValue(of row: Int) -> Double {
        rows.places(of: row).reduce(bias + offset(of: row)) { $0 + weights[Int(rows.features[$1])] }
    }

    /// The part of the decision value that is given.
    func offset(of row: Int) -> Double { offsets.isEmpty ? 0 : offsets[row] }

    // MARK: The steps

    /// Scales the dual variables, and with them the weights, to another `C`.
    private mutating func restart(_ newRegularization: Double) {
        let factor = newRegularization / regularization
        for index in duals.indices {
            duals[index].alpha *= factor
            duals[index].rest *= factor
        }
        for feature in weights.indices { weights[feature] *= factor }
        bias = priorBias + factor * (bias - priorBias)
        regularization = newRegularization
    }

    /// Minimises the dual over one variable by Newton's method; gives the number of its steps.
    private mutating func improve(_ index: Int, tolerance: Double) -> Int {
        let row = used[index]
        let margin = (targets[row] ? 1 : -1) * decisionValue(of: row)
        let norm = norms[index]
        let old = duals[index]
        // Work on whichever of α and C - α ends below C/2, where the logarithms are exact.
        let isAlpha = norm / 2 * (old.rest - old.alpha) + margin >= 0
        let start = isAlpha ? old.alpha : old.rest
        let slope = isAlpha ? margin : -margin
        let least = regularization * 1e-100
        var value = start > regularization / 2 ? start / 10 : start
        var numSteps = 0
        while numSteps < 100 {
            let derivative = norm * (value - start) + slope + log(value / (regularization - value))
            if abs(derivative) < tolerance || (derivative > 0 && value == least) { break }
            let curvature = norm + regularization / (value * (regularization - value))
            let next = value - derivative / curvature
            value = max(next > 0 ? next : value / 10, least)
            numSteps += 1
        }
        guard value != start else { return numSteps }
        let rest = regularization - value
        duals[index] = isAlpha ? Dual(alpha: value, rest: rest) : Dual(alpha: rest, rest: value)
        add(isAlpha ? value - start : start - value, index)
        return numSteps
    }

    /// Adds `change·y·x` of one row to the weights.
    private mutating func add(_ change: Double, _ index: Int) {
        let row = used[index]
        let signed = targets[row] ? change : -change
        for place in rows.places(of: row) {
            let feature = Int(rows.features[place])
            weights[feature] += signed * squares[feature]
        }
        if learnsBias { bias += signed }
    }

    /// `P(w)`, and the sum of `α·m + C·log(1 + e^-m) + α·log(α/C) + (C - α)·log((C - α)/C)`.
    private func certificate() -> (objective: Double, gap: Double) {
        var (squaredNorm, loss, entropy) = (0.0, 0.0, 0.0)
        var conjugate = 0.0
        for (index, row) in used.enumerated() {
            let sign: Double = targets[row] ? 1 : -1
            let margin = sign * decisionValue(of: row)
            let dual = duals[index]
            squaredNorm += dual.alpha * (margin - sign * (priorBias + offset(of: row)))
            conjugate += dual.alpha * margin
            loss += regularization * softplus(-margin)
            entropy += dual.alpha * log(dual.alpha / regularization) + dual.rest * log(dual.rest / regularization)
        }
        return (squaredNorm / 2 + loss, conjugate + loss + entropy)
    }
}

/// `log(1 + exp(value))` without overflow.
func softplus(_ value: Double) -> Double {
    max(value, 0) + log1p(exp(-abs(value)))
}
