/// A tensor that training changes.
///
/// `@unchecked Sendable`: a model is trained by one thread; concurrent readers must not train it at the same time.
public final class Parameter: @unchecked Sendable {
    public var value: Tensor

    public init(_ value: Tensor) { self.value = value }

    public var shape: [Int] { value.shape }
}
