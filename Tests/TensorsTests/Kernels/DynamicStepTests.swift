import Tensors
import Testing

struct DynamicStepTests {
    @Test(arguments: [1, 7, 8, 17, 5_000]) func aStepFollowsItsEquation(count: Int) {
        var generator = SeededGenerator(seed: 4)
        func random() -> Tensor { .normal([count], using: &generator) }
        var (weight, meanSquare) = (random(), Tensor(random().elements.map { $0 * $0 }, shape: [count]))
        let (oldWeight, oldSquare, trained, gradient) = (weight, meanSquare, random(), random())
        let sum = dynamicStep(
            &weight, &meanSquare, trained: trained, gradient: gradient,
            DynamicStepConstants(share: 0.25, learningRate: 0.01, damping: 0.5, pull: 0.7))
        let roots = zip(oldSquare.elements, gradient.elements).map { (0.75 * $0 + 0.25 * $1 * $1).squareRoot() }
        let expected = roots.reduce(0) { $0 + Double($1) }
        for index in stride(from: 0, to: count, by: max(1, count / 20)) {
            let (root, w, g) = (roots[index], oldWeight.elements[index], gradient.elements[index])
            let moved = w + min(1, 0.7 * root) * (trained.elements[index] - w) - 0.01 * g / (root + 0.5)
            #expect(abs(weight.elements[index] - moved) < 1e-5, "element \(index) of \(count)")
            #expect(abs(meanSquare.elements[index].squareRoot() - root) < 1e-5, "element \(index) of \(count)")
        }
        #expect(abs(sum - expected) < 1e-4 * expected)
    }
}
