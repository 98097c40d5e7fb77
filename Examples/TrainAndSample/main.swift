// Trains a small model on a text file and generates text.
//
//     swift run -c release TrainAndSample corpora/harbour.txt 2
//
// The second argument is the number of epochs (default: 8).
import Foundation
import Recurrent

func trainAndSample(file: String, epochs: Double) throws {
    let corpus = try TextCorpus(contentsOf: [URL(fileURLWithPath: file)], unit: .grapheme)
    var settings = TextGeneratorSettings.recommended(forCharacters: corpus.approximateTokenCount, randomSeed: 1)
    settings.hiddenSize = 96
    settings.numLayers = 1
    settings.training.epochs = epochs
    settings.training.numValidations = 2
    let trained = try TextGenerator.train(on: corpus, settings: settings)
    let (generator, report) = (trained.generator, trained.report)
    print("Seen \(report.trainingCharacters) characters; held out \(report.validationCharacters).")
    for score in [report.model].compactMap({ $0 }) + report.baselines {
        print(score.name, score.bitsPerCharacter, "bits a character")
    }
    print(try generator.generate("Once", options: GenerationOptions(length: 200, randomSeed: 1)))
}

let arguments = CommandLine.arguments.dropFirst()
try trainAndSample(
    file: arguments.first ?? "corpora/harbour.txt", epochs: arguments.dropFirst().first.flatMap(Double.init) ?? 8)
