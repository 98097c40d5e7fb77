import ArgumentParser
import CommandSupport
import Foundation
import Recurrent

/// Refuses steps of normalization that are too many, that ICU does not have, or that never end.
public func requireSteps(_ name: String, _ steps: [Normalization]) throws {
    guard let problem = Normalizer.problem(of: steps) else { return }
    throw ValidationError("\(name) \(problem); see textgen tokenize --help.")
}

/// Refuses a count that is not in 1 ... limit.
public func requireCount(_ name: String, _ value: Int?, limit: Int) throws {
    guard let value else { return }
    guard value >= 1 else { throw ValidationError("\(name) must be at least 1, not \(value).") }
    guard value <= limit else { throw ValidationError("\(name) must be at most \(limit), not \(value).") }
}

/// Refuses a list that has a number twice.
public func requireDistinct(_ name: String, _ values: [Double]) throws {
    guard let twice = values.first(where: { value in values.count { $0 == value } > 1 }) else { return }
    throw ValidationError("\(name) has \(twice) twice; give each value once.")
}

/// Refuses a rate that is not in 0 ..< 1.
public func requireRate(_ name: String, _ value: Float?) throws {
    guard let value, !(value >= 0 && value < 1) else { return }
    throw ValidationError("\(name) must be at least 0 and below 1, not \(value).")
}

/// Refuses a number that is negative, infinite or none.
public func requireNotNegative(_ name: String, _ value: Float?) throws {
    guard let value, !(value >= 0 && value.isFinite) else { return }
    throw ValidationError("\(name) must be a finite number, 0 or more, not \(value).")
}

/// Refuses a share to hold out that is not in 0 ... 0.9.
public func requireHeldOutShare(_ name: String, _ value: Double) throws {
    guard value >= 0 && value <= 0.9 else { throw ValidationError("\(name) must be 0 to 0.9, not \(value).") }
}

/// Refuses passes over the data that are none or without end.
public func requireEpochs(_ name: String, _ value: Double?) throws {
    guard let value, !(value > 0 && value < 1e6) else { return }
    throw ValidationError("\(name) must be above 0 and below 1,000,000, not \(value).")
}

/// Refuses a path without a name.
public func requirePaths(_ paths: [String?]) throws {
    guard !paths.contains("") else { throw ValidationError("A path is empty; give the name of a file or folder.") }
}

/// Refuses `-`, standard input, among some paths more than once.
public func requireOneStandardInput(_ paths: [String?]) throws {
    guard paths.count(where: { $0 == "-" }) <= 1 else {
        throw ValidationError("- is standard input, which can be read only once; give files for the others.")
    }
}

/// Refuses dropout between the layers of a network that has one.
public func refuseDropoutBetweenLayers(_ rate: Float?, of numLayers: Int) throws {
    guard let rate, rate > 0, numLayers == 1 else { return }
    throw CommandFailure(
        .usage,
        "--dropout would have no effect: it acts between layers, and there is one; give --output-dropout, or --num-layers "
            + "2.")
}

extension GivenOptions {
    /// Refuses options about held-out data that the others leave without effect.
    ///
    /// - Parameters:
    ///   - split: The share that is held out where no data are given for it.
    ///   - isResumed: Where a training goes on its checkpoint knows what is held out.
    public func refuseHeldOutOptions(hasValidation: Bool, split: Double, unless isResumed: Bool) throws {
        try refuse(
            "--validation-split", unless: isResumed || !hasValidation, because: "--validation is the held-out part")
        try refuse(
            "--patience", unless: isResumed || hasValidation || split > 0,
            because: "nothing is held out to measure an improvement")
    }
}

extension RecordFormat: ExpressibleByArgument {}
extension WeightPrecision: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {
    /// All steps as help lists them.
    public static let names =
        allCases.filter { $0 != .none }.map(\.rawValue).joined(separator: ", ")
        + ", or icu: followed by a transliterator, as in icu:Any-Latin"
    /// A step by its name; none where ICU has no such transliterator.
    public init?(argument: String) {
        guard let step = Normalization(rawValue: argument) else { return nil }
        if case .transliteration(let id) = step, !Normalizer.isKnown(transliterator: id) { return nil }
        self = step
    }
}
extension TokenUnit: ExpressibleByArgument {}

extension Precision: ExpressibleByArgument {}

/// The precisions in which a model can be trained.
public enum TrainingPrecision: String, ExpressibleByArgument, CaseIterable, Sendable {
    case fp32, bf16

    var precision: Precision {
        switch self {
        case .fp32: .fp32
        case .bf16: .bf16
        }
    }
}

/// The option of all commands that read or write with a model.
public struct PrecisionOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Number format of the weights; fewer bits are faster and slightly less exact.")
    public var precision: Precision = .fp32

    public init() {}
}

/// Opens the files of a command that reads texts, so that a mistake shows before work begins.
///
/// - Parameters:
///   - files: `nil` is standard input.
///   - command: What to pipe a text into that was given in the place of a file: "sentiment classify".
/// - Throws: `FileError`; ``CommandFailure`` for an argument that looks like a text.
public func requireReadable(_ files: [(url: URL?, name: String)], of command: String) throws {
    for file in files {
        do {
            try FileReading.requireReadable(file.url)
        } catch {
            guard error.code == ENOENT, looksLikeText(file.name) else { throw error }
            throw CommandFailure(
                .noInput,
                "\(error.problem); check the spelling of the path, or pipe the text itself: "
                    + "echo \(file.name.shellQuoted) | \(command).")
        }
    }
}

/// Whether an argument is rather a text than the path of a file.
private func looksLikeText(_ name: String) -> Bool {
    name.contains(where: \.isWhitespace) || !name.contains { $0 == "." || $0 == "/" || $0 == "_" }
}
