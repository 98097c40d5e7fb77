// Translates a sentence and shows, for each token of the result, the source token with the most attention.
//
//     swift run Lookback "Where is the station?"
import EnglishFrenchModel
import Foundation
import Recurrent

let text = CommandLine.arguments.dropFirst().joined(separator: " ")
guard !text.isEmpty else {
    print("Give an English sentence.")
    exit(64)
}
let translation = try Translator(.englishFrench).translate(text)
print(translation.text + "\n")
guard let best = translation.candidates.first else { exit(0) }
let utf8 = Array(text.utf8)
for (token, shares) in zip(best.tokens, best.attention) {
    let place = shares.indices.max { shares[$0] < shares[$1] } ?? 0
    let range = translation.sourceRanges[place]
    let piece = String(decoding: utf8[range], as: UTF8.self)
    print(
        "\(token.debugDescription) looked at \(piece.debugDescription), bytes \(range), \(Int(100 * shares[place])) %")
}
