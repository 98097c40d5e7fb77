import CKernels

/// Windows of a text: the words around a place, the inputs, and the words that they are to predict, the outputs.
package struct SkipGramWindows: Sendable {
    /// The most inputs of a window.
    package static let mostInputs = Int(SKIP_GRAM_MOST_INPUTS)
    /// The most outputs of a window.
    package static let mostOutputs = Int(SKIP_GRAM_MOST_OUTPUTS)

    /// Rows of the input table, window after window.
    package var inputs: [Int32] = []
    /// Where the inputs of each window begin, and where the last window ends.
    package var inputStart: [Int32] = [0]
    /// Rows of the output table, `[count, outputsPerWindow]`: first the right one, then those drawn at random.
    package var outputs: [Int32] = []
    /// The most output words of a window: the context word and the negative samples.
    package let outputsPerWindow: Int

    /// No windows yet.
    package init(outputsPerWindow: Int) {
        precondition(
            (1...Self.mostOutputs).contains(outputsPerWindow),
            "SkipGramWindows: \(outputsPerWindow) outputs are not in 1...\(Self.mostOutputs).")
        self.outputsPerWindow = outputsPerWindow
    }

    /// The number of windows.
    package var count: Int { inputStart.count - 1 }

    /// Whether every index is one of a table of `rows` rows, and every window within the limits.
    func fit(rows: Int) -> Bool {
        let starts = zip(inputStart, inputStart.dropFirst())
        return inputStart.first == 0 && inputStart.last == Int32(inputs.count)
            && starts.allSatisfy { $0 <= $1 && $1 - $0 <= Self.mostInputs }
            && outputs.count == count * outputsPerWindow
            && inputs.allSatisfy { $0 >= 0 && $0 < rows } && outputs.allSatisfy { $0 >= 0 && $0 < rows }
    }
}

/// The two tables of a skip-gram model: a vector of each word as input, and one as output.
package struct SkipGramTables: Sendable {
    /// Words.
    package let count: Int
    /// Numbers of a vector.
    package let dimension: Int
    private var inputTable, outputTable: Tensor  // [count, rowFloats], filled up with zeros
    private let rowFloats: Int

    /// - Parameters:
    ///   - inputs: `[count, dimension]`.
    ///   - outputs: `[count, dimension]`.
    package init(inputs: Tensor, outputs: Tensor) {
        precondition(
            inputs.shape == outputs.shape && inputs.shape.count == 2,
            "SkipGramTables: inputs \(inputs.shape), outputs \(outputs.shape).")
        (count, dimension) = (inputs.shape[0], inputs.shape[1])
        let unit = Int(SKIP_GRAM_ROW_UNIT)
        rowFloats = (dimension + unit - 1) / unit * unit
        inputTable = inputs.withRows(of: dimension, madeAsLongAs: rowFloats)
        outputTable = outputs.withRows(of: dimension, madeAsLongAs: rowFloats)
    }

    /// The vectors of the words as inputs, `[count, dimension]`: what is used afterwards.
    package var inputs: Tensor { inputTable.withRows(of: rowFloats, madeAsLongAs: dimension) }

    /// The vectors of the words as outputs, `[count, dimension]`.
    package var outputs: Tensor { outputTable.withRows(of: rowFloats, madeAsLongAs: dimension) }

    /// Takes a step of gradient descent for each window in turn, on one thread.
    ///
    /// The loss of a window is the sum over its inputs `v` of `-log sigmoid(v · u)` for its first output `u` and
    /// `-log sigmoid(-v · u)` for each of the others (Mikolov et al. 2013, "Distributed representations of words and
    /// phrases and their compositionality", equation 4). All inputs of a window share its outputs (Ji et al. 2016).
    ///
    /// - Returns: The sum of the losses before each step, in nats.
    package mutating func train(on windows: SkipGramWindows, learningRate: Float) -> Double {
        precondition(windows.fit(rows: count), "SkipGramTables.train: the windows do not fit \(count) words.")
        let rowFloats = rowFloats
        return inputTable.mutate { inputTable in
            outputTable.mutate { outputTable in
                windows.inputStart.withUnsafeBufferPointer { starts in
                    windows.inputs.withUnsafeBufferPointer { inputs in
                        windows.outputs.withUnsafeBufferPointer { outputs in
                            let memory = skip_gram_windows(
                                input_start: starts.baseAddress, inputs: inputs.baseAddress,
                                outputs: outputs.baseAddress, outputs_per_window: windows.outputsPerWindow,
                                count: windows.count)
                            return skip_gram_f32(
                                memory, inputTable.baseAddress, outputTable.baseAddress, learningRate, rowFloats)
                        }
                    }
                }
            }
        }
    }
}

extension Tensor {
    /// The rows of a table, cut off at `newLength` or filled up with zeros.
    fileprivate func withRows(of length: Int, madeAsLongAs newLength: Int) -> Tensor {
        let rows = shape[0]
        var copy = Tensor.zeros([rows, newLength])
        copy.mutate { target in
            withElements { source in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                for row in 0..<rows {
                    (to + row * newLength).update(from: from + row * length, count: min(length, newLength))
                }
            }
        }
        return copy
    }
}
