import Foundation

extension DoubleTwin {
    /// The two tables of a skip-gram model, `[words, dimension]` each.
    public struct SkipGram {
        public var tables: [DoubleTensor]

        public init(inputs: DoubleTensor, outputs: DoubleTensor) { tables = [inputs, outputs] }

        /// `Σ -log sigmoid(v · u)` over all pairs of an input row `v` and an output row `u`, of which the first is the
        /// right one and the others count with `-v · u`.
        public func loss(rows: [Int32], against columns: [Int32]) -> Double {
            var loss = 0.0
            for row in rows {
                for (j, column) in columns.enumerated() {
                    let score = score(row, column)
                    let x = j == 0 ? -score : score
                    loss += max(x, 0) + log1p(exp(-abs(x)))
                }
            }
            return loss
        }

        /// One step of gradient descent on ``loss(rows:against:)``, which is returned as it was before.
        public mutating func step(rows: [Int32], against columns: [Int32], rate: Double) -> Double {
            let old = self
            for row in rows {
                for (j, column) in columns.enumerated() {
                    let step = rate * ((j == 0 ? 1 : 0) - 1 / (1 + exp(-old.score(row, column))))
                    for k in 0..<tables[0].shape[1] {
                        tables[0][Int(row), k] += step * old.tables[1][Int(column), k]
                        tables[1][Int(column), k] += step * old.tables[0][Int(row), k]
                    }
                }
            }
            return old.loss(rows: rows, against: columns)
        }

        private func score(_ row: Int32, _ column: Int32) -> Double {
            let dimension = tables[0].shape[1]
            return dot(
                tables[0].values, Int(row) * dimension, tables[1].values, Int(column) * dimension, dimension)
        }
    }
}
