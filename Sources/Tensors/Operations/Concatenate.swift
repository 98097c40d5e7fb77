/// Joins two matrices side by side, for example the two directions of a bidirectional layer.
///
/// - Parameters:
///   - left: `[rows, m]`.
///   - right: `[rows, n]`.
/// - Returns: `[rows, m + n]`.
public func concatenateColumns(_ left: Variable, _ right: Variable) -> Variable {
    precondition(
        left.shape.count == 2 && right.shape.count == 2 && left.shape[0] == right.shape[0],
        "concatenateColumns: \(left.shape), \(right.shape).")
    let (rows, m, n) = (left.shape[0], left.shape[1], right.shape[1])
    let output = Tensor(uninitialized: [rows, m + n])
    copyRows(rows, from: left.value.pointer, stride: m, to: output.freshPointer, stride: m + n, count: m)
    copyRows(rows, from: right.value.pointer, stride: n, to: output.freshPointer + m, stride: m + n, count: n)
    return .result(output, of: [left, right]) { gradient in
        let (ofLeft, ofRight) = (Tensor(uninitialized: [rows, m]), Tensor(uninitialized: [rows, n]))
        copyRows(rows, from: gradient.pointer, stride: m + n, to: ofLeft.freshPointer, stride: m, count: m)
        copyRows(rows, from: gradient.pointer + m, stride: m + n, to: ofRight.freshPointer, stride: n, count: n)
        return [ofLeft, ofRight]
    }
}

/// Some neighbouring columns of a matrix, for example one direction of a bidirectional layer.
///
/// - Returns: `[rows, range.count]`.
public func columns(_ range: Range<Int>, of matrix: Variable) -> Variable {
    precondition(
        matrix.shape.count == 2 && range.lowerBound >= 0 && range.upperBound <= matrix.shape[1],
        "columns: \(range) of \(matrix.shape).")
    let (rows, width) = (matrix.shape[0], matrix.shape[1])
    let output = Tensor(uninitialized: [rows, range.count])
    copyRows(
        rows, from: matrix.value.pointer + range.lowerBound, stride: width, to: output.freshPointer,
        stride: range.count, count: range.count)
    return .result(output, of: [matrix]) { gradient in
        let ofMatrix = Tensor.zeros([rows, width])
        copyRows(
            rows, from: gradient.pointer, stride: range.count, to: ofMatrix.freshPointer + range.lowerBound,
            stride: width, count: range.count)
        return [ofMatrix]
    }
}

private func copyRows(
    _ rows: Int, from source: UnsafePointer<Float>, stride sourceStride: Int, to target: UnsafeMutablePointer<Float>,
    stride targetStride: Int, count: Int
) {
    for row in 0..<rows { (target + row * targetStride).update(from: source + row * sourceStride, count: count) }
}
