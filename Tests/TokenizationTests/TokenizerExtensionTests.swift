import Foundation
import TestSupport
import Testing

@testable import Tokenization

/// Tokenizers that gain tokens of further texts.
@Suite struct TokenizerExtensionTests {
    private static let old = "the cat sat on the mat, the rat sat on the cat; naïve cafés, naïve cafés. 3.14 3.14"
    private static let new = "zebras gallop; zebras and more zebras gallop on the mat. 東京 東京 Ωmega Ωmega"

    @Test(arguments: TokenUnit.allCases) func oldIDsStayAndNewTextsAreKnown(unit: TokenUnit) throws {
        let before = Tokenizer.train(on: Self.old, unit: unit)
        let after = before.extended(with: [Self.new])
        for id in before.vocabulary.ordinaryIDs {
            #expect(before.vocabulary.bytes(of: id) == after.vocabulary.bytes(of: id))
        }
        #expect(after.unit == unit && after.normalizer == before.normalizer)
        // " mat" becomes a piece, as it is one in the new text.
        let same = unit == .bpe ? "the cat sat on the cat; naïve cafés" : Self.old
        #expect(after.encodeIDs(same) == before.encodeIDs(same))
        #expect(after.encode(Self.new).ids.contains(Vocabulary.unknownID) == false)
        #expect(after.decode(after.encodeIDs(Self.new)) == Self.new)
        #expect((after.vocabulary.count > before.vocabulary.count) == (unit != .byte))
        if unit == .bpe { #expect(after.encodeIDs(Self.new).count < before.encodeIDs(Self.new).count) }
    }

    @Test(arguments: TokenUnit.allCases) func nothingNewChangesNothing(unit: TokenUnit) {
        let tokenizer = Tokenizer.train(on: Self.old, unit: unit)
        #expect(tokenizer.extended(with: []) == tokenizer)
        #expect(tokenizer.extended(with: [Self.new], maxSize: tokenizer.vocabulary.count) == tokenizer)
        #expect(tokenizer.extended(with: [Self.new], maxSize: 0) == tokenizer)
        if unit != .bpe { #expect(tokenizer.extended(with: [Self.old]) == tokenizer) }
    }

    @Test func theMostFrequentComeFirstAndRareOnesAreLeftOut() throws {
        let tokenizer = Tokenizer.train(on: Self.old, unit: .word)
        let three = tokenizer.extended(with: [Self.new], minFrequency: 3)
        #expect(three.vocabulary.count == tokenizer.vocabulary.count + 1)
        #expect(three.vocabulary.id(of: "zebras") == Int32(tokenizer.vocabulary.count))
        let one = tokenizer.extended(with: [Self.new], maxSize: tokenizer.vocabulary.count + 1)
        #expect(one.vocabulary == three.vocabulary)
    }

    @Test func anExtendedTokenizerOfBytePairsIsRead() throws {
        let tokenizer = try Tokenizer.train(on: Self.old, unit: .bpe, maxSize: 280)
        let after = tokenizer.extended(with: [Self.new, Self.old], maxSize: 320)
        #expect(after.vocabulary.count > 300 && after.vocabulary.count <= 320)
        let read = try Tokenizer(jsonData: after.jsonData(), fileName: "tokenizer.json")
        #expect(read == after && read.encodeIDs(Self.new) == after.encodeIDs(Self.new))
        // Only what has characters after joins needs the newer format.
        #expect(String(decoding: try after.jsonData(), as: UTF8.self).contains("\"formatVersion\" : 3"))
        #expect(String(decoding: try tokenizer.jsonData(), as: UTF8.self).contains("\"formatVersion\" : 2"))
        #expect(Array(after.merges.results.prefix(tokenizer.merges.results.count)) == tokenizer.merges.results)
    }

    @Test func newPiecesAreMadeOfOldOnes() throws {
        let tokenizer = Tokenizer.train(on: Self.old, unit: .bpe)
        let after = tokenizer.extended(with: [Self.new])
        let (old, new) = (Int32(tokenizer.vocabulary.count), Int32(after.vocabulary.count))
        for id in old..<new {
            let pieces = after.pieces(of: id, amongFirst: Int(old))
            #expect(pieces.allSatisfy { $0 < old } && pieces.count > 1)
            #expect(tokenizer.decodeBytes(pieces) == Array(after.vocabulary.bytes(of: id)))
        }
        #expect(after.pieces(of: 70, amongFirst: Int(old)) == [70])
    }

    @Test(arguments: ["short", "reversed", "repeated", "beyond", "text"])
    func damagedIDsAreNamed(damage: String) throws {
        let tokenizer = try Tokenizer.train(on: Self.old, unit: .bpe, maxSize: 280).extended(with: [Self.new])
        var file = try #require(
            try JSONSerialization.jsonObject(with: tokenizer.jsonData()) as? [String: Any])
        let ids = try #require(file["tokenIDs"] as? [Int])
        #expect(ids.count > 1)
        switch damage {
        case "short": file["tokenIDs"] = Array(ids.dropLast())
        case "reversed": file["tokenIDs"] = Array(ids.reversed())
        case "repeated": file["tokenIDs"] = ids.map { _ in ids[0] }
        case "beyond": file["tokenIDs"] = Array(ids.dropLast()) + [9_999]
        default: file["tokenIDs"] = ["a"]
        }
        let data = try JSONSerialization.data(withJSONObject: file)
        let error = #expect(throws: TokenizerError.self) { _ = try Tokenizer(jsonData: data, fileName: "t.json") }
        #expect(error?.description.contains("t.json") == true)
    }
}
