/// What a case damages.
enum FuzzKind: String, CaseIterable, Codable {
    case textgenModel, sentimentModel, seq2seqModel, forecastModel
    case textgenTraining, sentimentTraining, seq2seqTraining, forecastTraining
    case tokenizer, records, pairs, series, text, vectors, archive, options
    /// Faults that the driver must find: a crash, no end, a result that is not a number, memory, an untyped error.
    case plantedCrash, plantedHang, plantedNumber, plantedMemory, plantedDefect

    static let planted: [FuzzKind] = [.plantedCrash, .plantedHang, .plantedNumber, .plantedMemory, .plantedDefect]
    static let real = allCases.filter { !planted.contains($0) }

    /// One case in so many is read by a tool. What a model answers is judged by tools alone: the library hands a result
    /// that is not finite back as such.
    var toolShare: Int {
        switch self {
        case .textgenModel, .sentimentModel, .seq2seqModel, .forecastModel: 5
        default: 12
        }
    }

    /// The tool whose model folders these are.
    var tool: String? {
        switch self {
        case .textgenModel, .textgenTraining: "textgen"
        case .sentimentModel, .sentimentTraining: "sentiment"
        case .seq2seqModel, .seq2seqTraining: "seq2seq"
        case .forecastModel, .forecastTraining: "forecast"
        default: nil
        }
    }
}
