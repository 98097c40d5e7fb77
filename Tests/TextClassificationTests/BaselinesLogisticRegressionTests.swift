import Foundation
import TestSupport
import Testing

@testable import TextClassification

struct BaselinesLogisticRegressionTests {
    @Test(arguments: 0..<3)
    func weightsAreThoseOfScikitLearn(index: Int) throws {
        let golden = try ClassificationGolden.read().logisticRegression[index]
        var solver = solver(golden, tolerance: 1e-14)
        solver.solve(regularization: golden.regularization)
        expectClose(solver.weights, golden.weights, within: 1e-6)
        expectClose([solver.bias], [golden.bias], within: 1e-6)
    }

    @Test func theWayToARegularizationDoesNotMatter() throws {
        let golden = try ClassificationGolden.read().logisticRegression[1]
        var solver = solver(golden, tolerance: 1e-14)
        for regularization in [100, 0.001, golden.regularization] { solver.solve(regularization: regularization) }
        expectClose(solver.weights, golden.weights, within: 1e-6)
    }

    @Test(arguments: [0.001, 1, 10])
    func theGradientIsZeroAtTheOptimum(regularization: Double) throws {
        let golden = try ClassificationGolden.read().logisticRegression[2]
        var solver = solver(golden, tolerance: 1e-14)
        solver.solve(regularization: regularization)
        let gradient = gradient(of: golden, solver, regularization: regularization)
        let loss = Double(golden.targets.count) * regularization
        #expect(gradient.allSatisfy { abs($0) < 1e-6 * loss }, "\(gradient)")
    }

    @Test func theGapBoundsTheDistanceToTheMinimum() throws {
        let golden = try ClassificationGolden.read().logisticRegression[2]
        var best = solver(golden, tolerance: 1e-14)
        best.solve(regularization: 3)
        for tolerance in [0.1, 0.01, 0.001] {
            var solver = solver(golden, tolerance: tolerance)
            solver.solve(regularization: 3)
            #expect(solver.gap <= tolerance * solver.objective)
            #expect(solver.objective - solver.gap <= best.objective && best.objective <= solver.objective + 1e-9)
        }
    }

    @Test func oneRowHasTheOptimumOfOneEquation() {
        var rows = NGramRows()
        rows.append([0])
        var solver = LogisticRegressionSolver(
            rows: rows, used: [0], targets: [true], scales: [2], priorBias: -1, tolerance: 1e-14,
            randomSeed: 0)
        solver.solve(regularization: 0.5)
        // α = C·σ(-m) with m = α·(2² + 1) - 1
        let margin = solver.decisionValue(of: 0)
        #expect(abs(margin - (0.5 / (1 + exp(margin)) * 5 - 1)) < 1e-6)
        #expect(abs(solver.weights[0] - 4 * (solver.bias + 1)) < 1e-9)
    }

    @Test func anOffsetCountsInTheMarginAndIsNotLearned() {
        var rows = NGramRows()
        rows.append([0])
        var solver = LogisticRegressionSolver(
            rows: rows, used: [0], targets: [true], scales: [2], priorBias: -1, offsets: [0.7], tolerance: 1e-14,
            randomSeed: 0)
        solver.solve(regularization: 0.5)
        // α = C·σ(-m) with m = α·(2² + 1) - 1 + 0.7
        let margin = solver.decisionValue(of: 0)
        #expect(abs(margin - (0.5 / (1 + exp(margin)) * 5 - 0.3)) < 1e-6)
        #expect(abs(solver.weights[0] - 4 * (solver.bias + 1)) < 1e-9)
    }

    @Test func anEndlessMarginStaysANumber() {
        var rows = NGramRows()
        rows.append([0])
        rows.append([1])
        for _ in 0..<20 { rows.append([Int]()) }
        var solver = LogisticRegressionSolver(
            rows: rows, used: Array(0..<22), targets: [true, false] + [Bool](repeating: true, count: 20),
            scales: [1e-3, 1e9], priorBias: 0, tolerance: 1e-6, randomSeed: 0)
        solver.solve(regularization: 100)
        #expect(solver.weights.allSatisfy(\.isFinite) && solver.bias.isFinite && solver.gap.isFinite)
        #expect(solver.decisionValue(of: 0) > 0 && solver.decisionValue(of: 1) < 0)
    }

    private func solver(
        _ golden: ClassificationGolden.LogisticRegression, tolerance: Double
    ) -> LogisticRegressionSolver {
        var rows = NGramRows()
        for row in golden.presence { rows.append(row.indices.filter { row[$0] == 1 }) }
        return LogisticRegressionSolver(
            rows: rows, used: Array(golden.presence.indices), targets: golden.targets, scales: golden.values,
            priorBias: prior(golden), tolerance: tolerance, randomSeed: 5)
    }

    /// The smoothed log-odds of the two classes.
    private func prior(_ golden: ClassificationGolden.LogisticRegression) -> Double {
        let numPositive = golden.targets.count { $0 }
        return log(Double(1 + numPositive) / Double(1 + golden.targets.count - numPositive))
    }

    /// `w - C·Σ σ(-m)·y·x` of each weight, that of the constant feature last.
    private func gradient(
        of golden: ClassificationGolden.LogisticRegression, _ solver: LogisticRegressionSolver, regularization: Double
    ) -> [Double] {
        let values = golden.values + [1]
        var gradient = zip(solver.weights + [solver.bias - prior(golden)], values).map { $0 / $1 }
        for (row, presence) in golden.presence.enumerated() {
            let sign: Double = golden.targets[row] ? 1 : -1
            let share = 1 / (1 + exp(sign * solver.decisionValue(of: row)))
            for (feature, present) in (presence + [1]).enumerated() where present == 1 {
                gradient[feature] -= regularization * share * sign * values[feature]
            }
        }
        return gradient
    }
}
