import Foundation
import NeuralLayers
import Tensors
import TestSupport
import Testing
import Tokenization

@testable import TextGeneration

struct TextCompressorTests {
    static let contents: [Named<[UInt8]>] = {
        var generator = SeededGenerator(seed: 6)
        let random = (0..<3_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let text = String(repeating: "a cab, a dab; façade 漢字 👨‍👩‍👧\r\n", count: 40)
        return [
            Named("nothing", []), Named("a byte", [0]), Named("a letter", Array("a".utf8)),
            Named("all bytes", Array(0...255)), Named("random bytes", random), Named("text", Array(text.utf8)),
            Named("half a character", Array("aé".utf8.dropLast()) + [0xff, 0xc3]),
            Named("one byte often", Array(repeating: 7, count: 70_000)),
            Named("text and bytes", Array(text.utf8.prefix(300)) + random.prefix(300) + Array(text.utf8.prefix(300))),
        ]
    }()

    @Test(arguments: contents) func whatComesBackIsWhatWentIn(content: Named<[UInt8]>) throws {
        let compressor = try TextCompressor(generator())
        let data = Data(content.value)
        let archive = try compressor.compress(data)
        #expect(try compressor.decompress(archive) == data)
        #expect(archive.count <= data.count + data.count / 20 + 100, "\(archive.count) of \(data.count)")
    }

    @Test func theStretchesOfTheInputChangeNothing() throws {
        let compressor = try TextCompressor(generator())
        let bytes = Self.contents[8].value
        let whole = try compressor.compress(Data(bytes))
        var left = bytes[...]
        func next() -> [UInt8]? {
            defer { left = left.dropFirst(7) }
            return left.isEmpty ? nil : Array(left.prefix(7))
        }
        var pieces = Data()
        let size = try compressor.compress(next, to: { pieces.append(contentsOf: $0) })
        #expect(pieces == whole)
        #expect(size.bytes == bytes.count && size.compressedBytes == whole.count)
        #expect(try compressor.compress(Data(bytes)) == whole)
    }

    @Test func whatTheModelKnowsGetsSmall() throws {
        let text = Data(String(repeating: "abcabdabe", count: 300).utf8)
        #expect(try TextCompressor(generator()).compress(text).count < 250)
    }

    @Test func aDamagedArchiveIsRefused() throws {
        let compressor = try TextCompressor(generator())
        let archive = try compressor.compress(Data(Self.contents[5].value))
        for place in stride(from: 13, to: archive.count, by: 37) {
            var damaged = archive
            damaged[place] ^= 0x10
            #expect(throws: CompressionError.damaged(file: "it"), "byte \(place)") {
                try compressor.decompress(damaged, name: "it")
            }
        }
        for count in [13, 20, archive.count - 17, archive.count - 1] {
            #expect(throws: CompressionError.damaged(file: "it"), "\(count) bytes") {
                try compressor.decompress(archive.prefix(count), name: "it")
            }
        }
        #expect(throws: CompressionError.damaged(file: "it")) {
            try compressor.decompress(archive + [0], name: "it")
        }
    }

    @Test func aForeignFileIsRefused() throws {
        let compressor = try TextCompressor(generator())
        var archive = try compressor.compress(Data("abc".utf8))
        #expect(throws: CompressionError.otherModel(file: "it")) {
            try TextCompressor(generator(seed: 9)).decompress(archive, name: "it")
        }
        archive[4] = 2
        #expect(throws: CompressionError.newerVersion(file: "it", version: 2)) {
            try compressor.decompress(archive, name: "it")
        }
        for foreign in [Data(), Data("RC".utf8), Data("To be, or not to be".utf8)] {
            #expect(throws: CompressionError.notAnArchive(file: "it")) {
                try compressor.decompress(foreign, name: "it")
            }
        }
    }

    @Test func modelsThatCannotCompressAreRefused() throws {
        #expect(throws: CompressionError.unsupportedCell("GRU")) { try TextCompressor(generator(cell: .gru)) }
        let broken = generator()
        broken.model.projection.bias.value = Tensor(repeating: .nan, shape: broken.model.projection.bias.shape)
        #expect(throws: CompressionError.unusableModel) { try TextCompressor(broken) }
    }

    /// An archive that version 1 wrote must stay readable, and is what this version writes on any processor.
    @Test func theArchiveOfAModelIsTheSameEverywhere() throws {
        let text = Data("a cab and a dab, é 漢 and more".utf8)
        let compressor = try TextCompressor(generator())
        let archive = try compressor.compress(text)
        let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Goldens/archive-v1.rctz")
        let stored = (try? Data(contentsOf: golden)) ?? Data()
        #expect(archive == stored, "\(archive.base64EncodedString())")
        #expect(try compressor.decompress(stored) == text)
    }

    private func generator(seed: UInt64 = 8, cell: RecurrentCellKind = .lstm) -> TextGenerator {
        let tokenizer = Tokenizer.train(on: "abcde ,;é漢\r\n", unit: .grapheme)
        var generator = SeededGenerator(seed: seed)
        var configuration = TextGeneratorNetwork.Configuration(
            vocabularySize: tokenizer.vocabulary.count, embeddingSize: 5, hiddenSize: 11, numLayers: 2)
        configuration.cell = cell
        return TextGenerator(model: TextGeneratorNetwork(configuration, using: &generator), tokenizer: tokenizer)
    }
}

struct RangeCoderTests {
    @Test func symbolsComeBackWhateverTheirSizes() throws {
        var generator = SeededGenerator(seed: 2)
        let symbols = (0..<20_000).map { _ -> (start: UInt32, size: UInt32, total: UInt32) in
            let total = 1 + UInt32.random(in: 0..<1 << UInt32.random(in: 1...29, using: &generator), using: &generator)
            let size = UInt32.random(in: 1...total, using: &generator)
            return (UInt32.random(in: 0...total - size, using: &generator), size, total)
        }
        var encoder = RangeEncoder()
        for symbol in symbols { encoder.encode(start: symbol.start, size: symbol.size, total: symbol.total) }
        encoder.finish()
        let bytes = encoder.bytes
        var numRead = 0
        var decoder = try RangeDecoder {
            numRead += 1
            return try #require(numRead <= bytes.count ? bytes[numRead - 1] : nil)
        }
        for symbol in symbols {
            let position = decoder.position(total: symbol.total)
            try #require(symbol.start <= position && position < symbol.start + symbol.size)
            try decoder.read(start: symbol.start, size: symbol.size, total: symbol.total)
        }
        #expect(numRead == bytes.count)
        let bits = symbols.reduce(0) { $0 + log2(Double($1.total) / Double($1.size)) }
        #expect(Double(bytes.count) < bits / 8 + 20)
    }

    @Test func portableFunctionsAreThoseOfTheLibrary() {
        for step in -400...400 {
            let x = Float(step) / 5
            #expect(abs(PortableMath.exp(SIMD8(repeating: x))[3] / Foundation.exp(max(x, -80)) - 1) < 1e-6, "\(x)")
            #expect(abs(PortableMath.tanh(SIMD8(repeating: x))[0] - Foundation.tanh(x)) < 1e-6, "\(x)")
            #expect(abs(PortableMath.exp(Double(x)) / Foundation.exp(Double(x)) - 1) < 1e-14, "\(x)")
            #expect(PortableMath.rounded(x) == x.rounded(.toNearestOrEven), "\(x)")
        }
    }
}
