import ArgumentParser
import Testing

@testable import CommandSupport

struct GivenOptionsTests {
    private struct Bake: ParsableCommand {
        @Argument var dough: [String] = []
        @Option(name: [.long, .customShort("t")], parsing: .unconditional) var heat = 180.0
        @Option(parsing: .unconditionalSingleValue) var spice: [String] = []
        @Option(completion: .file()) var recipe: String?
        @Flag(inversion: .prefixedNo) var steam = true
        @Flag(name: .shortAndLong) var quiet = false
        @Flag(name: .shortAndLong) var verbose = false
    }

    private func given(_ arguments: String...) -> GivenOptions { GivenOptions(of: Bake.self, arguments: arguments) }

    @Test func optionsAreFoundUnderAllTheirSpellings() {
        let options = given("rye", "-t", "200", "--spice=a=b", "--spice", "--heat", "-qv", "--no-steam", "wheat")
        #expect(options.names == ["--heat", "--spice", "--quiet", "--verbose", "--steam"])
        #expect(options["--heat"] == ["200"])
        #expect(options["--spice"] == ["a=b", "--heat"])
        #expect(options["--steam"] == ["--no-steam"])
        #expect(!options.contains("--recipe"))
    }

    @Test func whatFollowsTwoDashesIsNoOption() {
        #expect(given("-q", "--", "--heat", "3").names == ["--quiet"])
        #expect(given("-", "--heat", "-5").names == ["--heat"])
    }

    @Test func valuesAreComparedAsNumbersWhereTheyAre() {
        #expect(given("--heat", "180").isDefault("--heat"))
        #expect(!given("--heat", "181").isDefault("--heat"))
        #expect(!given("--recipe", "a").isDefault("--recipe"))
        #expect(GivenOptions.isSame(["1", "a"], ["1.0", "a"]))
        #expect(!GivenOptions.isSame(["1"], ["1", "1"]) && !GivenOptions.isSame(["a"], ["A"]))
    }

    @Test func pathsAreThoseFromTheRoot() {
        #expect(given("--recipe", "/tmp/../tmp/a").absoluteValues(of: "--recipe").first?.hasPrefix("/") == true)
        #expect(given("--recipe", "a").absoluteValues(of: "--recipe").first?.hasSuffix("/a") == true)
        #expect(given("--spice", "a").absoluteValues(of: "--spice") == ["a"])
    }

    @Test func anOptionWithoutEffectIsRefusedByName() throws {
        #expect(throws: ValidationError.self) { try given("--heat", "1").refuse("--heat", because: "it is cold") }
        try given("--heat", "1").refuse("--heat", unless: true, because: "it is cold")
        try given().refuse("--heat", because: "it is cold")
    }
}
