import Tensors

/// How the logits of a classifier are read: as those of one choice among its classes, or of a choice for each label.
///
/// A label with the logit z is present with the probability `1 / (1 + e^-z)`, the second of the softmax of `[0, z]`. So a
/// text with several labels has as many rows of two logits, and a text of one class has a single row of all its logits.
/// Losses, temperatures and calibration errors are those of these rows.
enum Labelling: Sendable {
    /// Each text is of one class.
    case single
    /// Each text has any number of labels.
    case multiple

    /// The rows of logits of a text.
    func rows(_ logits: [Double]) -> [[Double]] {
        switch self {
        case .single: [logits]
        case .multiple: logits.map { [0, $0] }
        }
    }

    /// The same for the texts of a batch, `[texts, classes]`.
    ///
    /// - Returns: `[texts, classes]`, or `[texts * labels, 2]`.
    func rows(_ logits: Variable) -> Variable {
        switch self {
        case .single: return logits
        case .multiple:
            let column = logits.reshaped([logits.shape[0] * logits.shape[1], 1])
            return linear(column, weight: Variable(Tensor([0, 1], shape: [2, 1])))
        }
    }

    /// The probability of each class or label.
    func probabilities(_ logits: [Double]) -> [Double] {
        switch self {
        case .single: softmax(logits)
        case .multiple: logits.map { softmax([0, $0])[1] }
        }
    }

    /// The classes against which the odds of one are meant; none where every label is decided by itself.
    func rivals(of target: Int, among count: Int) -> [Int] {
        switch self {
        case .single: (0..<count).filter { $0 != target }
        case .multiple: []
        }
    }
}
