import Foundation

/// The held-out loss that a character LSTM is expected to reach, by its size, the length of the text and the passes.
///
/// With `w` million recurrent weights in `l` layers, `n` million characters and `p` passes:
///
///     r = 40 (0.33 / w)^0.3                     passes after which a repeated text has little left to teach
///     d = n r (1 - e^(-p / r)) 0.64^(l - 1)     millions of characters that count, after Muennighoff et al. (2023)
///     loss = 1.02 + 0.136 w^-0.3 + 0.139 w^-0.05 d^-0.5
///
/// The last line has the form of Hoffmann et al. (2022): a floor, what the size misses, and what the data miss. The
/// constants are fitted by hand to trainings on an English novel, on 27 to 270 thousand characters, which
/// `Scripts/budget_sizes.py` repeats; larger networks and longer texts are extrapolated. The floor differs between texts,
/// so the law is for comparing networks on the same text.
public struct LearningCurve: Sendable {
    private let size: NetworkSize
    private let characters: Int

    /// - Parameter characters: Those of a pass.
    public init(_ size: NetworkSize, characters: Int) { (self.size, self.characters) = (size, characters) }

    /// Nats for each character after `passes` passes, above 0.
    public func loss(passes: Double) -> Double {
        let weights = size.megaweights
        let saturation = 40 * pow(0.33 / weights, 0.3)
        let read = Double(characters) / 1e6 * saturation * (1 - exp(-passes / saturation))
        let counted = read * pow(0.64, Double(size.numLayers - 1))
        return 1.02 + 0.136 * pow(weights, -0.3) + 0.139 * pow(weights, -0.05) * pow(counted, -0.5)
    }

    /// The passes after which further ones would only overfit: twice those that are recommended for the length.
    public var usefulPasses: Double {
        2 * TextGeneratorSettings.recommended(forCharacters: characters, randomSeed: 0).training.epochs
    }
}
