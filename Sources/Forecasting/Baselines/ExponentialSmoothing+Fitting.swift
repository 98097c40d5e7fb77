import Foundation

extension ExponentialSmoothing.Kind {
    /// The ranges of what is fitted, in the order level, trend, damping or season.
    fileprivate var ranges: [ClosedRange<Double>] {
        let part = 0.0001...0.9999
        switch self {
        case .simple: return [part]
        case .holt: return [part, part]
        // A trend that fades faster is hardly one, and one that fades slower cannot be told from one that does not.
        case .dampedHolt: return [part, part, 0.8...0.98]
        case .holtWintersAdditive, .holtWintersMultiplicative: return [part, part, part]
        }
    }

    /// The number of parameters that are fitted, states to begin with aside.
    var numParameters: Int { ranges.count }

    /// The parameters at a point of the space that is searched, where every range is the whole line.
    fileprivate func parameters(at point: [Double]) -> ExponentialSmoothing.Parameters {
        let values = zip(ranges, point).map { range, place in
            range.lowerBound + (range.upperBound - range.lowerBound) / (1 + exp(-place))
        }
        switch self {
        case .simple: return .init(level: values[0])
        case .holt: return .init(level: values[0], trend: values[1])
        case .dampedHolt: return .init(level: values[0], trend: values[1], damping: values[2])
        case .holtWintersAdditive, .holtWintersMultiplicative:
            return .init(level: values[0], trend: values[1], season: values[2])
        }
    }
}

extension ExponentialSmoothing {
    /// The parameters of the least squared error; the search begins with a slow, a middling and a fast level.
    static func bestParameters(
        _ training: [Double], kind: Kind, from start: ExponentialSmoothingState
    ) -> Parameters {
        let results = [-2.0, 0, 2].map { level in
            let rest = [Double](repeating: -2, count: kind.numParameters - 1)
            return NelderMead().minimum(from: [level] + rest) { point in
                squaredError(training, kind.parameters(at: point), from: start)
            }
        }
        let best = results.reduce(results[0]) { $1.value < $0.value ? $1 : $0 }
        return kind.parameters(at: best.point)
    }

    /// The sum of the squared errors of forecasts of the next value.
    static func squaredError(
        _ values: [Double], _ parameters: Parameters, from start: ExponentialSmoothingState
    ) -> Double {
        var state = start
        var sum = 0.0
        for value in values {
            let error = value - state.nextValue(parameters)
            sum += error * error
            state.observe(value, parameters)
        }
        return sum
    }
}
