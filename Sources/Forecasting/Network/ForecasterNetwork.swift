import ModelFiles
import NeuralLayers
import Tensors

/// A forecaster network: window → recurrent network → its last state → all steps of the horizon at once.
///
/// What is known about the future (the calendar, plans) is concatenated with the state. If the configuration has a
/// linear highway, a linear map of the window is added to the output.
public struct ForecasterNetwork: Layer, Sendable {
    public let configuration: Configuration
    /// The recurrent layers that read a window.
    public let encoder: SequenceEncoder
    /// The map from the last states and the known future to the forecast,
    /// `[outputSize, hiddenSize * directions + horizon * futureSize]`.
    public let output: Linear
    /// The linear maps of a window to the horizon, one for each target, `[horizon, window]`; empty without highways.
    public let highways: [Linear]

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.configuration = configuration
        let c = configuration
        encoder = SequenceEncoder(
            cell: c.cell, inputSize: c.inputSize, hiddenSize: c.hiddenSize, numLayers: c.numLayers,
            isBidirectional: c.isBidirectional,
            dropout: RecurrentDropout(
                betweenLayers: c.dropout.betweenLayers, recurrentWeights: c.dropout.recurrentWeights),
            using: &generator)
        output = Linear(inputSize: c.headSize, outputSize: c.outputSize, using: &generator)
        highways = (0..<(c.hasHighway ? c.targetSize : 0)).map { _ in
            Linear(inputSize: c.window, outputSize: c.horizon, using: &generator)
        }
    }

    /// Forecasts the steps after each window.
    ///
    /// - Parameters:
    ///   - inputs: The rows of the first step of all windows, then those of the second, …:
    ///     `[window * count, inputSize]`.
    ///   - future: The columns known in advance, `[count, horizon * futureSize]`; `nil` if there are none.
    /// - Returns: `[count, horizon * targetSize * valuesPerTarget]`.
    public func callAsFunction(
        inputs: Tensor, future: Tensor?, in context: inout ForwardContext
    ) -> Variable {
        let (_, final) = encoder(embedded: Variable(inputs), layout: layout(of: inputs), in: &context)
        var last = joined(encoder.lastHidden(of: final))
        if let key = context.dropoutKey(rate: configuration.dropout.output) {
            last = dropout(last, rate: configuration.dropout.output, key: key)
        }
        return forecast(from: last, inputs: inputs, future: future)
    }

    /// How windows lie one beside the other.
    func layout(of inputs: Tensor) -> SequenceLayout {
        SequenceLayout(batchSize: inputs.shape[0] / configuration.window, steps: configuration.window)
    }

    /// The last states of all directions side by side, `[count, stateSize]`.
    func joined(_ states: [Variable]) -> Variable { states.dropFirst().reduce(states[0], concatenateColumns) }

    /// What is forecast from the last states of the encoder, `[count, stateSize]`.
    func forecast(from states: Variable, inputs: Tensor, future: Tensor?) -> Variable {
        let c = configuration
        let count = states.shape[0]
        precondition(
            inputs.shape == [count * c.window, c.inputSize]
                && future?.shape ?? [count, 0] == [count, c.horizon * c.futureSize],
            "ForecasterNetwork: windows \(inputs.shape), future \(future?.shape ?? []).")
        let forecast = output(future.map { concatenateColumns(states, Variable($0)) } ?? states)
        return c.hasHighway ? forecast + highway(inputs, count) : forecast
    }

    /// What is linear of the forecasts, the same for all quantiles.
    private func highway(_ inputs: Tensor, _ count: Int) -> Variable {
        let c = configuration
        let straight = highways.enumerated().map { target, map in map(Variable(window(of: target, inputs, count))) }
        let beside = straight.dropFirst().reduce(straight[0]) { concatenateColumns($0, $1) }
        if c.targetSize == 1 && c.valuesPerTarget == 1 { return beside }
        // From target by target, each of all steps, to step by step, each of all targets and their quantiles.
        let rows = (0..<Int32(count)).flatMap { row in
            (0..<Int32(c.horizon)).flatMap { step in
                (0..<Int32(c.targetSize)).flatMap { target in
                    let source = (row * Int32(c.targetSize) + target) * Int32(c.horizon) + step
                    return repeatElement(source, count: c.valuesPerTarget)
                }
            }
        }
        return gatherRows(beside.reshaped([beside.value.count, 1]), rows).reshaped([count, c.outputSize])
    }

    /// The values of a target, one window a row: `[count, window]`.
    private func window(of target: Int, _ inputs: Tensor, _ count: Int) -> Tensor {
        var windows = Tensor(uninitialized: [count, configuration.window])
        inputs.withElements { source in
            windows.mutate { values in
                for step in 0..<configuration.window {
                    for row in 0..<count {
                        values[row * configuration.window + step] =
                            source[(step * count + row) * configuration.inputSize + target]
                    }
                }
            }
        }
        return windows
    }

    public func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit("encoder", encoder.recurrent)
        visitor.visit("output", output)
        for (target, highway) in highways.enumerated() { visitor.visit("highway.\(target)", highway) }
    }
}

