import Tensors

/// The parameters of one direction of one layer of a recurrent network. The weights of a ``ConvLSTM`` have two axes
/// more, those of the kernel.
public protocol RecurrentParameters: Sendable {
    /// The matrix of the input, `[blocks * hiddenSize, inputSize]`.
    var inputWeight: Parameter { get }
    /// The matrix of the hidden state, `[blocks * hiddenSize, hiddenSize]`.
    var recurrentWeight: Parameter { get }
    /// The bias added to the product of the input, `[blocks * hiddenSize]`.
    var inputBias: Parameter { get }
    /// The bias added to the product of the hidden state, `[blocks * hiddenSize]`.
    var recurrentBias: Parameter { get }
    /// What the cell has besides, with the beginnings of the names in files; nothing for most.
    var furtherParameters: [(name: String, parameter: Parameter)] { get }
}

/// One direction of one layer of a recurrent network: its parameters, and which cell they are of.
///
/// ``RecurrentStack`` makes stacked and bidirectional networks of a cell.
public protocol RecurrentCell: RecurrentParameters {
    /// What a network of such cells carries from one piece of a sequence to the next.
    associatedtype State: RecurrentState

    /// A cell with random weights.
    init(inputSize: Int, hiddenSize: Int, using generator: inout some RandomNumberGenerator)

    /// What runs over the sequences.
    static var kernel: RecurrentKernel { get }
    /// The name in plans and reports, such as "GRU".
    static var title: String { get }
    /// What help texts say about the cell: its source, after what its name leaves open.
    static var summary: String { get }
    /// The blocks of the weights, in their order.
    static var gates: [RecurrentGate] { get }
    /// `[3 * hiddenSize]`, of a cell that has them.
    var peepholes: Parameter? { get }
}

extension RecurrentCell {
    public var peepholes: Parameter? { nil }

    /// The kind of the cell.
    public static var kind: RecurrentCellKind {
        guard let kind = RecurrentCellKind.allCases.first(where: { $0.type == Self.self }) else {
            preconditionFailure("\(Self.self) is not in RecurrentCellKind.")
        }
        return kind
    }

    /// The parameters as they are now, for inference without a tape.
    public var values: RecurrentValues {
        RecurrentValues(
            Self.kernel, inputWeight: inputWeight.value, recurrentWeight: recurrentWeight.value,
            inputBias: inputBias.value, recurrentBias: recurrentBias.value, peepholes: peepholes?.value)
    }

    /// Stacked layers of such cells.
    static func makeLayers(
        inputSize: Int, hiddenSize: Int, numLayers: Int, isBidirectional: Bool, dropout: RecurrentDropout,
        using generator: inout some RandomNumberGenerator
    ) -> any RecurrentLayers {
        RecurrentStack<Self>(
            inputSize: inputSize, hiddenSize: hiddenSize, numLayers: numLayers, isBidirectional: isBidirectional,
            dropout: dropout, using: &generator)
    }

    public var furtherParameters: [(name: String, parameter: Parameter)] { peepholes.map { [("peephole", $0)] } ?? [] }
}

extension RecurrentParameters {
    public var furtherParameters: [(name: String, parameter: Parameter)] { [] }

    /// All parameters under the beginnings of PyTorch's names.
    var parameters: [(name: String, parameter: Parameter)] {
        [
            ("weight_ih", inputWeight), ("weight_hh", recurrentWeight), ("bias_ih", inputBias),
            ("bias_hh", recurrentBias),
        ] + furtherParameters
    }

    /// Names the parameters of the cell at `index` in the order of ``RecurrentState``.
    func visitParameters(_ visitor: inout ParameterVisitor, index: Int, directions: Int) {
        let suffix = "l\(index / directions)" + (index % directions == 1 ? "_reverse" : "")
        for (name, parameter) in parameters { visitor.visit("\(name)_\(suffix)", parameter) }
    }

    /// The weights for one pass, with the recurrent ones dropped out where training asks for it.
    func weights(dropout: RecurrentDropout, in context: inout ForwardContext) -> RecurrentWeights {
        var recurrent = Variable(recurrentWeight)
        if let key = context.dropoutKey(rate: dropout.recurrentWeights) {
            recurrent = Tensors.dropout(recurrent, rate: dropout.recurrentWeights, key: key)
        }
        return RecurrentWeights(
            inputWeight: Variable(inputWeight), recurrentWeight: recurrent, inputBias: Variable(inputBias),
            recurrentBias: Variable(recurrentBias))
    }
}

extension Parameter {
    /// An input weight `[rows, inputSize]`, uniform in ±1/√inputSize, so that a narrow input moves the gates as much as
    /// a wide one.
    static func inputWeight(
        rows: Int, inputSize: Int, using generator: inout some RandomNumberGenerator
    ) -> Parameter {
        let bound = 1 / Float(inputSize).squareRoot()
        return Parameter(.uniform([rows, inputSize], in: -bound...bound, using: &generator))
    }

    /// A parameter that starts at zero; with `DeferredWeights` its shape alone.
    public static func zeros(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Parameter {
        Parameter(.zeros(shape, using: &generator))
    }
}
