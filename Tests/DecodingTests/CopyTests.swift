import Decoding
import Tensors
import Testing

/// Copies of another text: their limit, and what is reported of them.
struct CopyTests {
    private func ids(_ count: Int, below limit: Int32, seed: UInt64) -> [Int32] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Int32.random(in: 0..<limit, using: &generator) }
    }

    private func occurs(_ piece: ArraySlice<Int32>, in corpus: [Int32]) -> Bool {
        piece.isEmpty
            || corpus.indices.contains { $0 + piece.count <= corpus.count && corpus[$0..<$0 + piece.count] == piece }
    }

    @Test(arguments: [1, 2, 5, 9]) func noPieceOfMoreTokensIsCopied(maxCopy: Int) throws {
        let corpus = ids(maxCopy < 3 ? 12 : 400, below: 6, seed: 3)
        for seed in UInt64(0)..<10 {
            var sampler = Sampler(
                processors: [try CopyLimitProcessor(maxCopy: maxCopy, corpus: corpus)], vocabularySize: 9)
            var generator = SeededGenerator(seed: seed)
            // The text before does not count; the text would go on copying it.
            var history = corpus.prefix(8).map(Int.init)
            let start = history.count
            for _ in 0..<200 {
                // A model that has learnt the corpus by heart.
                let next = history.count % corpus.count
                var logits = [Float](repeating: 0, count: 9)
                logits[Int(corpus[next])] = 4
                history.append(try sampler.next(logits: logits, history: history, using: &generator))
            }
            let text = history[start...].map(Int32.init)
            for end in text.indices where end >= maxCopy {
                #expect(!occurs(text[end - maxCopy...end], in: corpus), "seed \(seed), \(end)")
            }
            // As many as allowed are copied.
            let longest = VerbatimCopies(of: [text], in: corpus).copies[0].longest.count
            #expect(longest == maxCopy)
        }
    }

    @Test func whereEverythingIsACopyTheDrawFails() throws {
        var sampler = Sampler(
            processors: [try CopyLimitProcessor(maxCopy: 1, corpus: [0, 0, 1, 1, 0])], vocabularySize: 2)
        var generator = SeededGenerator(seed: 1)
        let first = try sampler.next(logits: [0, 0], history: [], using: &generator)
        #expect(throws: SamplingError.noCandidate(vocabularySize: 2)) {
            try sampler.next(logits: [0, 0], history: [first], using: &generator)
        }
        #expect(throws: SamplingError.self) { try CopyLimitProcessor(maxCopy: 0, corpus: []) }
    }

    @Test func copiesAreThoseOfANaiveSearch() {
        for seed in UInt64(0)..<20 {
            let corpus = ids(60, below: 3, seed: seed)
            let texts = [ids(30, below: 3, seed: seed + 100), [], ids(17, below: 4, seed: seed + 200), [3, 3]]
            let copies = VerbatimCopies(of: texts, in: corpus, minLength: 5).copies
            for (text, copy) in zip(texts, copies) {
                var longest = 0
                var isCopied = [Bool](repeating: false, count: text.count)
                for start in text.indices {
                    for end in start + 1...text.count where occurs(text[start..<end], in: corpus) {
                        longest = max(longest, end - start)
                        if end - start >= 5 { for index in start..<end { isCopied[index] = true } }
                    }
                }
                #expect(copy.longest.count == longest, "seed \(seed)")
                #expect(occurs(text[copy.longest], in: corpus))
                let share = text.isEmpty ? 0 : Double(isCopied.count { $0 }) / Double(text.count)
                #expect(copy.share == share, "seed \(seed)")
            }
        }
    }
}
