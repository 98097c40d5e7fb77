import Testing

@testable import Tensors

struct MemoryPoolTests {
    @Test func aReturnedBlockIsHandedOutAgain() {
        let pool = MemoryPool()
        let first = pool.take(byteCount: 1000)
        pool.give(first.block, size: first.size)
        let second = pool.take(byteCount: 990)
        #expect(second.block == first.block && second.size == first.size)
        #expect(pool.statistics.allocations == 1)
        pool.give(second.block, size: second.size)
        pool.trim()
    }

    @Test func aBlockInUseIsNotHandedOutTwice() {
        let pool = MemoryPool()
        let blocks = (0..<10).map { _ in pool.take(byteCount: 64) }
        #expect(Set(blocks.map(\.block)).count == 10)
        #expect(pool.statistics == .init(allocations: 10, bytesInUse: 640, bytesHeld: 640))
        for (block, size) in blocks { pool.give(block, size: size) }
        #expect(pool.statistics == .init(allocations: 10, bytesInUse: 0, bytesHeld: 640))
        pool.trim()
        #expect(pool.statistics == .init(allocations: 10, bytesInUse: 0, bytesHeld: 0))
    }

    @Test func aBlockIsAlignedBigEnoughAndAtMostAQuarterTooBig() {
        for count in Array(0...2100) + [4095, 4096, 4097, 5120, 5121, 1 << 20, (1 << 20) + 1, 1_600_000] {
            let pool = MemoryPool()
            let (block, size) = pool.take(byteCount: count)
            #expect(size >= count && size % 64 == 0 && Int(bitPattern: block) % 64 == 0)
            #expect(size <= max(count, 1) + max(63, count / 4))
            pool.give(block, size: size)
            pool.trim()
            #expect(pool.statistics.bytesHeld == 0)
        }
    }

    @Test func aWaitingBlockServesALittleLessButNotMuchLess() {
        for (count, isReused) in [(64_000, true), (44_000, true), (40_000, false), (66_000, false), (64, false)] {
            let pool = MemoryPool()
            let large = pool.take(byteCount: 65_536)
            pool.give(large.block, size: large.size)
            let small = pool.take(byteCount: count)
            #expect((small.block == large.block) == isReused, "\(count)")
            #expect(small.size >= count && pool.statistics.bytesInUse == small.size)
            pool.give(small.block, size: small.size)
            #expect(pool.statistics.bytesInUse == 0)
            pool.trim()
            #expect(pool.statistics.bytesHeld == 0)
        }
    }
}
