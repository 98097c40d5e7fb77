import Tensors

/// A part of a network: parameters, layers below it, and a map from variables to variables.
public protocol Layer {
    /// Names every parameter, once and always in the same order; names are those of the model file.
    func visitParameters(_ visitor: inout ParameterVisitor)
}

/// Collects the parameters of a layer under dotted names such as `lstm.weight_ih_l0`.
public struct ParameterVisitor {
    /// The parameters visited so far, with their dotted names.
    public private(set) var parameters: [(name: String, parameter: Parameter)] = []
    private var prefix = ""

    /// One parameter of the layer being visited.
    public mutating func visit(_ name: String, _ parameter: Parameter) {
        parameters.append((prefix + name, parameter))
    }

    /// A layer inside the one being visited.
    public mutating func visit(_ name: String, _ layer: some Layer) {
        let outer = prefix
        prefix += name + "."
        layer.visitParameters(&self)
        prefix = outer
    }
}

extension Layer {
    /// Every parameter with its name.
    public var namedParameters: [(name: String, parameter: Parameter)] {
        var visitor = ParameterVisitor()
        visitParameters(&visitor)
        return visitor.parameters
    }

    /// The number of values that training can change.
    public var parameterCount: Int { namedParameters.reduce(0) { $0 + $1.parameter.value.count } }
}

/// What a forward pass depends on besides inputs and parameters: whether it trains, and the randomness of dropout.
public struct ForwardContext: Sendable, Codable, Equatable {
    /// The generator of dropout masks; `nil` at inference, where nothing is dropped.
    public private(set) var generator: SeededGenerator?
    /// How many bits the products read for each value: fp32 or bf16.
    public let precision: Precision

    /// No dropout.
    public static let inference = ForwardContext(generator: nil, precision: .fp32)

    /// Dropout with masks drawn from `generator`.
    public static func training(_ generator: SeededGenerator, precision: Precision = .fp32) -> ForwardContext {
        ForwardContext(generator: generator, precision: precision)
    }

    /// The key of the next dropout mask, or `nil` when nothing is to be dropped at this rate.
    public mutating func dropoutKey(rate: Float) -> UInt64? {
        guard rate > 0 else { return nil }
        return generator?.next()
    }
}
