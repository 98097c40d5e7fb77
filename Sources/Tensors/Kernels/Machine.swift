import CKernels
import Foundation

/// The processor that the kernels run on.
public enum Machine {
    /// The instruction set in use: `avx512`, `avx2` or `portable`.
    public static var instructionSet: String { String(cString: kernels_instruction_set()) }

    /// The processor's name as the system gives it.
    public static var processorName: String {
        // Other systems than Linux have no such file.
        let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    }

    /// Processors that this process may use: those it is bound to, at most the quota of its container.
    public static var usableProcessorCount: Int {
        var count = kernels_processor_count()
        #if os(Linux)
            // Without this file there is no quota.
            let quota =
                (try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8))?
                .split(whereSeparator: \.isWhitespace).compactMap { Double($0) } ?? []
            if quota.count == 2, quota[1] > 0 { count = min(count, Int((quota[0] / quota[1]).rounded(.up))) }
        #endif
        return max(count, 1)
    }

    /// Float32 multiplications and additions a second that the threads of the pool reach together when they compute in
    /// registers and read no memory: what no kernel can surpass.
    public static func measurePeakSpeed() -> Double {
        let iterations = 4_000_000
        var best = 0.0
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(2) {  // long enough for the system to spread the threads
            let count = (0..<ThreadPool.shared.threadCount).map { _ in Counter() }
            let (seconds, attoseconds) = ContinuousClock().measure {
                ThreadPool.shared.run { count[$0].value = kernels_multiply_add_chains(iterations, &count[$0].sink) }
            }.components
            let operations = 2 * Double(count.reduce(0) { $0 + $1.value })
            best = max(best, operations / (Double(seconds) + Double(attoseconds) * 1e-18))
        }
        return best
    }

    private final class Counter: @unchecked Sendable {  // each is used by one thread
        var value = 0
        var sink: Float = 0
    }
}
