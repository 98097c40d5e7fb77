import Testing

@testable import CommandSupport

/// What a process is started with.
@Suite struct ProcessSettingTests {
    @Test func argumentsAreUTF8() {
        let problem = ProcessSetting.problem(
            arguments: [Array("train".utf8), Array("caf".utf8) + [0xE9]], instructionSet: nil)
        #expect(problem?.exitStatus == .usage)
        #expect(
            problem?.description
                == "the argument 'caf\\xe9' is not UTF-8; rename the file, or give its contents on standard input.")
        #expect(ProcessSetting.problem(arguments: [Array("café".utf8)], instructionSet: nil) == nil)
    }

    @Test func instructionSetsAreKnown() {
        for name in ["avx512", "avx2", "portable", "", nil] {
            #expect(ProcessSetting.problem(arguments: [], instructionSet: name) == nil)
        }
        #expect(
            ProcessSetting.problem(arguments: [], instructionSet: "bogus")?.description
                == "RECURRENT_SIMD is \"bogus\"; it can be avx512, avx2 or portable, or left out.")
    }
}
