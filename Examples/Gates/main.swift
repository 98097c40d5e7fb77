// Visualizes the gates of an LSTM while it reads a text: writes a page that colours the characters of the text by the
// input, forget and output gate and the cell state, for the units of each layer whose cell state varies most.
//
//     swift run -c release Gates "To be, or not to be" gates.html
//     swift run -c release Gates "To be, or not to be" gates.html 7 300
//
// Numbers after the file select the units. Documentation/lstm.md explains the gates.
import Foundation
import Recurrent
import ShakespeareModel

let arguments = Array(CommandLine.arguments.dropFirst())
let text = arguments.first ?? "ROMEO:\nBut, soft! what light through yonder window breaks?\n"
let file = URL(fileURLWithPath: arguments.count > 1 ? arguments[1] : "gates.html")
let generator = try TextGenerator(.shakespeare)
guard let lstm = generator.model.encoder.recurrent as? LSTM else { fatalError("The shipped model is an LSTM.") }
let hiddenSize = lstm.hiddenSize
let chosen = arguments.dropFirst(2).map { Int($0) ?? -1 }
guard !text.isEmpty, chosen.allSatisfy((0..<hiddenSize).contains) else {
    print("Give a text, a file to write, and the numbers of units from 0 to \(hiddenSize - 1).")
    exit(64)
}

/// The three units whose cell state has the largest variance over the text.
func liveliestUnits(_ steps: [GateStep]) -> [Int] {
    let variances = (0..<hiddenSize).map { unit in
        let mean = steps.reduce(0) { $0 + $1.cell[unit] } / Float(steps.count)
        return steps.reduce(0) { $0 + ($1.cell[unit] - mean) * ($1.cell[unit] - mean) }
    }
    return Array((0..<hiddenSize).sorted { variances[$0] > variances[$1] }.prefix(3))
}

let encoding = generator.tokenizer.encode(text)
let utf8 = Array(text.utf8)
let ids = [Vocabulary.beginID] + encoding.ids
let layers = gateSteps(of: generator.model, lstm, reading: ids)
let read = layers.map { Array($0.dropFirst()) }  // the steps of the text's own characters
let page = GatesPage(
    characters: encoding.byteRanges.map { String(decoding: utf8[$0], as: UTF8.self) }, layers: read,
    units: read.map { chosen.isEmpty ? liveliestUnits($0) : chosen })
do {
    try Data(page.html.utf8).write(to: file)
} catch {
    print("Cannot write \(file.path): \(error.localizedDescription)")
    exit(1)
}
for (layer, units) in page.units.enumerated() {
    print("layer \(layer): units \(units.map(String.init).joined(separator: ", "))")
}
print("largest difference from the library's LSTM:", largestDifference(layers, generator.model, ids))
