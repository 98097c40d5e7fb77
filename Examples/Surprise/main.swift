// Shows where a text surprises a model: prints a text with the characters that the model found unlikely in brackets.
//
//     swift run -c release Surprise "To be, or not to be, that is the kwestion."
import Recurrent
import ShakespeareModel

func showSurprises(in text: String) throws {
    let generator = try TextGenerator(.shakespeare)
    let marked = generator.surprisals(of: text).map { $0.nats > 4 ? "[\($0.text)]" : $0.text }.joined()
    print(marked)
    print("mean surprise:", try generator.evaluate(text).bitsPerCharacter, "bits a character")
}

try showSurprises(
    in: CommandLine.arguments.dropFirst().first ?? "To be, or not to be, that is the kwestion.")
