import Tensors

extension SafetensorsWriter {
    /// Adds a tensor; its elements are read when the file is written.
    public mutating func add(_ name: String, _ tensor: Tensor, as format: FloatFormat = .float32) {
        add(name, shape: tensor.shape, as: format) { body in try tensor.withElements { try body($0) } }
    }
}

extension SafetensorsFile {
    /// A float tensor (F32, F16 or BF16), widened to float32.
    public func tensor(_ name: String) throws -> Tensor {
        var tensor = Tensor(uninitialized: try entry(name).shape)
        try tensor.mutate { try readFloats(name, into: $0) }
        return tensor
    }

    /// All tensors whose name begins with `prefix`, under the rest of their names.
    public func tensors(prefix: String) throws -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for name in names where name.hasPrefix(prefix) {
            tensors[String(name.dropFirst(prefix.count))] = try tensor(name)
        }
        return tensors
    }
}
