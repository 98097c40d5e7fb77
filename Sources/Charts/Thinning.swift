/// Fewer points that look the same.
enum Thinning {
    /// Keeps the first, lowest, highest and last of the points that follow each other within a pixel column, so that
    /// peaks stay; `nil` breaks the line, unless the gap lies within a column.
    static func line(_ points: some Sequence<Point?>) -> [[Point]] {
        var runs: [[Point]] = []
        var group: [Point] = []
        var hasGap = true
        func close() {
            guard !group.isEmpty else { return }
            runs[runs.count - 1] += extremes(of: group)
            group.removeAll(keepingCapacity: true)
        }
        for point in points {
            guard let point else {
                hasGap = true
                continue
            }
            if let last = group.last, last.column == point.column {
                hasGap = false
            } else {
                close()
            }
            if hasGap { runs.append([]) }
            hasGap = false
            group.append(point)
        }
        close()
        return runs
    }

    private static func extremes(of group: [Point]) -> [Point] {
        guard group.count > 4 else { return group }
        var (low, high) = (0, 0)
        for (index, point) in group.enumerated() {
            if point.y < group[low].y { low = index }
            if point.y > group[high].y { high = index }
        }
        return Set([0, low, high, group.count - 1]).sorted().map { group[$0] }
    }

    /// Polygons between two lines with the same `x`; a pixel column has one point on either side.
    static func band(_ pairs: some Sequence<(low: Point, high: Point)?>) -> [[Point]] {
        var polygons: [[Point]] = []
        var run: [(low: Point, high: Point)] = []
        func close() {
            if !run.isEmpty { polygons.append(run.map(\.high) + run.reversed().map(\.low)) }
            run.removeAll(keepingCapacity: true)
        }
        for pair in pairs {
            guard let pair else {
                close()
                continue
            }
            if let last = run.last, last.low.column == pair.low.column, run.count > 1 {
                // The y axis points down.
                run[run.count - 1].low.y = max(last.low.y, pair.low.y)
                run[run.count - 1].high.y = min(last.high.y, pair.high.y)
            } else {
                run.append(pair)
            }
        }
        close()
        return polygons
    }

    /// Indices of the lowest and highest point of each pixel column; all indices if they are few.
    static func peaks(_ points: [Point]) -> [Int] {
        guard points.count > fewPoints else { return Array(points.indices) }
        var columns: [Int: (low: Int, high: Int)] = [:]
        for (index, point) in points.enumerated() {
            var column = columns[point.column, default: (index, index)]
            if point.y < points[column.low].y { column.low = index }
            if point.y > points[column.high].y { column.high = index }
            columns[point.column] = column
        }
        return Set(columns.values.flatMap { [$0.low, $0.high] }).sorted()
    }

    /// Indices of the first point in each square of `size` pixels, where further markers would cover it, and of
    /// all peaks; all indices if they are few.
    static func markers(_ points: [Point], size: Double) -> [Int] {
        guard points.count > fewPoints else { return Array(points.indices) }
        var squares: Set<[Int]> = []
        let first = points.indices.filter { index in
            squares.insert([points[index].x, points[index].y].map { Int(($0 / size).rounded(.down)) }).inserted
        }
        return Set(first + peaks(points)).sorted()
    }

    private static let fewPoints = 2000
}

extension Point {
    fileprivate var column: Int { Int(x.rounded(.down)) }
}
