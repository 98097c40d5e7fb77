import Testing

/// `textgen tokenize --errors`.
struct TokenizeErrorsTests {
    @Test func aBadByteDoesNotEndAFeed() throws {
        let script = "printf 'one\\nt\\377wo\\nthree' | \"$0\" tokenize --format jsonl "
        let strict = try shell(script + "--quiet")
        #expect(strict.status == 65 && strict.errors.contains("--errors skip"))
        #expect(try shell(script + "--errors replace --quiet").output.split(separator: "\n").count == 3)
        let skipped = try shell(script + "--errors skip")
        #expect(skipped.status == 0 && skipped.output.split(separator: "\n").count == 2)
        #expect(skipped.errors.contains("1 record skipped (line 2)"))
        #expect(try shell("printf a | \"$0\" tokenize - -").status == 64)
    }
}
