import ModelFiles
import Tokenization

/// How a training that starts from a finished model keeps what that model knows.
///
/// Plain fine-tuning on a few new texts forgets the old ones. Four things prevent it: lower layers learn at a lower rate
/// (discriminative rates) and only later (gradual unfreezing; both Howard & Ruder 2018), all weights are pulled to where
/// they began (L2-SP; Li, Grandvalet & Davoine 2018), and old texts are mixed into the new ones.
public struct Continuation: Codable, Sendable, Equatable {
    /// How strongly weights are pulled back to where they began, in 0 ... 1: a step at the peak learning rate moves each
    /// by this share of its way, one at a lower rate by proportionally less. 0 doesn't.
    public var pull: Float = 0
    /// The factor of the learning rate of a layer relative to the layer above it, in 0 ... 1.
    public var layerRate: Float = 1
    /// The share of the steps for which the embedding stays as it is, in 0 ... 1. Layers above it begin to learn earlier,
    /// at even distances; the topmost learns from the first step.
    public var frozenShare: Double = 0
    /// The share of each epoch that is of the old kind, where such texts are given, in 0 ..< 1.
    public var mixShare: Double = 0.5
    /// The most words, characters or pieces that a vocabulary gains, at least 0: the most frequent new ones.
    public var newTokens = 10_000

    /// Nothing is kept, unless said otherwise.
    public init(pull: Float = 0, layerRate: Float = 1, frozenShare: Double = 0) {
        (self.pull, self.layerRate, self.frozenShare) = (pull, layerRate, frozenShare)
    }

    /// What is wrong with these options, in words, or `nil`.
    public var problem: String? {
        guard pull >= 0, pull <= 1 else { return "pull is \(pull), not in 0 ... 1" }
        guard layerRate >= 0, layerRate <= 1 else { return "layerRate is \(layerRate), not in 0 ... 1" }
        guard frozenShare >= 0, frozenShare <= 1 else { return "frozenShare is \(frozenShare), not in 0 ... 1" }
        guard mixShare >= 0, mixShare < 1 else { return "mixShare is \(mixShare), not in 0 ..< 1" }
        guard (0...1 << 22).contains(newTokens) else { return "newTokens is \(newTokens)" }
        return nil
    }

    /// A tokenizer with the new tokens of some texts.
    package func extending(
        _ tokenizer: Tokenizer, with texts: some Sequence<String>, minFrequency: Int
    ) -> Tokenizer {
        tokenizer.extended(
            with: texts, minFrequency: minFrequency, maxSize: tokenizer.vocabulary.count + newTokens)
    }

    /// How many texts of the old kind an epoch with `count` new ones has.
    package func mixedCount(forNew count: Int) -> Int {
        Int((Double(count) * mixShare / (1 - mixShare)).rounded())
    }
}

extension Continuation: DefaultedDecodable {
    package static var decodingDefaults: Continuation? { Continuation() }
}

/// The factors of the learning rate by which parameters learn.
struct ParameterRates: Sendable {
    private let scales: [Float]?
    /// For each parameter the share of the steps for which it stays as it is.
    private let frozenShares: [Double]

    init(of names: [String], _ options: TrainingOptions) {
        let continuation = options.continuation ?? Continuation()
        let heights = names.map(Self.height)
        let floors = Set(heights).sorted(by: >)
        let below = heights.map { floors.firstIndex(of: $0) ?? 0 }  // layers above each parameter's
        let top = max(1, floors.count - 1)
        var scales = names.map { options.rateScales?[$0] ?? 1 }
        for index in names.indices where below[index] > 0 {
            for _ in 0..<below[index] { scales[index] *= continuation.layerRate }
        }
        frozenShares = below.map { continuation.frozenShare * Double($0) / Double(top) }
        self.scales = options.rateScales == nil && options.continuation == nil ? nil : scales
    }

    /// The factors when a share of the training is done; `nil` for 1 everywhere.
    func scales(at share: Double) -> [Float]? {
        scales.map { zip($0, frozenShares).map { scale, frozen in share < frozen ? 0 : scale } }
    }

    /// How far above the input a parameter is: 0 for an embedding, one more for each recurrent layer, and above all of
    /// them what has no number.
    private static func height(of name: String) -> Int {
        if name.contains("embedding") { return 0 }
        for part in name.split(whereSeparator: { $0 == "." || $0 == "_" }) where part.first == "l" {
            if let layer = Int(part.dropFirst()) { return layer + 1 }
        }
        return .max
    }
}
