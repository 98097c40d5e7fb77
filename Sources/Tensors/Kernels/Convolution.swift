import CKernels

/// Maps of pixels, and the square of neighbours that a convolution sees around each of them.
///
/// A pixel is a row of channels. What lies past an edge is zero, so that a map keeps its size.
struct MapShape: Sendable, Equatable {
    let height: Int
    let width: Int
    /// An odd number of neighbours a side, the pixel itself among them.
    let kernelSize: Int

    /// Plain rows: a convolution of them is a product.
    static let point = MapShape(height: 1, width: 1, kernelSize: 1)

    var pixelCount: Int { height * width }
    var squareSize: Int { kernelSize * kernelSize }
    var kernelShape: map_shape { map_shape(height: height, width: width, kernel: kernelSize) }
}

/// A convolution of maps that lie one behind the other, forward and backward, as products of the squares around their
/// pixels. A square lies by its rows, a row by its pixels, a pixel by its channels.
///
/// Each part of it takes the range of rows to treat: the pixels of whole maps.
struct Convolution {
    let shape: MapShape
    let inputSize: Int
    let outputSize: Int
    let isMixed: Bool

    private var depth: Int { shape.squareSize * inputSize }

    /// A weight `[outputSize, squareSize * inputSize]` as ``project(_:by:bias:rows:into:)`` wants it.
    func packed(_ weight: Tensor) -> PackedMatrix { PackedMatrix(transposing: weight, isMixed: isMixed) }

    /// A weight as ``inputGradient(_:by:rows:into:)`` wants it.
    func packedForGradient(_ weight: Tensor) -> PackedMatrix {
        PackedMatrix(MatrixView(weight, rows: outputSize, columns: depth), isMixed: isMixed)
    }

    /// Writes `[rows, outputSize]` of maps `[rows, inputSize]`.
    func project(_ maps: Tensor, by weight: PackedMatrix, bias: Tensor, rows: Range<Int>, into output: Tensor) {
        guard shape.kernelSize > 1 else {
            multiply(
                MatrixView(maps, rows: rows, columns: depth), weight, bias: bias,
                into: output.freshPointer + rows.lowerBound * outputSize)
            return
        }
        ThreadPool.shared.forEachRange(of: rows.count, grain: 6) { range in
            let workspace = makeWorkspace()
            convolve_f32(
                isMixed, shape.kernelShape, maps.pointer, inputSize, weight.rawPointer, bias.pointer,
                output.freshPointer, outputSize, workspace.freshPointer, false, rows.lowerBound + range.lowerBound,
                rows.lowerBound + range.upperBound)
        }
    }

    /// Writes the gradient of the maps, from that of the output.
    func inputGradient(_ slopes: Tensor, by weight: PackedMatrix, rows: Range<Int>, into gradient: Tensor) {
        guard shape.kernelSize > 1 else {
            multiply(
                MatrixView(slopes, rows: rows, columns: outputSize), weight,
                into: gradient.freshPointer + rows.lowerBound * inputSize)
            return
        }
        let pixels = shape.pixelCount
        ThreadPool.shared.forEachRange(of: rows.count / pixels) { range in
            let workspace = makeWorkspace()
            convolve_backward_f32(
                isMixed, shape.kernelShape, slopes.pointer, outputSize, weight.rawPointer, gradient.freshPointer,
                inputSize, workspace.freshPointer, false, rows.lowerBound + range.lowerBound * pixels,
                rows.lowerBound + range.upperBound * pixels)
        }
    }

    /// Adds the gradient of the weight, from that of the output: the sum over pixels of slopes times squares. Squares
    /// are gathered again, a few megabytes at a time, which costs less than keeping them.
    func addWeightGradient(_ slopes: Tensor, maps: Tensor, rows: Range<Int>, to gradient: Tensor) {
        guard shape.kernelSize > 1 else {
            return addProduct(slopes, MatrixView(maps, rows: rows, columns: depth), rows: rows, to: gradient)
        }
        let chunk = max(512, (1 << 20) / depth / 512 * 512)
        let squares = Tensor(uninitialized: [min(chunk, rows.count), depth])
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: chunk) {
            let count = min(chunk, rows.upperBound - first)
            ThreadPool.shared.forEachRange(of: count, grain: 16) { range in
                gather_squares_f32(
                    shape.kernelShape, maps.pointer, inputSize, squares.freshPointer + range.lowerBound * depth,
                    first + range.lowerBound, first + range.upperBound)
            }
            addProduct(
                slopes, MatrixView(squares, rows: count, columns: depth), rows: first..<first + count, to: gradient)
        }
    }

    private func addProduct(_ slopes: Tensor, _ squares: MatrixView, rows: Range<Int>, to gradient: Tensor) {
        multiply(
            MatrixView(slopes, rows: rows, columns: outputSize).transposed, PackedMatrix(squares, isMixed: isMixed),
            into: gradient.freshPointer, accumulate: true)
    }

    private func makeWorkspace() -> Tensor {
        Tensor(uninitialized: [kernels_convolution_workspace(shape.kernelShape, inputSize)])
    }
}

/// A convolution's weight in the order of the squares, `[outputSize, kernelSize * kernelSize * inputSize]`, from
/// PyTorch's `[outputSize, inputSize, kernelSize, kernelSize]`.
func channelsLast(_ weight: Variable) -> Variable {
    let shape = weight.shape
    precondition(
        shape.count == 4 && shape[2] == shape[3] && shape[2] % 2 == 1,
        "channelsLast: a weight of shape \(shape), expected [outputSize, inputSize, odd kernelSize, kernelSize].")
    let (inputSize, squareSize) = (shape[1], shape[2] * shape[3])
    let swapped = weight.value.swappingInner(inputSize, squareSize).reshaped([shape[0], squareSize * inputSize])
    return .result(swapped, of: [weight]) { [$0.swappingInner(squareSize, inputSize).reshaped(shape)] }
}

extension Tensor {
    /// The elements of `[…, rows, columns]` as `[…, columns, rows]`, flat.
    fileprivate func swappingInner(_ rows: Int, _ columns: Int) -> Tensor {
        guard rows > 1, columns > 1 else { return self }
        let swapped = Tensor(uninitialized: [count])
        let size = rows * columns
        for start in stride(from: 0, to: count, by: size) {
            let (from, to) = (pointer + start, swapped.freshPointer + start)
            for row in 0..<rows {
                for column in 0..<columns { to[column * rows + row] = from[row * columns + column] }
            }
        }
        return swapped
    }
}
