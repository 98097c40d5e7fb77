import Foundation
import Testing

@testable import Tensors

/// The choice of instruction set is made once in a process, so each is tried in a process of its own.
///
/// The whole test suite runs under another one with the environment variable RECURRENT_SIMD set; the one that this
/// process has chosen is not tried a second time.
struct InstructionSetTests {
    private static let wanted = ProcessInfo.processInfo.environment["RECURRENT_SIMD"]

    @Test(.enabled(if: wanted != nil, "RECURRENT_SIMD is not set"))
    func theEnvironmentVariableChoosesTheInstructionSet() throws {
        expectChoice(try #require(Self.wanted))
    }

    @Test(.enabled(if: offersMore(than: "portable"))) func thePortableKernelsAreRight() async {
        await #expect(processExitsWith: .success) { checkKernels(under: "portable") }
    }

    @Test(.enabled(if: offersMore(than: "avx2"))) func theAVX2KernelsAreRight() async {
        await #expect(processExitsWith: .success) { checkKernels(under: "avx2") }
    }

    @Test func aSetThatTheProcessorLacksIsNotTaken() async {
        await #expect(processExitsWith: .success) {
            setenv("RECURRENT_SIMD", "avx512", 1)
            expectChoice("avx512")
        }
    }
}

private func checkKernels(under instructionSet: String) {
    setenv("RECURRENT_SIMD", instructionSet, 1)
    expectChoice(instructionSet)
    let products = MatrixProductTests()
    products.productsOfAllSizesEqualTheNaiveOne()
    products.productsOfAllDepthsEqualTheNaiveOne()
    products.productsOfMoreRowsThanABlockEqualTheNaiveOne()
    products.onlyTheAskedPanelsAndRowsOfTheOutputAreWritten()
    products.packingWritesNothingBesideItsPanels()
    let inference = InferenceMatrixTests()
    inference.productsOfAllSizesAreThoseOfTheRoundedWeights()
    inference.wholeNumbersAreExact()
    inference.rowsHaveTheSameBitsInAnyCompany()
    let mixed = MixedProductTests()
    mixed.productsOfAllSizesAreThoseOfTheRoundedValues()
    mixed.wholeNumbersThatBFloat16HoldsAreExact()
    let functions = VectorFunctionTests()
    functions.theExponentialIsWithinThreeTenMillionths()
    functions.theSigmoidIsWithinThreeTenMillionths()
    functions.theHyperbolicTangentIsWithinFourTenMillionths()
    functions.theHyperbolicTangentIsOddBitForBit()
    functions.infinitiesReachTheLimits()
    functions.notANumberPropagatesInEveryLane()
    functions.aSingleInfinityOrNaNIsFoundAnywhere()
    functions.sumsOfRowProductsAreThoseOfTheColumns()
    OperationGradientTests().crossEntropyInAllItsForms()
    let pooling = PoolingTests()
    for columns in [1, 7, 17, 64] {
        pooling.theMeanAndItsGradientAreThoseOfTheTwin(columns: columns)
        pooling.theMaximumAndItsGradientAreThoseOfTheTwin(columns: columns)
        pooling.attentionAndItsGradientsAreThoseOfTheTwin(columns: columns)
    }
    pooling.aSequenceGetsTheSameAloneAndAmongOthers()
    let skipGram = SkipGramTests()
    skipGram.windowsOfAllSizesMoveTheTablesAsTheTwinDoes()
    skipGram.wordsNamedTwiceMoveTwiceAsFar()
    skipGram.windowsFollowEachOther()
    skipGram.farScoresAreExactAndFinite()
    skipGram.theFirstLossIsThatOfEvenChances()
    skipGram.aNaNShowsInTheLoss()
    RecurrentSequenceTests().gradientsOfAllSizesAreThoseOfTheTwin()
    let convolutions = ConvLSTMSequenceTests()
    convolutions.gradientsOfAllSizesAreThoseOfTheTwin()
    convolutions.aRangeOfPixelsTouchesItsOwnRowsAlone()
    AttentionDecoderTests().gradientsOfAllSizesAreThoseOfTheTwin()
    RecurrentKernelTests().aRangeOfSequencesTouchesItsOwnRowsAlone()
}

/// Whether the kernels that this process runs, and all its tests with them, use a higher set.
private func offersMore(than level: String) -> Bool { rank(Machine.instructionSet) > rank(level) }

private func rank(_ level: String) -> Int { ["portable", "avx2", "avx512"].firstIndex(of: level) ?? -1 }

/// The variable can only force a lower set than the processor has.
private func expectChoice(_ wanted: String) {
    let found = rank(Machine.instructionSet)
    let limit = rank(wanted)
    #expect(found >= 0 && limit >= 0 && found <= limit)
    #if arch(x86_64) && os(Linux)
        if found != limit, let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) {
            let feature = wanted == "avx512" ? " avx512vl " : " avx2 "
            #expect(!information.contains(feature), "the processor has \(wanted)")
        }
    #endif
}
