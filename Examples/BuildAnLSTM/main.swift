// Builds an LSTM step by step: gates, a cell in plain Swift, a layer, a character model, training and sampling.
//
//     swift run -c release BuildAnLSTM
//
// The tutorial of the documentation (make docs) explains each file.
import Foundation
import Recurrent

func buildAnLSTM() throws {
    var state = CellState(hiddenSize: 1)
    state.update(Gates(sums: [2, 1, 0.5, 0]))
    print("cell \(state.cell[0]), hidden \(state.hidden[0]) after one step of one unit")
    print("largest difference from the library's LSTM: \(differenceFromLibrary())")

    let tokenizer = Tokenizer.train(on: rhyme, unit: .grapheme)
    let (model, losses) = train(tokenizer: tokenizer, steps: 200)
    print("loss \(losses[0]) at the first step, \(losses[losses.count - 1]) at the last")
    print(try sample(model, tokenizer: tokenizer, length: 120, temperature: 0.3))
}

try buildAnLSTM()
