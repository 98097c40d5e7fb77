extension WordVectors {
    /// A word and the cosine of its vector with the one that was asked for.
    public struct Neighbour: Sendable, Equatable {
        public let word: String
        public let cosine: Double
    }

    /// The words whose vectors are nearest to that of `word` by cosine, the nearest first and `word` itself left out;
    /// none when it is not among these.
    public func nearest(to word: String, count: Int) -> [Neighbour] {
        guard let row = index(of: word), let vector = self[word] else { return [] }
        return nearest(to: vector, count: count, except: row)
    }

    /// The words whose vectors are nearest to `vector` by cosine, the nearest first. A vector of zeros has a cosine of
    /// 0 with every other.
    public func nearest(to vector: [Float], count: Int) -> [Neighbour] {
        nearest(to: vector, count: count, except: nil)
    }

    private func nearest(to vector: [Float], count limit: Int, except excluded: Int?) -> [Neighbour] {
        precondition(
            vector.count == dimension && limit >= 0,
            "WordVectors.nearest: \(limit) near a vector of \(vector.count), dimension \(dimension).")
        var best: [(row: Int, cosine: Double)] = []
        for (row, cosine) in cosines(with: vector).enumerated() where row != excluded && limit > 0 {
            if best.count == limit {
                guard cosine > best[limit - 1].cosine else { continue }
                best.removeLast()
            }
            let place = best.lastIndex { $0.cosine >= cosine }.map { $0 + 1 } ?? 0
            best.insert((row, cosine), at: place)
        }
        return best.map { Neighbour(word: words[$0.row], cosine: $0.cosine) }
    }

    private func cosines(with vector: [Float]) -> [Double] {
        let dimension = dimension
        let norm = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        return vectors.withElements { elements in
            (0..<count).map { row in
                var (product, squares) = (0.0, 0.0)
                for column in 0..<dimension {
                    let element = Double(elements[row * dimension + column])
                    product += element * Double(vector[column])
                    squares += element * element
                }
                let norms = norm * squares.squareRoot()
                return norms > 0 ? product / norms : 0
            }
        }
    }
}
