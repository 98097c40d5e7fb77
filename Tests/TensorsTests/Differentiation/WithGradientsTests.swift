import Foundation
import Synchronization
import Testing

@testable import Tensors

struct WithGradientsTests {
    private let a = Parameter(Tensor([1, 2, 3], shape: [3]))
    private let b = Parameter(Tensor([4, 5, 6], shape: [3]))

    @Test func theGradientsOfSeveralUsesAddUp() {
        let (value, gradients) = withGradients { (Variable(a) * Variable(a) + 3 * Variable(a)).sum() }
        #expect(value == 32)
        #expect(gradients[a]?.elements == [5, 7, 9])
    }

    @Test func aVariableUsedTwiceIsDifferentiatedThroughBothUses() {
        let (_, gradients) = withGradients {
            let product = Variable(a) * Variable(b)
            return (product + product * product).sum()
        }
        #expect(gradients[a]?.elements == [36, 105, 222])  // b + 2 a b b
    }

    @Test func aParameterThatTookNoPartHasNoGradient() {
        let (_, gradients) = withGradients { Variable(a).sum() }
        #expect(gradients[a]?.elements == [1, 1, 1])
        #expect(gradients[b] == nil)
    }

    @Test func noGradientFlowsThroughADetachedVariable() {
        let (_, gradients) = withGradients { (Variable(a).detached() * Variable(b)).sum() }
        #expect(gradients[a] == nil)
        #expect(gradients[b]?.elements == [1, 2, 3])
    }

    @Test func parametersThatWereNotChosenAreConstants() {
        let (value, gradients) = withGradients(withRespectTo: [b]) { (Variable(a) * Variable(b)).sum() }
        #expect(value == 32)
        #expect(gradients[a] == nil)
        #expect(gradients[b]?.elements == [1, 2, 3])
    }

    @Test func manyMayDifferentiateByTheSameParametersAtOnce() {
        let table = Parameter(Tensor(repeating: 1, shape: [4, 3]))
        let isRight = Mutex(true)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            let factor = Float(thread + 1)
            for _ in 0..<200 {
                let (_, gradients) = withGradients {
                    let sum = (factor * Variable(a) * Variable(b)).sum()
                    return sum + (factor * gatherRows(Variable(table), [2, 2])).sum()
                }
                let rows: [Float] = [0, 0, 0, 0, 0, 0, 2 * factor, 2 * factor, 2 * factor, 0, 0, 0]
                guard gradients[a]?.elements == [4, 5, 6].map({ $0 * factor }), gradients[table]?.elements == rows
                else {
                    isRight.withLock { $0 = false }
                    return
                }
            }
        }
        #expect(isRight.withLock { $0 })
    }

    @Test func aConstantResultHasNoGradients() {
        let (value, gradients) = withGradients { Variable(Tensor(scalar: 7)) }
        #expect(value == 7 && gradients[a] == nil)
    }

    @Test func nothingIsRecordedOutside() {
        #expect(!(Variable(a) * Variable(b)).needsGradient)
        _ = withGradients {
            #expect((Variable(a) * Variable(b)).needsGradient)
            return Variable(a).sum()
        }
        #expect(!Variable(a).needsGradient)
    }

    @Test func aSecondPassStartsFromNothing() {
        let first = withGradients { (Variable(a) * Variable(b)).sum() }
        let second = withGradients { (Variable(a) * Variable(b)).sum() }
        #expect(first.gradients[a] == second.gradients[a])
        #expect(second.gradients[a]?.elements == [4, 5, 6])
    }

    @Test func aGradientDoesNotChangeWithTheParameter() {
        let (_, gradients) = withGradients { (Variable(a) * Variable(b)).sum() }
        b.value.mutate { $0[0] = 100 }
        #expect(gradients[a]?.elements == [4, 5, 6])
    }

    @Test func aResultThatIsTheParameterItselfHasTheGradientOne() {
        let scalar = Parameter(Tensor(scalar: 3))
        let (value, gradients) = withGradients { Variable(scalar) }
        #expect(value == 3 && gradients[scalar]?.scalar == 1)
    }

    @Test func aLongChainIsDifferentiatedAndFreed() {
        let (_, gradients) = withGradients {
            (0..<5000).reduce(Variable(a)) { sum, _ in sum + Variable(b) }.sum()
        }
        #expect(gradients[a]?.elements == [1, 1, 1])
        #expect(gradients[b]?.elements == [5000, 5000, 5000])
    }

    @Test func anErrorLeavesNothingBehind() {
        struct Interruption: Error {}
        #expect(throws: Interruption.self) { try withGradients { throw Interruption() } }
        #expect(!Variable(a).needsGradient)
    }
}
