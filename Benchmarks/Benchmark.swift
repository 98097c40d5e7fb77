/// One workload: how Recurrent does it, and which programs of others do the same.
struct Benchmark: Sendable {
    /// `kind/size`, for example `train/2x512`.
    let name: String
    /// What a round is counted in, for example characters.
    let unit: String
    let unitsPerRound: Double
    /// Multiplications and additions of a round; `nil` where they are not what takes the time.
    var operationsPerRound: Double?
    /// Sets the workload up; the closure that it returns does one round.
    let prepare: @Sendable () -> () -> Void
    var peers: [PeerProgram] = []

    /// - Parameter textFile: What the tokenizer's cases read; see ``TokenizerBenchmarks``.
    static func all(textFile: String?) -> [Benchmark] {
        TrainingBenchmarks.all + MixedPrecisionBenchmarks.all + RegulariserBenchmarks.all + ProductBenchmarks.all
            + SamplingBenchmarks.all + PhaseBenchmarks.all + ScalingBenchmarks.all
            + ClassifierBenchmarks.all + TranslationBenchmarks.all + ForecasterBenchmarks.all
            + TokenizerBenchmarks.all(textFile: textFile)
    }
}
