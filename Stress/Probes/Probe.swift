import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// How a case ended.
enum Verdict: String, Codable {
    case succeeded, refused
    /// A result that is not finite.
    case notFinite
    /// An error that no tool gives a status, or a status that no document names.
    case defect
    case crash, limit

    var isFailure: Bool { self != .succeeded && self != .refused }
}

/// A verdict with what was seen.
struct Finding: Codable {
    let verdict: Verdict
    var detail = ""
}

/// A number in a result that is not finite.
struct NotFinite: Error, CustomStringConvertible {
    let description: String
}

/// Reads the files of a case as the tools do, in this process.
struct Probe {
    let fuzzCase: FuzzCase
    /// Where the files of the case lie.
    let folder: URL
    let starts: Starts
    let models: ReadyModels
    var random: Randomness

    init(_ fuzzCase: FuzzCase, in folder: URL, models: ReadyModels) {
        (self.fuzzCase, self.folder, self.models, starts) = (fuzzCase, folder, models, models.starts)
        random = fuzzCase.random
    }

    /// The damaged file, where there is one.
    var file: URL { folder.appendingPathComponent(fuzzCase.files.keys.sorted().first ?? "") }

    var model: URL { folder.appendingPathComponent("model") }

    mutating func run() -> Finding {
        do {
            try read()
            return Finding(verdict: .succeeded)
        } catch let error as NotFinite {
            return Finding(verdict: .notFinite, detail: error.description)
        } catch {
            let report = ErrorReport(error)
            return report.exitStatus == .software
                ? Finding(verdict: .defect, detail: report.sentence)
                : Finding(verdict: .refused, detail: report.sentence)
        }
    }

    private mutating func read() throws {
        switch fuzzCase.kind {
        case .textgenModel: try readTextGenerator()
        case .sentimentModel: try readClassifier()
        case .seq2seqModel: try readTranslator()
        case .forecastModel: try readForecaster()
        case .textgenTraining: try resumeLanguageModel()
        case .sentimentTraining: try resumeClassifier()
        case .seq2seqTraining: try resumeTranslator()
        case .forecastTraining: try resumeForecaster()
        case .tokenizer: try readTokenizer()
        case .records: try readRecords()
        case .pairs: try readPairs()
        case .series: try readSeries()
        case .text: try readText()
        case .vectors: try readVectors()
        case .archive: try readArchive()
        case .options: break
        case .plantedCrash, .plantedHang, .plantedNumber, .plantedMemory, .plantedDefect: try planted()
        }
    }

    /// Faults on purpose.
    private func planted() throws {
        switch fuzzCase.kind {
        case .plantedCrash: preconditionFailure("planted")
        case .plantedHang: while true { _ = SeededGenerator(seed: 1) }
        case .plantedNumber: try requireFinite([1, .nan], "a planted number")
        case .plantedMemory:
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 9 << 27, alignment: 64)
            memset(memory.baseAddress!, 1, memory.count)  // a loop would reach the limit of time first in a debug build
            memory.deallocate()
        default: throw PlantedDefect()
        }
    }

    private struct PlantedDefect: Error {}

    func requireFinite(_ values: some Sequence<Double>, _ what: String) throws {
        if let value = values.first(where: { !$0.isFinite }) { throw NotFinite(description: "\(what) is \(value)") }
    }
}

/// Sound models, read once.
final class ReadyModels {
    let starts: Starts
    lazy var generator = Result { try TextGenerator(contentsOf: starts.url("models/textgen")) }
    lazy var analyzer = Result { try TextClassifier(contentsOf: starts.url("models/sentiment")) }
    lazy var translator = Result { try Translator(contentsOf: starts.url("models/seq2seq")) }
    lazy var forecaster = Result { try Forecaster(contentsOf: starts.url("models/forecast")) }

    init(_ starts: Starts) { self.starts = starts }
}
