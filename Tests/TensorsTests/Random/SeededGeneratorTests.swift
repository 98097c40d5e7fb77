import Foundation
import Testing

@testable import Tensors

struct SeededGeneratorTests {
    // Expected numbers come from this transcription of the authors' C sources into Python, with M = 2**64 - 1 and
    // rotl = lambda x, k: (x << k | x >> 64 - k) & M:
    //
    //     def splitmix(seed):
    //         while True:
    //             seed = (seed + 0x9E3779B97F4A7C15) & M
    //             z = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9 & M
    //             z = (z ^ z >> 27) * 0x94D049BB133111EB & M
    //             yield z ^ z >> 31
    //
    //     def xoshiro(s):
    //         while True:
    //             yield rotl(s[1] * 5 & M, 7) * 9 & M
    //             t = s[1] << 17 & M
    //             s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45)
    //
    //     def fnv(name):
    //         h = 0xCBF29CE484222325
    //         for b in name.encode(): h = (h ^ b) * 0x100000001B3 & M
    //         return h
    @Test func theNumbersAreThoseOfXoshiro() throws {
        var generator = try #require(SeededGenerator(state: [1, 2, 3, 4]))
        let expected: [UInt64] = [
            11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test(
        arguments: [
            (0, [0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0, 0x6aa5_94f1_262d_2d2c]),
            (42, [0x1578_0b2e_0c2e_c716, 0x6104_d986_6d11_3a7e, 0xae17_5332_39e4_99a1, 0xecb8_ad47_03b3_60a1]),
            (.max, [0x8f55_20d5_2a7e_ad08, 0xc476_a018_caa1_802d, 0x81de_31c0_d260_469e, 0xbf65_8d7e_065f_3c2f]),
        ] as [(UInt64, [UInt64])])
    func aSeedIsSpreadBySplitMix(seed: UInt64, expected: [UInt64]) {
        var generator = SeededGenerator(seed: seed)
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test func aStreamIsSeededByTheHashOfItsName() {
        var generator = SeededGenerator(seed: 42, stream: "dropout")
        #expect([generator.next(), generator.next()] == [0xb0ec_922f_32ed_9c7b, 0xb4a8_8532_b392_286e])
    }

    @Test func streamsShareNoNumbersAndDoNotCorrelate() {
        let names = ["shuffle", "dropout", "init", "sampling", "a", "b", ""]
        let streams = names.map { name in
            var generator = SeededGenerator(seed: 7, stream: name)
            return (0..<5000).map { _ in generator.nextUniform() - 0.5 }
        }
        for i in names.indices {
            for j in 0..<i {
                let correlation = zip(streams[i], streams[j]).reduce(0) { $0 + $1.0 * $1.1 } / 5000 * 12
                #expect(abs(correlation) <= 4 / 5000.0.squareRoot(), "\(names[i]), \(names[j])")
                #expect(Set(streams[i]).isDisjoint(with: streams[j]))
            }
        }
    }

    @Test func aSavedGeneratorGoesOnWhereItStood() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<10 { _ = generator.next() }
        var restored = try #require(SeededGenerator(state: generator.state))
        let coded = try JSONEncoder().encode(generator)
        var decoded = try JSONDecoder().decode(SeededGenerator.self, from: coded)
        #expect(restored == generator && decoded == generator)
        let next = (0..<10).map { _ in generator.next() }
        #expect((0..<10).map { _ in restored.next() } == next)
        #expect((0..<10).map { _ in decoded.next() } == next)
    }

    @Test(arguments: [[], [1, 2, 3], [0, 0, 0, 0], [1, 2, 3, 4, 5]] as [[UInt64]])
    func whatIsNoStateIsRefused(state: [UInt64]) throws {
        #expect(SeededGenerator(state: state) == nil)
        let text = try String(decoding: JSONEncoder().encode(["state": state]), as: UTF8.self)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(SeededGenerator.self, from: Data(text.utf8))
        }
    }

    @Test func uniformNumbersFillTheUnitInterval() {
        var generator = SeededGenerator(seed: 5)
        let values = (0..<100_000).map { _ in generator.nextUniform() }
        #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
        let mean = values.reduce(0, +) / 100_000
        #expect(abs(mean - 0.5) <= 4 * (1 / 12.0).squareRoot() / 100_000.0.squareRoot())
        #expect(values.min()! < 1e-3 && values.max()! > 1 - 1e-3)
    }

    @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        var generator = SeededGenerator(seed: 6)
        let count = 100_000.0
        let values = (0..<Int(count)).map { _ in generator.nextNormal() }
        #expect(abs(values.reduce(0, +) / count) <= 4 / count.squareRoot())
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / count - 1) <= 4 * (2 / count).squareRoot())
        #expect(abs(values.reduce(0) { $0 + $1 * $1 * $1 } / count) <= 4 * (15 / count).squareRoot())
        #expect(abs(values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count - 3) <= 4 * (96 / count).squareRoot())
    }
}
