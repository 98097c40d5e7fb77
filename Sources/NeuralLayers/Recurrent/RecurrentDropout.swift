import Tensors

/// The dropout of a recurrent network, rates in 0 ..< 1.
public struct RecurrentDropout: Sendable, Codable, Equatable {
    /// On the rows between one layer and the next.
    public var betweenLayers: Float
    /// On the recurrent weights, one mask a pass (DropConnect; Merity, Keskar & Socher 2018).
    public var recurrentWeights: Float
    /// Whether a sequence keeps its mask between layers over all steps (Gal & Ghahramani 2016), or draws a new one for
    /// each step (Zaremba, Sutskever & Vinyals 2014).
    public var isLocked: Bool

    public static let none = RecurrentDropout()

    public init(betweenLayers: Float = 0, recurrentWeights: Float = 0, isLocked: Bool = true) {
        self.betweenLayers = betweenLayers
        self.recurrentWeights = recurrentWeights
        self.isLocked = isLocked
    }

    func betweenLayers(_ rows: Variable, layout: SequenceLayout, in context: inout ForwardContext) -> Variable {
        dropRows(rows, rate: betweenLayers, isLocked: isLocked, layout: layout, in: &context)
    }
}

/// Dropout of packed rows, locked over each sequence's steps or fresh for each step; the rows themselves at inference.
public func dropRows(
    _ rows: Variable, rate: Float, isLocked: Bool, layout: SequenceLayout, in context: inout ForwardContext
) -> Variable {
    guard let key = context.dropoutKey(rate: rate) else { return rows }
    return isLocked
        ? lockedDropout(rows, maskRows: layout.sequenceOfRow, rate: rate, key: key)
        : dropout(rows, rate: rate, key: key)
}
