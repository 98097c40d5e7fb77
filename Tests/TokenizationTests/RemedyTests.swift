import Foundation
import Testing
import Tokenization

/// What an error says about its remedies, in the words of the library.
@Suite struct RemedyTests {
    private static let phrases: [(remedy: Remedy, phrase: String)] = [
        (.advice("complete the row"), "complete the row"),
        (.set(.frequency), "set `frequency`"),
        (.set(.fill, to: "linear"), "set `fill` to linear"),
        (.set(.fill, to: "linear", "zero"), "set `fill` to linear or zero"),
        (.set(.delimiter, to: ";", detail: "if it is a table"), "set `delimiter` to \";\" if it is a table"),
        (.set(.dateFormat, suchAs: "dd.MM.yyyy HH:mm"), "set `dateFormat`, for example to \"dd.MM.yyyy HH:mm\""),
        (.set(.encoding, suchAs: "gb18030", "big5"), "set `encoding`, for example to gb18030 or big5"),
        (
            .setOptions([OptionSetting(.fill, to: ["linear"]), OptionSetting(.duplicates, to: ["mean"])]),
            "set `fill` to linear and `duplicates` to mean"
        ),
        (
            .setOptions([OptionSetting(.series, to: ["shop"]), OptionSetting(.series, to: ["item no."])]),
            "set `series` to shop and \"item no.\""
        ),
        (.setOptions([OptionSetting(.textColumn), OptionSetting(.labelColumn)]), "set `textColumn` and `labelColumn`"),
        (.change([.delimiter]), "choose another `delimiter`"),
        (.raise([.maxTokens]), "raise `maxTokens`"),
        (.lower([.window, .horizon, .testRows]), "lower `window`, `horizon` or `testRows`"),
        (.leaveOut([.levels]), "leave out `levels`"),
        (
            .continuePretraining(folder: "a"), "continue the pretraining with the same settings in the same folder"
        ),
    ]

    @Test(arguments: phrases.indices) func namesOptionsAsPropertiesAreNamed(index: Int) {
        #expect(Self.phrases[index].remedy.description == Self.phrases[index].phrase)
    }

    @Test func knowsItsOptions() {
        #expect(Remedy.set(.fill, to: "zero").options == [.fill])
        #expect(Remedy.lower([.window, .horizon]).options == [.window, .horizon])
        #expect(Remedy.advice("wait").options.isEmpty)
    }

    /// No character of a value can steer a terminal.
    @Test func hiddenCharactersAreShown() {
        let remedy = Remedy.set(.series, to: "a\u{1B}[2J\u{202E}\"")
        #expect(remedy.description == #"set `series` to "a\u{1B}[2J\u{202E}\"""#)
    }

    private struct Failure: RemediedError {
        var problem = "the row is short"
        var remedies: [Remedy] = []
    }

    @Test func anErrorIsOneSentence() {
        #expect(Failure().description == "the row is short.")
        #expect(Failure(remedies: [.advice("complete it")]).description == "the row is short; complete it.")
        let several = Failure(remedies: [.advice("complete it"), .set(.fill, to: "zero"), .change([.delimiter])])
        #expect(
            several.description
                == "the row is short; complete it, set `fill` to zero, or choose another `delimiter`.")
    }

    /// What a window with an alert shows.
    @Test func foundationShowsTheSentence() {
        let failure = Failure(remedies: [.advice("complete it"), .advice("remove it")])
        #expect((failure as any Error).localizedDescription == failure.description)
        #expect((failure as NSError).localizedFailureReason == "the row is short")
        #expect((failure as NSError).localizedRecoverySuggestion == "complete it, or remove it")
        #expect(Failure().recoverySuggestion == nil)
    }
}
