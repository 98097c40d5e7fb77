// A pipeline of three models: a tokenizer splits a text into sentences and words, a classifier labels each sentence,
// and a generator continues the most positive one.
//
//     swift run Pipeline "The sea was calm. The soup was awful. I loved every minute of it."
import Foundation
import MovieReviewsModel
import Recurrent
import ShakespeareModel

let text = CommandLine.arguments.dropFirst().joined(separator: " ")
guard !text.isEmpty else {
    print("Give a text of a few sentences.")
    exit(64)
}
let analyzer = try TextClassifier(.movieReviewsEnglish)
let generator = try TextGenerator(.shakespeare)

let utf8 = Array(text.utf8)
let sentences = Segmenter.sentences.ranges(in: text).map { String(decoding: utf8[$0], as: UTF8.self) }
var warmest: (sentence: String, probability: Double)?
for (sentence, result) in zip(sentences, try analyzer.classify(sentences)) {
    let words = Segmenter.words.ranges(in: sentence).count
    let positive = result.probability(of: "positive") ?? 0
    print(
        "\(result.label ?? "no words")  \(String(format: "%.2f", result.probability))  \(words) segments  \(sentence)")
    if positive > warmest?.probability ?? 0 { warmest = (sentence, positive) }
}
if let warmest {
    let seed = warmest.sentence.trimmingCharacters(in: .whitespaces)
    print("\n" + seed + (try generator.generate(seed, options: GenerationOptions(length: 120, randomSeed: 1))))
}
