import Datasets
import Foundation

/// Layers and units of a recurrent network.
public struct NetworkSize: Codable, Sendable, Hashable {
    /// Recurrent layers, one above the other.
    public let numLayers: Int
    /// Units of each layer.
    public let hiddenSize: Int

    /// A size of `numLayers` layers with `hiddenSize` units each.
    public init(numLayers: Int, hiddenSize: Int) { (self.numLayers, self.hiddenSize) = (numLayers, hiddenSize) }

    /// The size that settings name.
    public init(_ settings: TextGeneratorSettings) {
        self.init(numLayers: settings.numLayers, hiddenSize: settings.hiddenSize)
    }

    /// Weights of LSTM layers over vectors of 64 elements, in millions: nearly all of the work of a step.
    var megaweights: Double {
        let (units, above) = (Double(hiddenSize), Double(numLayers - 1))
        return 4 * units * (64 + units + above * 2 * units) / 1e6
    }

    /// The sizes that are considered for a text of `count` characters, smallest first, up to the recommended one.
    static func candidates(forCharacters count: Int) -> [NetworkSize] {
        let largest = NetworkSize(TextGeneratorSettings.recommended(forCharacters: count, randomSeed: 0))
        return all.filter { $0.megaweights <= max(largest.megaweights, smallestLimit) }
    }

    /// One layer of 256 units is considered for every text.
    private static let smallestLimit = NetworkSize(numLayers: 1, hiddenSize: 256).megaweights
    private static let all = [
        (1, 128), (1, 192), (1, 256), (2, 192), (1, 384), (2, 320), (1, 512), (2, 512),
    ].map { NetworkSize(numLayers: $0.0, hiddenSize: $0.1) }.sorted { $0.megaweights < $1.megaweights }

    /// The peak of the learning rate for ``batches(forCharacters:)``.
    ///
    /// Measured with one layer of 128 and 256 units and two of 192; the rates of larger networks are cautious.
    var learningRate: Float {
        let rate = 0.025 * pow(128 / Float(hiddenSize), 0.8) * (numLayers == 1 ? 1 : 0.5)
        return (min(0.025, max(0.001, rate)) * 1e4).rounded() / 1e4
    }

    /// Small batches, since the number of updates decides what a short training learns. Larger networks get more lanes:
    /// their weights are fetched once for all lanes of a thread.
    func batches(forCharacters count: Int) -> LaneBatches.Configuration {
        let lanes = min(hiddenSize <= 256 ? 8 : 16, max(1, count / 1_000))
        let isLong = count >= 1_000
        return LaneBatches.Configuration(
            batchSize: lanes, sequenceLength: isLong ? 64 : 48, sequenceLengthDeviation: isLong ? 5 : 0)
    }
}
