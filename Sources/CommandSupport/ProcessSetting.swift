import Foundation

/// What a process was started with, apart from what its command makes of it.
enum ProcessSetting {
    /// What is wrong with it, if anything is.
    static var problem: CommandFailure? {
        let arguments = (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
        }
        return problem(
            arguments: arguments.map { $0.map { UInt8(bitPattern: $0) } },
            instructionSet: ProcessInfo.processInfo.environment["RECURRENT_SIMD"])
    }

    /// The values of RECURRENT_SIMD: the highest instruction set that kernels are to use.
    static let instructionSets = ["avx512", "avx2", "portable"]

    static func problem(arguments: [[UInt8]], instructionSet: String?) -> CommandFailure? {
        if let bytes = arguments.first(where: { String(validating: $0, as: UTF8.self) == nil }) {
            return CommandFailure(
                .usage,
                "the argument \(shown(bytes)) is not UTF-8; rename the file, or give its contents on standard input.")
        }
        if let instructionSet, !instructionSet.isEmpty, !instructionSets.contains(instructionSet) {
            return CommandFailure(
                .usage,
                "RECURRENT_SIMD is \(instructionSet.debugDescription); it can be "
                    + "\(instructionSets.dropLast().joined(separator: ", ")) or \(instructionSets.last ?? ""), or left out."
            )
        }
        return nil
    }

    /// An argument as printf can write it.
    private static func shown(_ bytes: [UInt8]) -> String {
        "'"
            + bytes.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "\\x" + String($0, radix: 16) }
            .joined() + "'"
    }
}