extension ForecasterNetwork {
    /// The sizes and regularisation of a forecaster, as `config.json` holds them.
    public struct Configuration: Codable, Sendable, Equatable {
        /// The recurrent cell; LSTM where `config.json` names none.
        public var cell = RecurrentCellKind.lstm
        /// Columns of a window: targets, then observed columns, then those known in advance. 1 ... 16,384.
        public var inputSize: Int
        /// The number of columns that are forecast: the first ones of a window.
        public var targetSize: Int
        /// The number of columns that are known in advance: the last ones of a window. 0 for none.
        public var futureSize: Int
        /// Rows that a forecast is made from, 1 ... 65,536.
        public var window: Int
        /// Steps that are forecast at once, 1 ... 16,384.
        public var horizon: Int
        /// Units of each recurrent layer and direction, 1 ... 16,384.
        public var hiddenSize = 32
        /// Recurrent layers, one above the other, 1 ... 64.
        public var numLayers = 1
        /// Whether each recurrent layer also reads the window backward.
        public var isBidirectional = false
        /// Whether a linear map from the window of each target is added (the autoregressive highway of LSTNet, Lai et
        /// al. 2018), so that the network has to learn only what is not linear.
        public var hasHighway = true
        /// The quantiles that are forecast, ascending between 0 and 1, with 0.5 among them; empty if only the mean is.
        public var quantiles: [Double] = []
        /// What is dropped in training; does not affect a trained model.
        public var dropout = Dropout()

        /// A configuration with one layer of 32 LSTM units and a highway. ``problem`` says whether the sizes can be
        /// used.
        public init(inputSize: Int, targetSize: Int, futureSize: Int = 0, window: Int, horizon: Int) {
            self.inputSize = inputSize
            self.targetSize = targetSize
            self.futureSize = futureSize
            self.window = window
            self.horizon = horizon
        }

        /// Dropout rates in training, each in 0 ..< 1; 0, the default, drops nothing.
        public struct Dropout: Codable, Sendable, Equatable {
            /// Elements of the states that each recurrent layer hands to the next, with one mask for each window.
            public var betweenLayers: Float = 0
            /// Recurrent weights, one mask for each pass (DropConnect; Merity, Keskar & Socher 2018).
            public var recurrentWeights: Float = 0
            /// Elements of the last states, before the output layer.
            public var output: Float = 0

            /// Rates of 0.
            public init() {}
        }

        var directions: Int { isBidirectional ? 2 : 1 }
        /// Values for each target and step: one for each quantile, or the mean alone.
        public var valuesPerTarget: Int { max(1, quantiles.count) }
        /// Values of a forecast: `horizon * targetSize * valuesPerTarget`.
        public var outputSize: Int { horizon * targetSize * valuesPerTarget }
        /// Numbers that the output is made from.
        var headSize: Int { hiddenSize * directions + horizon * futureSize }

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

extension ForecasterNetwork.Configuration: DefaultedDecodable {
    package static var decodingDefaults: ForecasterNetwork.Configuration? {
        ForecasterNetwork.Configuration(inputSize: 0, targetSize: 0, window: 0, horizon: 0)
    }
    package static var requiredEntries: Set<String> { ["inputSize", "targetSize", "window", "horizon"] }
}

extension ForecasterNetwork.Configuration.Dropout: DefaultedDecodable {
    package static var decodingDefaults: ForecasterNetwork.Configuration.Dropout? {
        ForecasterNetwork.Configuration.Dropout()
    }
}
