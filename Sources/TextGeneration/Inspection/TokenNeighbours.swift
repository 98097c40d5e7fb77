import NeuralLayers
import Tensors
import Tokenization

/// The tokens whose vectors point most nearly in the direction of another's.
public struct TokenNeighbours: Sendable, Equatable {
    /// A token near another.
    public struct Neighbour: Sendable, Equatable {
        /// The id in the vocabulary.
        public let id: Int32
        /// The cosine of the angle between the two vectors, -1 ... 1.
        public let cosine: Double
    }

    /// The id of the token.
    public let id: Int32
    /// Its neighbours, the nearest first.
    public let neighbours: [Neighbour]
}

extension TextGenerator {
    /// The nearest neighbours of tokens among the vectors of the model's embedding.
    ///
    /// - Parameters:
    ///   - ids: Ordinary tokens of the vocabulary.
    ///   - count: Neighbours of each.
    public func neighbours(of ids: [Int32], count: Int = 5) -> [TokenNeighbours] {
        let weight = model.embedding.weight.value
        let size = weight.shape[1]
        return weight.withElements { elements in
            func product(_ a: Int32, _ b: Int32) -> Double {
                var sum = 0.0
                for k in 0..<size { sum += Double(elements[Int(a) * size + k]) * Double(elements[Int(b) * size + k]) }
                return sum
            }
            let candidates = tokenizer.vocabulary.ordinaryIDs
            let lengths = candidates.map { product($0, $0).squareRoot() }
            func length(_ id: Int32) -> Double { max(lengths[Int(id) - Vocabulary.specialCount], 1e-12) }
            return ids.map { id in
                let cosines = candidates.lazy.filter { $0 != id }.map { other in
                    let cosine = product(id, other) / (length(id) * length(other))
                    return TokenNeighbours.Neighbour(id: other, cosine: cosine.isFinite ? cosine : 0)
                }
                let nearest = cosines.sorted { ($1.cosine, $0.id) < ($0.cosine, $1.id) }.prefix(count)
                return TokenNeighbours(id: id, neighbours: Array(nearest))
            }
        }
    }
}
