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
struct Convolution {
    let shape: MapShape
    let mapCount: Int
    let inputSize: Int
    let outputSize: Int
    let isMixed: Bool

    private var rows: Int { mapCount * shape.pixelCount }
    private var depth: Int { shape.squareSize * inputSize }

    /// `[rows, outputSize]` of maps `[rows, inputSize]`, for a weight `[outputSize, squareSize * inputSize]`.
    func callAsFunction(_ maps: Tensor, weight: Tensor, bias: Tensor) -> Tensor {
        let packed = PackedMatrix(transposing: weight, isMixed: isMixed)
        let output = Tensor(uninitialized: [rows, outputSize])
        guard shape.kernelSize > 1 else {
            multiply(MatrixView(maps, rows: rows, columns: depth), packed, bias: bias, into: output.freshPointer)
            return output
        }
        ThreadPool.shared.forEachRange(of: rows, grain: 6) { range in
            let workspace = makeWorkspace()
            convolve_f32(
                isMixed, shape.kernelShape, maps.pointer, inputSize, packed.rawPointer, bias.pointer,
                output.freshPointer, outputSize, workspace.freshPointer, false, range.lowerBound, range.upperBound)
        }
        return output
    }

    /// The gradient of the maps, from that of the output.
    func inputGradient(_ slopes: Tensor, weight: Tensor) -> Tensor {
        let packed = PackedMatrix(MatrixView(weight, rows: outputSize, columns: depth), isMixed: isMixed)
        let gradient = Tensor(uninitialized: [rows, inputSize])
        guard shape.kernelSize > 1 else {
            multiply(MatrixView(slopes, rows: rows, columns: outputSize), packed, into: gradient.freshPointer)
            return gradient
        }
        ThreadPool.shared.forEachRange(of: mapCount) { range in
            let workspace = makeWorkspace()
            convolve_backward_f32(
                isMixed, shape.kernelShape, slopes.pointer, outputSize, packed.rawPointer, gradient.freshPointer,
                inputSize, workspace.freshPointer, false, range.lowerBound * shape.pixelCount,
                range.upperBound * shape.pixelCount)
        }
        return gradient
    }

    /// The gradient of the weight, from that of the output: the sum over pixels of slopes times squares. Squares are
    /// gathered again, a few megabytes at a time, which costs less than keeping them.
    func weightGradient(_ slopes: Tensor, maps: Tensor) -> Tensor {
        guard shape.kernelSize > 1 else {
            return product(
                MatrixView(slopes, rows: rows, columns: outputSize).transposed,
                MatrixView(maps, rows: rows, columns: depth), isMixed: isMixed)
        }
        let gradient = Tensor.zeros([outputSize, depth])
        let chunk = max(512, (1 << 20) / depth / 512 * 512)
        let squares = Tensor(uninitialized: [min(chunk, rows), depth])
        for first in stride(from: 0, to: rows, by: chunk) {
            let count = min(chunk, rows - first)
            ThreadPool.shared.forEachRange(of: count, grain: 16) { range in
                gather_squares_f32(
                    shape.kernelShape, maps.pointer, inputSize, squares.freshPointer + range.lowerBound * depth,
                    first + range.lowerBound, first + range.upperBound)
            }
            multiply(
                MatrixView(slopes, rows: first..<first + count, columns: outputSize).transposed,
                PackedMatrix(MatrixView(squares, rows: count, columns: depth), isMixed: isMixed),
                into: gradient.freshPointer, accumulate: true)
        }
        return gradient
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
