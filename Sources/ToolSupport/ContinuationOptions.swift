import ArgumentParser
import CommandSupport
import Foundation
import Recurrent

/// The options of a training that starts from a finished model.
public struct ContinuationOptions<Words: LearningWords>: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Start from this model, a folder or a shipped name: its weights and vocabulary stay, new tokens are added.",
            valueName: "model"), completion: .directory)
    public var from: String?

    @Option(
        help: ArgumentHelp(
            "\(Words.capitalizedKind) of the sort that the model of --from knows, mixed in so that it forgets nothing. May be "
                + "given several times.", valueName: "file"), completion: .file())
    public var mix: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Share of each epoch that is from --mix (default: 0.5).", valueName: "share"))
    public var mixShare: Double?

    @Option(
        help: ArgumentHelp(
            "Held-out \(Words.kind) of the old sort, to measure what is forgotten (default: a part of --mix).",
            valueName: "file"), completion: .file())
    public var oldValidation: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("With --from, the most tokens that a vocabulary gains.", valueName: "n"))
    public var newTokens: Int?

    @Option(
        parsing: .unconditional,
        help: "With --from, the share by which a step pulls weights back to where they began (L2-SP); 0 doesn't.")
    public var pull: Float?

    @Option(
        parsing: .unconditional,
        help: "With --from, the learning rate of each layer relative to the layer above it.")
    public var layerRate: Float?

    @Option(
        parsing: .unconditional,
        help: "With --from, the share of the training in which the embedding is frozen; higher layers thaw earlier.")
    public var frozenShare: Double?

    public init() {}

    public func validate() throws {
        try requireRate("--mix-share", mixShare.map { Float($0) })
        let shares = [("--pull", pull), ("--layer-rate", layerRate), ("--frozen-share", frozenShare.map { Float($0) })]
        for (name, share) in shares {
            guard let share, !(0...1).contains(share) else { continue }
            throw ValidationError("\(name) must be in 0 ... 1, not \(share).")
        }
        if let newTokens, !(0...1 << 22).contains(newTokens) {
            throw ValidationError("--new-tokens must be in 0 ... \(1 << 22), not \(newTokens).")
        }
        try requirePaths([from] + mix + oldValidation)
    }

    /// Refuses options that the others leave without effect, and those that a finished model has decided.
    public func refuseUnused(_ given: GivenOptions, decided: [String]) throws {
        for name in [
            "--mix", "--mix-share", "--old-validation", "--new-tokens", "--pull", "--layer-rate", "--frozen-share",
        ] {
            try given.refuse(name, unless: from != nil, because: "it needs --from")
        }
        try given.refuse("--mix-share", unless: !mix.isEmpty, because: "no --mix names texts to mix in")
        for name in decided { try given.refuse(name, unless: from == nil, because: "--from determines it") }
    }

    /// Sets what was given.
    public func apply(to training: inout TrainingOptions) {
        guard from != nil else { return }
        var continuation = training.continuation ?? Continuation()
        continuation.pull = pull ?? continuation.pull
        continuation.layerRate = layerRate ?? continuation.layerRate
        continuation.frozenShare = frozenShare ?? continuation.frozenShare
        continuation.newTokens = newTokens ?? continuation.newTokens
        continuation.mixShare = mixShare ?? continuation.mixShare
        training.continuation = continuation
    }
}

extension LearningWords {
    fileprivate static var capitalizedKind: String { kind.prefix(1).uppercased() + kind.dropFirst() }
}

/// What a training changed, as people read it.
public struct ContinuationCard {
    private let report: ContinuationReport
    private let unit: String
    private let figure: (key: String, title: String, text: (Double) -> String)

    /// - Parameters:
    ///   - unit: What is counted, such as "texts".
    ///   - figure: The figure to show: its key in the report, how it is called, and how its values are written.
    public init(
        _ report: ContinuationReport, unit: String, figure: (key: String, title: String, text: (Double) -> String)
    ) {
        (self.report, self.unit, self.figure) = (report, unit, figure)
    }

    public func print() throws {
        let rows = [("new", report.newTexts), ("old", report.oldTexts)].compactMap { name, comparison in
            comparison.map { (name: "held-out \(name) \(unit)", comparison: $0) }
        }
        var table = TextTable([.left(figure.title), .right(unit), .right("before"), .right("after")])
        for (name, comparison) in rows {
            table.append(
                [name, comparison.count.grouped]
                    + [comparison.before, comparison.after].map { $0[figure.key].map(figure.text) ?? "" })
        }
        try StandardOutput.writeLine("")
        if !rows.isEmpty { try StandardOutput.writeLine(table.description) }
        for (name, comparison) in rows where comparison.countBefore < comparison.count {
            try StandardOutput.writeLine(
                "Before: on \(comparison.countBefore.grouped) \(name), those of classes that the model had.")
        }
        try StandardOutput.writeLine(
            "Started from \(report.model): \(report.newTokens.grouped) new in the vocabulary"
                + (report.newClasses.isEmpty
                    ? "" : ", new classes \(report.newClasses.prefix(12).joined(separator: ", "))")
                + (report.mixedCount > 0 ? "; \(report.mixedCount.grouped) old \(unit) mixed into each epoch." : "."))
    }
}
