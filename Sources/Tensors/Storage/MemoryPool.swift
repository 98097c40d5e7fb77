import Foundation

/// A store of 64-byte-aligned blocks that are handed out again instead of being freed.
///
/// A training step asks for the same sizes over and over, so after the first steps nothing is allocated any more;
/// ``Statistics/allocations`` shows it. Blocks come in size classes of a quarter of a power of two, so that sequences
/// of varying length share them.
///
/// `@unchecked Sendable`: a lock guards all state.
public final class MemoryPool: @unchecked Sendable {
    /// The pool that every tensor uses.
    public static let shared = MemoryPool()

    /// What the pool has done so far.
    public struct Statistics: Sendable, Equatable {
        /// Blocks that had to be asked from the system.
        public var allocations = 0
        /// Bytes in use by tensors now.
        public var bytesInUse = 0
        /// Bytes held from the system, in use or waiting.
        public var bytesHeld = 0
    }

    private let lock = NSLock()
    private var free: [Int: [UnsafeMutableRawPointer]] = [:]
    private var counters = Statistics()
    private var most = 0

    /// The counters at this moment.
    public var statistics: Statistics { lock.withLock { counters } }
    /// The most bytes that tensors ever used at once.
    public var mostBytesInUse: Int { lock.withLock { most } }

    /// Gives back to the system every block that no tensor uses.
    public func trim() {
        lock.withLock {
            for (size, blocks) in free {
                for block in blocks { block.deallocate() }
                counters.bytesHeld -= size * blocks.count
            }
            free = [:]
        }
    }

    func take(byteCount: Int) -> (block: UnsafeMutableRawPointer, size: Int) {
        let size = Self.sizeClass(of: byteCount)
        return lock.withLock {
            // A block up to half as large again will do: what a longer sequence left serves a shorter one.
            var candidate = size
            while candidate <= size + size / 2 {
                if let block = free[candidate]?.popLast() {
                    count(candidate)
                    return (block, candidate)
                }
                candidate = Self.sizeClass(of: candidate + 1)
            }
            count(size)
            counters.allocations += 1
            counters.bytesHeld += size
            return (Self.allocate(size), size)
        }
    }

    private func count(_ size: Int) {
        counters.bytesInUse += size
        most = max(most, counters.bytesInUse)
    }

    func give(_ block: UnsafeMutableRawPointer, size: Int) {
        lock.withLock {
            counters.bytesInUse -= size
            free[size, default: []].append(block)
        }
    }

    /// A large block is made of large pages where the system has them, so that walking it misses fewer addresses.
    private static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        let largePage = 2 << 20
        guard size >= 2 * largePage else { return .allocate(byteCount: size, alignment: 64) }
        let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: largePage)
        #if canImport(Glibc)
            madvise(block, size, MADV_HUGEPAGE)  // a wish: whether it is granted changes only the speed
        #endif
        return block
    }

    /// The next of 1, 1.25, 1.5, 1.75 times a power of two, at least 64.
    private static func sizeClass(of byteCount: Int) -> Int {
        guard byteCount > 256 else { return (max(byteCount, 1) + 63) / 64 * 64 }
        let quarter = 1 << (Int.bitWidth - 1 - (byteCount - 1).leadingZeroBitCount - 2)
        return (byteCount + quarter - 1) / quarter * quarter
    }
}

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

    private init() {
        floats = UnsafeMutablePointer(bitPattern: 64)!  // an address that no process can read
        size = 0
    }

    /// No memory: whoever reads or writes it is stopped by the system.
    static let none = Storage()

    deinit {
        if size > 0 { MemoryPool.shared.give(UnsafeMutableRawPointer(floats), size: size) }
    }
}
