import CKernels
import Foundation
import Testing

@testable import Tensors

/// The choice of instruction set is made once in a process, so each is tried in a process of its own.
///
/// The whole test suite runs under another one with the environment variable RECURRENT_SIMD set.
struct InstructionSetTests {
    @Test func theEnvironmentVariableChoosesTheInstructionSet() {
        guard let wanted = ProcessInfo.processInfo.environment["RECURRENT_SIMD"] else { return }
        expectChoice(wanted)
    }

    @Test func thePortableKernelsAreRight() async {
        await #expect(processExitsWith: .success) { checkKernels(under: "portable") }
    }

    @Test func theAVX2KernelsAreRight() async {
        await #expect(processExitsWith: .success) { checkKernels(under: "avx2") }
    }

    @Test func theAVX512KernelsAreRight() async {
        await #expect(processExitsWith: .success) { checkKernels(under: "avx512") }
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

/// The variable can only force a lower set than the processor has.
private func expectChoice(_ wanted: String) {
    let levels = ["portable", "avx2", "avx512"]
    let found = levels.firstIndex(of: String(cString: kernels_instruction_set()))
    let limit = levels.firstIndex(of: wanted)
    #expect(found != nil && limit != nil && found! <= limit!)
    #if arch(x86_64) && os(Linux)
        if found != limit, let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) {
            let feature = wanted == "avx512" ? " avx512vl " : " avx2 "
            #expect(!information.contains(feature), "the processor has \(wanted)")
        }
    #endif
}
