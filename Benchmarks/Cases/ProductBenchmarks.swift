import Tensors

/// The matrix products that training a 2×512 model consists of.
enum ProductBenchmarks {
    static let all = [
        shape("input projection", 8_192, 512, 2_048), shape("recurrent step", 64, 512, 2_048),
        shape("input gradient", 8_192, 2_048, 512), shape("weight gradient", 2_048, 8_192, 512, isTransposed: true),
        shape("logits", 8_192, 512, 96),
    ]

    /// [rows, depth] · [depth, columns]. The right-hand side is packed beforehand, as weights are, except where both
    /// sides change at each step.
    private static func shape(
        _ name: String, _ rows: Int, _ depth: Int, _ columns: Int, isTransposed: Bool = false
    ) -> Benchmark {
        Benchmark(
            name: "product/\(name)", unit: "products", unitsPerRound: 1,
            operationsPerRound: 2 * Double(rows) * Double(depth) * Double(columns),
            prepare: {
                var generator = SeededGenerator(seed: 1)
                if isTransposed {
                    let a = Tensor.uniform([depth, rows], in: -1...1, using: &generator)
                    let b = Tensor.uniform([depth, columns], in: -1...1, using: &generator)
                    return { _ = productOfTransposed(a, b) }
                }
                let a = Tensor.uniform([rows, depth], in: -1...1, using: &generator)
                let b = PackedMatrix(transposing: .uniform([columns, depth], in: -1...1, using: &generator))
                return { _ = affine(a, b, bias: nil) }
            },
            peers: [
                PeerProgram(
                    script: "product_numpy.py",
                    arguments: ["--rows", String(rows), "--depth", String(depth), "--columns", String(columns)]
                        + (isTransposed ? ["--transposed"] : []))
            ])
    }
}
