import ModelFiles

/// The recurrent cell of a forecaster.
public enum SeriesCell: String, Codable, Sendable, CaseIterable {
    case lstm, gru, peephole
    case simpleRNN = "rnn"

    /// Blocks of pre-activations, each as wide as the hidden state.
    var blocks: Int {
        switch self {
        case .lstm, .peephole: 4
        case .gru: 3
        case .simpleRNN: 1
        }
    }
}

extension ForecasterNetwork {
    /// The sizes and regularisation of a forecaster, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
        public var cell = SeriesCell.lstm
        /// Columns of a window.
        public var inputSize: Int
        /// The first so many columns are what is forecast.
        public var targetSize: Int
        /// The last so many columns are known in advance.
        public var futureSize: Int
        public var window: Int
        public var horizon: Int
        public var hiddenSize = 32
        public var numLayers = 1
        public var isBidirectional = false
        /// Whether a linear map from the window of each target is added (the autoregressive highway of LSTNet, Lai et al.
        /// 2018), so that the network has to learn only what is not linear.
        public var hasHighway = true
        /// The quantiles that are forecast, ascending; empty if only the mean is.
        public var quantiles: [Double] = []
        public var dropout = Dropout()

        public init(inputSize: Int, targetSize: Int, futureSize: Int = 0, window: Int, horizon: Int) {
            self.inputSize = inputSize
            self.targetSize = targetSize
            self.futureSize = futureSize
            self.window = window
            self.horizon = horizon
        }

        /// Rates in 0 ..< 1 of what is dropped in training.
        public struct Dropout: Codable, Sendable, Equatable {
            public var betweenLayers: Float = 0
            public var recurrentWeights: Float = 0
            /// Elements of the state that the output is made from.
            public var output: Float = 0

            public init() {}
        }

        var directions: Int { isBidirectional ? 2 : 1 }
        /// Numbers for each target and step: its quantiles, or the mean.
        public var valuesPerTarget: Int { max(1, quantiles.count) }
        /// Numbers that a forecast consists of.
        public var outputSize: Int { horizon * targetSize * valuesPerTarget }
        /// Numbers that the output is made from.
        var headSize: Int { hiddenSize * directions + horizon * futureSize }

        /// The name and shape of every parameter, as the model file must have them.
        public var parameterShapes: [String: [Int]] {
            var shapes = ["output.weight": [outputSize, headSize], "output.bias": [outputSize]]
            for layer in 0..<numLayers {
                for suffix in isBidirectional ? ["", "_reverse"] : [""] {
                    let input = layer == 0 ? inputSize : hiddenSize * directions
                    let (name, height) = ("l\(layer)\(suffix)", cell.blocks * hiddenSize)
                    shapes["encoder.weight_ih_\(name)"] = [height, input]
                    shapes["encoder.weight_hh_\(name)"] = [height, hiddenSize]
                    shapes["encoder.bias_ih_\(name)"] = [height]
                    shapes["encoder.bias_hh_\(name)"] = [height]
                    if cell == .peephole { shapes["encoder.peephole_\(name)"] = [3 * hiddenSize] }
                }
            }
            for target in 0..<(hasHighway ? targetSize : 0) {
                shapes["highway.\(target).weight"] = [horizon, window]
                shapes["highway.\(target).bias"] = [horizon]
            }
            return shapes
        }

        /// What is wrong with these sizes, in words, or `nil`.
        public var problem: String? {
            let sizes = [
                ("inputSize", inputSize, 1 << 14), ("targetSize", targetSize, inputSize), ("window", window, 1 << 16),
                ("horizon", horizon, 1 << 14), ("hiddenSize", hiddenSize, 1 << 14), ("numLayers", numLayers, 64),
            ]
            for (name, size, limit) in sizes where size < 1 || size > limit {
                return "\(name) is \(size), not in 1 ... \(limit)"
            }
            guard futureSize >= 0 && futureSize <= inputSize - targetSize else {
                return "futureSize is \(futureSize), not in 0 ... \(inputSize - targetSize)"
            }
            guard quantiles.allSatisfy({ $0 > 0 && $0 < 1 }), zip(quantiles, quantiles.dropFirst()).allSatisfy(<),
                quantiles.isEmpty || quantiles.contains(0.5)
            else { return "quantiles are \(quantiles), not ascending in 0 ... 1 with 0.5 among them" }
            guard outputSize <= 1 << 20 else { return "a forecast has \(outputSize) numbers, more than \(1 << 20)" }
            let rates = [
                ("betweenLayers", dropout.betweenLayers), ("recurrentWeights", dropout.recurrentWeights),
                ("output", dropout.output),
            ]
            for (name, rate) in rates where !(rate >= 0 && rate < 1) {
                return "the dropout rate \(name) is \(rate), not in 0 ..< 1"
            }
            return nil
        }
    }
}

extension ForecasterNetwork: StoredModel {}
extension ForecasterNetwork.Configuration: StoredConfiguration {
    public static let modelType = "seriesForecaster"
    public static let fileNames = [ModelFolder.seriesFile, ModelFolder.trialsFile]
}
