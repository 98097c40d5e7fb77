import NeuralLayers
import Tensors
import Tokenization

/// What a model loses when a part of it does always the same.
public struct GateAblation: Sendable, Equatable {
    /// The layer, from 0.
    public let layer: Int
    /// The name of the gate; `nil` where the hidden states of the whole layer are 0, for the layer itself and for what
    /// reads it.
    public let gate: String?
    /// What the gate is fixed at, 0 or 1; 0 for a whole layer.
    public let value: Float
    /// The sum of `-log2 p` over the text divided by its tokens, or by its characters for a model of pieces of words.
    public let bitsPerToken: Double
}

extension TextGenerator {
    /// The gates and layers that ``ablations(ids:progress:)`` looks at, for each layer of the model.
    public var ablationCount: Int {
        model.configuration.numLayers * model.configuration.cell.gates.reduce(1) { $0 + $1.fixedValues.count }
    }

    /// The cross-entropy on token ids of the model as it is, and with one gate of one layer fixed at a time, or with one
    /// layer silent. Nothing is trained again, so a figure says how much the model relies on the part, not that it could
    /// not do without.
    ///
    /// The text is read once for each change; in full precision.
    ///
    /// - Parameter progress: Called for each reading with the number of those that are done.
    /// - Throws: What `progress` throws, ``InspectionError`` where there is nothing to read or the model gives no
    ///   numbers, and `CancellationError` when the surrounding task is cancelled.
    public func ablations(
        ids: [Int32], progress: (Int) throws -> Void = { _ in }
    ) throws -> (unchanged: Double, changes: [GateAblation]) {
        var done = 0
        guard !ids.isEmpty else { throw InspectionError.empty }
        func bits(_ model: TextGeneratorNetwork) throws -> Double {
            try progress(done)
            done += 1
            let changed = TextGenerator(model: model, tokenizer: tokenizer)
            let bits = try changed.evaluate(ids: ids) { _ in try progress(done - 1) }.bitsPerCharacter
            guard bits.isFinite else { throw InspectionError.notFinite }
            return bits
        }
        let unchanged = try bits(model)
        var changes: [GateAblation] = []
        for layer in 0..<model.configuration.numLayers {
            for (index, gate) in model.configuration.cell.gates.enumerated() {
                for value in gate.fixedValues {
                    let changed = model.copy()
                    changed.encoder.recurrent.allCells[layer].fix(gate: index, at: value)
                    try changes.append(
                        GateAblation(layer: layer, gate: gate.name, value: value, bitsPerToken: bits(changed)))
                }
            }
            try changes.append(
                GateAblation(layer: layer, gate: nil, value: 0, bitsPerToken: bits(model.silencing(layer: layer))))
        }
        return (unchanged, changes)
    }
}

extension TextGeneratorNetwork {
    /// A network with the same weights that can be changed by itself.
    func copy() -> TextGeneratorNetwork {
        let copy = TextGeneratorNetwork.withoutWeights(configuration)
        var unused = SeededGenerator(seed: 0)
        copy.copyParameters(from: self, origins: [:], using: &unused)
        return copy
    }

    /// A network of which nothing reads the hidden states of a layer.
    func silencing(layer: Int) -> TextGeneratorNetwork {
        let silent = copy()
        let cells = silent.encoder.recurrent.allCells
        var readers = [cells[layer].recurrentWeight]
        if layer + 1 < cells.count {
            readers.append(cells[layer + 1].inputWeight)
        } else if let bridge = silent.bridge {
            readers.append(bridge.weight)
        } else {
            // Tied weights are the embedding too, which then has nothing to say either: no layer is heard any more.
            readers.append(silent.projection.weight)
        }
        for weight in readers { weight.value = .zeros(weight.shape) }
        return silent
    }
}
