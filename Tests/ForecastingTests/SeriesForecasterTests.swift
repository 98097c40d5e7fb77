import TestSupport
import Testing

@testable import Forecasting
@testable import NeuralLayers
@testable import Tensors

struct SeriesForecasterTests {
    typealias Configuration = ForecasterNetwork.Configuration

    private static func configuration(
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> Configuration {
        var c = Configuration(inputSize: 5, targetSize: 2, futureSize: 2, window: 4, horizon: 3)
        c.hiddenSize = 3
        change(&c)
        return c
    }

    private static let quantiles = [0.1, 0.5, 0.9]

    /// Every cell, one or two directions and layers, one or more targets, with futures, quantiles and highways.
    private static let configurations: [Configuration] = {
        var all = RecurrentCellKind.allCases.flatMap { cell in
            [false, true].map { isBidirectional in
                configuration { ($0.cell, $0.isBidirectional) = (cell, isBidirectional) }
            }
        }
        all.append(configuration { ($0.numLayers, $0.isBidirectional, $0.quantiles) = (2, true, quantiles) })
        all.append(configuration { ($0.hasHighway, $0.quantiles) = (false, quantiles) })
        all.append(configuration { ($0.hasHighway, $0.cell) = (false, .peephole) })
        all.append(configuration { $0.futureSize = 0 })
        all.append(Configuration(inputSize: 1, targetSize: 1, window: 1, horizon: 1))
        all.append(Configuration(inputSize: 1, targetSize: 1, window: 6, horizon: 4))
        all[all.count - 1].quantiles = [0.5]
        all.append(Configuration(inputSize: 3, targetSize: 3, window: 6, horizon: 4))
        return all.map { configuration in
            var small = configuration
            small.hiddenSize = 3
            return small
        }
    }()

    private func model(_ c: Configuration, seed: UInt64 = 1) -> ForecasterNetwork {
        var generator = SeededGenerator(seed: seed)
        let model = ForecasterNetwork(c, using: &generator)
        // Biases begin at zero, where an error in them would not be seen.
        for (_, parameter) in model.namedParameters {
            parameter.value = .uniform(parameter.value.shape, in: -0.7...0.7, using: &generator)
        }
        return model
    }

    private func data(_ c: Configuration, count: Int) -> (inputs: Tensor, future: Tensor?) {
        var generator = SeededGenerator(seed: 7)
        let inputs = Tensor.normal([count * c.window, c.inputSize], using: &generator)
        return (
            inputs, c.futureSize == 0 ? nil : .normal([count, c.horizon * c.futureSize], using: &generator)
        )
    }

    @Test(arguments: configurations.indices) func parametersAreThoseThatAModelFileMustHave(index: Int) {
        let c = Self.configurations[index]
        let parameters = ForecasterNetwork.withoutWeights(c).namedParameters
        #expect(parameters.map(\.name) == model(c).namedParameters.map(\.name))
        #expect(parameters.map(\.parameter.shape) == model(c).namedParameters.map(\.parameter.shape))
        #expect(c.problem == nil)
    }

    @Test(arguments: configurations.indices) func valuesAndGradientsAreThoseOfTheEquations(index: Int) {
        let c = Self.configurations[index]
        let model = model(c)
        let (inputs, future) = data(c, count: 3)
        let named = model.namedParameters.map { (name: $0.name, parameter: $0.parameter) }
        expectGradientsMatch(named, relativeTolerance: 5e-5, maximumChecked: 12) {
            var context = ForwardContext.inference
            let forecast = model(inputs: inputs, future: future, in: &context)
            #expect(forecast.shape == [3, c.outputSize])
            return [forecast]
        } twin: { values in
            let parameters = Dictionary(uniqueKeysWithValues: zip(named.map(\.name), values))
            return [Self.twin(c, parameters, DoubleTensor(inputs), future.map { DoubleTensor($0) })]
        }
    }

    /// The forecaster written from its definition, the highway by a plain loop.
    private static func twin(
        _ c: Configuration, _ parameters: [String: DoubleTensor], _ inputs: DoubleTensor, _ future: DoubleTensor?
    ) -> DoubleTensor {
        let count = inputs.shape[0] / c.window
        let (directions, kind) = (c.isBidirectional ? 2 : 1, c.cell)
        var padded = DoubleTensor(repeating: 0, shape: [count, c.window, c.inputSize])
        func input(_ row: Int, _ step: Int, _ column: Int) -> Double { inputs[step * count + row, column] }
        for row in 0..<count {
            for step in 0..<c.window {
                for column in 0..<c.inputSize {
                    padded.values[(row * c.window + step) * c.inputSize + column] = input(row, step, column)
                }
            }
        }
        let weights = (0..<c.numLayers).flatMap { layer in
            ["", "_reverse"].prefix(directions).map { suffix in
                let names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "peephole"]
                return DoubleTwin.RecurrentWeights(
                    names.prefix(kind.parameterCount).map { parameters["encoder.\($0)_l\(layer)\(suffix)"]! })
            }
        }
        let hidden = DoubleTwin.recurrent(
            kind, padded, lengths: Array(repeating: c.window, count: count), weights: weights, directions: directions
        ).hidden.suffix(directions)
        var state = hidden.dropFirst().reduce(hidden.first!) { DoubleTwin.concatenateColumns($0, $1) }
        if let future { state = DoubleTwin.concatenateColumns(state, future) }
        var forecast = DoubleTwin.linear(
            state, weight: parameters["output.weight"]!, bias: parameters["output.bias"])
        guard c.hasHighway else { return forecast }
        for row in 0..<count {
            for step in 0..<c.horizon {
                for target in 0..<c.targetSize {
                    var sum = parameters["highway.\(target).bias"]!.values[step]
                    for past in 0..<c.window {
                        sum += parameters["highway.\(target).weight"]![step, past] * input(row, past, target)
                    }
                    for value in 0..<c.valuesPerTarget {
                        forecast[row, (step * c.targetSize + target) * c.valuesPerTarget + value] += sum
                    }
                }
            }
        }
        return forecast
    }

