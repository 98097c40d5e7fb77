import Testing

@testable import Tensors
@testable import TextClassification

struct BaselinesNGramFeaturesTests {
    /// Models are stored under these numbers. The first is the first output of SplitMix64 seeded with 0.
    @Test func hashesNeverChange() {
        #expect(NGramFeatures.hash(of: [0]) == 0xe220_a839_7b1d_cdaf)
        #expect(NGramFeatures.hash(of: [1, 2]) == 0xbcd9_dbb4_9673_066b)
        #expect(NGramFeatures.hash(of: [2, 1]) == 0xe06d_d043_328b_d285)
    }

    @Test func aDocumentHasItsDistinctNGramsOfEachLength() {
        let tokens: [UInt64] = [7, 8, 7, 8]
        let expected: [[UInt64]] = [[7], [8], [7, 8], [8, 7], [7, 8, 7], [8, 7, 8]]
        #expect(NGramFeatures.hashes(in: tokens, order: 3) == expected.map(NGramFeatures.hash(of:)).sorted())
        #expect(NGramFeatures.hashes(in: tokens, order: 1) == [[7], [8]].map(NGramFeatures.hash(of:)).sorted())
        #expect(NGramFeatures.hashes(in: [], order: 3).isEmpty)
        #expect(NGramFeatures.hashes(in: [7], order: 9) == [NGramFeatures.hash(of: [7])])
    }

    @Test func theOrderOfTokensMatters() {
        #expect(NGramFeatures.hashes(in: [1, 2], order: 2) != NGramFeatures.hashes(in: [2, 1], order: 2))
    }

    @Test func rareNGramsAreLeftOut() {
        let documents: [[UInt64]] = [[1, 2, 1, 2], [1, 2], [1, 3], []]
        let (features, rows) = NGramFeatures.counted(in: documents, order: 2, minDocumentFrequency: 2)
        #expect(features.hashes == [[1], [2], [1, 2]].map(NGramFeatures.hash(of:)).sorted())
        #expect((0..<4).map { rows.places(of: $0).count } == [3, 3, 1, 0])
        #expect(rows.features[rows.places(of: 2)].map(Int.init) == [features.index(of: NGramFeatures.hash(of: [1]))])
        let all = NGramFeatures.counted(in: documents, order: 2, minDocumentFrequency: 1).features
        #expect(all.count == 6)  // 1, 2, 3, 1 2, 2 1, 1 3
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 100, 1_000])
    func everyHashIsFoundAtItsPlace(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        let spread = (0..<count).map { _ in generator.next() }.sorted()
        let crowded = (0..<UInt64(count)).map { 5 + 2 * $0 }  // all with the same leading bits
        for hashes in [spread, crowded] {
            let features = NGramFeatures(sorted: hashes)
            #expect(hashes.map(features.index(of:)) == Array(hashes.indices))
            for hash in hashes { #expect(features.index(of: hash + 1) == nil) }
            #expect(features.index(of: 0) == nil)
            #expect(features.index(of: .max) == nil)
        }
    }
}
