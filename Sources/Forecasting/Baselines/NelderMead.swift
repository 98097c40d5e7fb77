/// Minimises a function of a few variables without derivatives, by a simplex that creeps downhill.
///
/// Source: Nelder & Mead (1965), *A simplex method for function minimization*, with their coefficients: reflection 1,
/// expansion 2, contraction and shrinkage ½. A value that is no number counts as infinite.
struct NelderMead {
    /// It ends when the values of all corners lie within this part of the best one.
    var tolerance = 1e-10
    var maxEvaluations = 400

    private struct Corner {
        var point: [Double]
        var value: Double
    }

    /// The lowest point found and its value.
    ///
    /// - Parameters:
    ///   - start: One corner of the first simplex; the others stand `step` away, one in each direction.
    func minimum(
        from start: [Double], step: Double = 1, of function: ([Double]) -> Double
    ) -> (point: [Double], value: Double) {
        var numEvaluations = 0
        func corner(_ point: [Double]) -> Corner {
            numEvaluations += 1
            let value = function(point)
            return Corner(point: point, value: value.isNaN ? .infinity : value)
        }
        var corners = [corner(start)]
        for index in start.indices {
            var point = start
            point[index] += step
            corners.append(corner(point))
        }
        while numEvaluations < maxEvaluations {
            corners.sort { $0.value < $1.value }
            let (best, worst) = (corners[0], corners[start.count])
            if worst.value - best.value <= tolerance * abs(best.value) { break }
            let centre = Self.centre(of: corners.dropLast())
            let reflected = corner(Self.point(centre, worst.point, 1))
            var next = reflected
            if reflected.value < best.value {
                let expanded = corner(Self.point(centre, worst.point, 2))
                if expanded.value < reflected.value { next = expanded }
            } else if reflected.value >= corners[start.count - 1].value {
                // Towards the better of the worst corner and its image.
                let isOutside = reflected.value < worst.value
                next = corner(Self.point(centre, worst.point, isOutside ? 0.5 : -0.5))
                if next.value > min(reflected.value, worst.value) {
                    corners = [best] + corners.dropFirst().map { corner(Self.point(best.point, $0.point, -0.5)) }
                    continue
                }
            }
            corners[start.count] = next
        }
        let best = corners.min { $0.value < $1.value } ?? corners[0]
        return (best.point, best.value)
    }

    private static func centre(of corners: ArraySlice<Corner>) -> [Double] {
        let sum = corners.reduce(into: [Double](repeating: 0, count: corners.count)) { sum, corner in
            for index in sum.indices { sum[index] += corner.point[index] }
        }
        return sum.map { $0 / Double(corners.count) }
    }

    /// `centre + factor·(centre - point)`.
    private static func point(_ centre: [Double], _ point: [Double], _ factor: Double) -> [Double] {
        zip(centre, point).map { $0 + factor * ($0 - $1) }
    }
}
