import NeuralLayers
import Tensors

/// A language model of LSTM layers whose logits have the same bits on every processor and for any number of threads.
///
/// Products are those of inference in 8 bits: sums of whole numbers, which every instruction set gets right. What is
/// handed to them is whole too, and what is made of their results, gates and scales, is worked out here, in an order
/// that nothing changes.
struct PortableNetwork {
    private let weights: Weights
    private var layers: [State]

    init(_ model: TextGeneratorNetwork) {
        weights = Weights(model)
        layers = weights.layers.map { State(size: $0.size) }
    }

    /// Reads a token.
    ///
    /// - Returns: The logits of the next one, `[vocabularySize]`.
    mutating func read(_ id: Int32) -> [Float] {
        var row: [Float] = []
        for index in layers.indices {
            let layer = weights.layers[index]
            let input = index == 0 ? weights.projection(of: id) : layer.input.product(row)
            layers[index].advance(input, layer)
            row = layers[index].hidden
        }
        if let bridge = weights.bridge { row = bridge.product(row) }
        return zip(weights.output.product(row), weights.outputBias).map { $0 + $1 }
    }

    /// The state of a layer.
    private struct State {
        var hidden: [Float]
        var cell: [Float]

        init(size: Int) {
            hidden = Array(repeating: 0, count: size)
            cell = hidden
        }

        /// - Parameter input: The product of the input, `[4 * size]`.
        mutating func advance(_ input: [Float], _ layer: Layer) {
            let (size, recurrent) = (layer.size, layer.recurrent.product(hidden))
            for j in stride(from: 0, to: size, by: 8) {
                let count = min(8, size - j)
                func gate(_ block: Int) -> SIMD8<Float> {
                    let place = block * size + j
                    return (eight(input, place, count) + eight(layer.bias, place, count))
                        + eight(recurrent, place, count)
                }
                let (i, f) = (PortableMath.sigmoid(gate(0)), PortableMath.sigmoid(gate(1)))
                let (g, o) = (PortableMath.tanh(gate(2)), PortableMath.sigmoid(gate(3)))
                let c = f * eight(cell, j, count) + i * g
                let h = o * PortableMath.tanh(c)
                for lane in 0..<count { (cell[j + lane], hidden[j + lane]) = (c[lane], h[lane]) }
            }
        }
    }

    /// The weights of a layer.
    private struct Layer {
        let size: Int
        let input: WholeMatrix
        let recurrent: WholeMatrix
        let bias: [Float]
    }

    /// All weights, and the input products of the tokens that have come. A class, so that a step copies nothing.
    private final class Weights {
        let layers: [Layer]
        let bridge: WholeMatrix?
        let output: WholeMatrix
        let outputBias: [Float]
        private let embedding: Tensor
        private let inputWeight: Tensor
        private var projections: [Int32: [Float]] = [:]

        init(_ model: TextGeneratorNetwork) {
            layers = model.encoder.recurrent.allCells.map { cell in
                let biases = zip(cell.inputBias.value.elements, cell.recurrentBias.value.elements)
                return Layer(
                    size: cell.recurrentWeight.shape[1], input: WholeMatrix(cell.inputWeight.value),
                    recurrent: WholeMatrix(cell.recurrentWeight.value), bias: biases.map { $0 + $1 })
            }
            bridge = model.bridge.map { WholeMatrix($0.weight.value) }
            output = WholeMatrix(model.projection.weight.value)
            outputBias = model.projection.bias.value.elements
            embedding = model.embedding.weight.value
            inputWeight = model.encoder.recurrent.allCells[0].inputWeight.value
        }

        /// The product of the first layer's input weights with a token's vector, in full precision.
        func projection(of id: Int32) -> [Float] {
            if let known = projections[id] { return known }
            let width = embedding.shape[1]
            let made = embedding.withElements { embedding in
                inputWeight.withElements { weight in
                    (0..<weight.count / width).map { row in
                        var sum: Float = 0
                        for k in 0..<width { sum += weight[row * width + k] * embedding[Int(id) * width + k] }
                        return sum
                    }
                }
            }
            if projections.count < Self.mostProjections { projections[id] = made }
            return made
        }

        private static let mostProjections = 2_048
    }
}

/// A weight in 8 bits, for products whose bits are the same everywhere.
private struct WholeMatrix {
    private let matrix: InferenceMatrix

    init(_ weight: Tensor) { matrix = InferenceMatrix(transposing: weight, precision: .int8) }

    /// weight · row. The row becomes whole numbers up to 127 here, so that the kernel finds nothing to round.
    func product(_ row: [Float]) -> [Float] {
        var output = Tensor.zeros([1, matrix.columns])
        let largest = row.reduce(0) { max($0, abs($1)) }
        guard largest > 1e-30 else { return output.elements }
        let factor = 127 / largest
        let whole = row.map { PortableMath.rounded($0 * factor) }
        affineRow(Tensor(whole, shape: [1, row.count]), matrix, bias: nil, into: &output)
        let scale = largest / 127
        return output.withElements { $0.map { $0 * scale } }
    }
}

/// Up to eight numbers, the rest zero.
private func eight(_ values: [Float], _ start: Int, _ count: Int) -> SIMD8<Float> {
    values.withUnsafeBytes { bytes in
        if count == 8 { return bytes.loadUnaligned(fromByteOffset: 4 * start, as: SIMD8<Float>.self) }
        var result = SIMD8<Float>.zero
        for lane in 0..<count { result[lane] = bytes.load(fromByteOffset: 4 * (start + lane), as: Float.self) }
        return result
    }
}
