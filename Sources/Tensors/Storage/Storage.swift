/// Memory of one tensor, taken from the pool and returned to it.
///
/// `@unchecked Sendable`: a tensor writes only to storage that it alone holds (see ``Tensor/mutate(_:)``).
final class Storage: @unchecked Sendable {
    let floats: UnsafeMutablePointer<Float>
    private let size: Int

    init(count: Int) {
        let (block, size) = MemoryPool.shared.take(byteCount: count * MemoryLayout<Float>.stride)
        floats = block.bindMemory(to: Float.self, capacity: max(count, 1))
        self.size = size
    }

    deinit {
        MemoryPool.shared.give(UnsafeMutableRawPointer(floats), size: size)
    }
}