    @Test(arguments: configurations.indices) func aSessionGivesTheBitsOfTheNetwork(index: Int) {
        let c = Self.configurations[index]
        let model = model(c)
        let (inputs, future) = data(c, count: 5)
        var context = ForwardContext.inference
        let expected = model(inputs: inputs, future: future, in: &context).value
        #expect(ForecasterSession(model)(inputs: inputs, future: future) == expected)
        let rounded = ForecasterSession(model, precision: .bf16)(inputs: inputs, future: future)
        for (a, b) in zip(rounded.elements, expected.elements) { #expect(abs(a - b) < 0.05 * (1 + abs(b))) }
    }

    @Test func aWindowIsForecastTheSameAmongOthers() {
        let c = Self.configuration { $0.quantiles = Self.quantiles }
        let model = model(c)
        let (inputs, future) = data(c, count: 5)
        var context = ForwardContext.inference
        let together = model(inputs: inputs, future: future, in: &context).value.elements
        for row in 0..<5 {
            let alone = Tensor(
                (0..<c.window).flatMap { step in
                    inputs.elements[((step * 5 + row) * c.inputSize)..<((step * 5 + row + 1) * c.inputSize)]
                }, shape: [c.window, c.inputSize])
            let width = c.horizon * c.futureSize
            let ahead = future.map { Tensor(Array($0.elements[row * width..<(row + 1) * width]), shape: [1, width]) }
            let found = model(inputs: alone, future: ahead, in: &context).value.elements
            #expect(found == Array(together[row * c.outputSize..<(row + 1) * c.outputSize]))
        }
    }

    @Test func dropoutIsForTrainingAlone() {
        let c = Self.configuration {
            ($0.dropout.output, $0.dropout.recurrentWeights, $0.dropout.betweenLayers) = (0.5, 0.3, 0.3)
            $0.numLayers = 2
        }
        let model = model(c)
        let (inputs, future) = data(c, count: 4)
        func forecast(_ context: ForwardContext) -> [Float] {
            var context = context
            return model(inputs: inputs, future: future, in: &context).value.elements
        }
        #expect(forecast(.inference) == forecast(.inference))
        let seeds = [UInt64(1), 1, 2].map { forecast(.training(SeededGenerator(seed: $0))) }
        #expect(seeds[0] == seeds[1] && seeds[0] != seeds[2] && seeds[0] != forecast(.inference))
    }

    @Test func sizesThatCannotBeAreNamed() {
        func problem(_ change: (inout Configuration) -> Void) -> String? { Self.configuration(change).problem }
        #expect(problem { _ in } == nil)
        #expect(problem { $0.window = 0 }?.contains("window is 0") == true)
        #expect(problem { $0.window = .max }?.contains("window") == true)
        #expect(problem { $0.targetSize = 6 }?.contains("targetSize is 6") == true)
        #expect(problem { $0.futureSize = 4 }?.contains("futureSize is 4, not in 0 ... 3") == true)
        #expect(problem { $0.futureSize = -1 }?.contains("futureSize") == true)
        #expect(problem { $0.quantiles = [0.9, 0.5] }?.contains("ascending") == true)
        #expect(problem { $0.quantiles = [0.1, 0.9] }?.contains("0.5") == true)
        #expect(problem { $0.quantiles = [0.5, 1] }?.contains("quantiles") == true)
        #expect(problem { $0.quantiles = [.nan] }?.contains("quantiles") == true)
        #expect(problem { $0.dropout.output = 1 }?.contains("output") == true)
        #expect(problem { $0.dropout.output = .nan }?.contains("output") == true)
        #expect(
            problem { ($0.horizon, $0.inputSize, $0.targetSize) = (1 << 14, 1026, 1024) }?.contains("numbers")
                == true)
        #expect(problem { ($0.hiddenSize, $0.numLayers) = (1 << 14, 65) }?.contains("numLayers") == true)
    }
}
