import Datasets
import Foundation
import ModelFiles
import Tokenization

/// Short cases that every reader answers alike, by what makes them hard: negation, contrast, typos and the like
/// (after Ribeiro, Wu, Guestrin & Singh 2020).
///
/// A case without an opinion has the label `neutral`. A classifier that has no such class passes it if it is unsure.
public struct BehaviourSuite: Codable, Sendable, Equatable {
    /// A text with the label that every reader would give it.
    public struct Case: Codable, Sendable, Equatable {
        /// What makes the case hard, such as `negation`.
        public let kind: String
        /// The expected label, or ``neutral``.
        public let label: String
        /// The text to classify.
        public let text: String
    }

    /// What a kind of cases came to.
    public struct Kind: Codable, Sendable, Equatable {
        /// What makes the cases hard, such as `negation`.
        public let name: String
        /// The number of cases.
        public let cases: Int
        /// The share of cases that the classifier passes.
        public let passRate: Double
        /// The share that the bag-of-words baseline passes; `nil` without one.
        public let baselinePassRate: Double?
    }

    /// A case that the classifier got wrong.
    public struct Failure: Codable, Sendable, Equatable {
        /// What makes the case hard.
        public let kind: String
        /// The expected label.
        public let label: String
        /// The text of the case.
        public let text: String
        /// The label that the classifier gave.
        public let predicted: String
        /// The probability of that label.
        public let probability: Double
    }

    /// The results of a classifier on all cases.
    public struct Outcome: Codable, Sendable, Equatable {
        /// The pass rates of each kind, in the order of the cases.
        public let kinds: [Kind]
        /// The pass rates over all cases.
        public let all: Kind
        /// The cases that the classifier got wrong.
        public let failures: [Failure]
    }

    /// The label of cases that say nothing good or bad.
    public static let neutral = "neutral"
    /// Below this probability a classifier counts as unsure.
    public static let sure = 0.9

    /// The cases, in the order of the file.
    public let cases: [Case]

    /// Reads lines of kind, label and text with tabs between; a header may give them another order.
    public init(contentsOf file: URL, header: HeaderRule = .auto) throws {
        let name = file.nameInMessages
        try self.init(
            text: validatedText(from: try FileReading.contents(of: file), file: name), file: name, header: header)
    }

    /// Reads cases from a text.
    ///
    /// - Parameter file: The name that error messages give.
    /// - Throws: ``TextClassifierError/malformedSuite(file:line:)``
    public init(text: String, file: String, header: HeaderRule = .auto) throws {
        var rows: [(cells: [String], line: Int)] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            if cells != [""] { rows.append((cells, index + 1)) }
        }
        let following = rows.dropFirst().prefix(HeaderRule.rowsToJudge).map(\.cells)
        let names = ["kind", "label", "text"]
        var columns = [0, 1, 2]
        if let first = rows.first,
            header.decide(firstRow: first.cells, following: following, usualNames: Set(names)).isHeader
        {
            let found = names.compactMap { name in first.cells.firstIndex { $0.lowercased() == name } }
            if found.count == 3 { columns = found }
            rows.removeFirst()
        }
        cases = try rows.map { cells, line in
            guard cells.count == 3, !cells.contains("") else {
                throw TextClassifierError.malformedSuite(file: file, line: line)
            }
            return Case(kind: cells[columns[0]], label: cells[columns[1]], text: cells[columns[2]])
        }
        guard !cases.isEmpty else { throw TextClassifierError.malformedSuite(file: file, line: 2) }
    }

    /// Classifies every case.
    ///
    /// - Throws: ``TextClassifierError/unknownClass(_:known:)`` where a label is no class of the classifier.
    public func run(on analyzer: TextClassifier) throws -> Outcome {
        for item in cases where item.label != Self.neutral && !analyzer.classNames.contains(item.label) {
            throw TextClassifierError.unknownClass(item.label, known: analyzer.classNames)
        }
        let results = try analyzer.classify(cases.map(\.text))
        let passes = zip(cases, results).map { Self.passes($0, $1) }
        let baselines = analyzer.baseline.map { baseline in
            zip(cases, analyzer.tokenizer.wordHashes(each: cases.map(\.text))).map { item, hashes in
                Self.passes(
                    item,
                    Classification(
                        probabilities: softmax(baseline.logits(of: hashes)), classNames: analyzer.classNames,
                        tokenCount: hashes.count))
            }
        }
        func kind(_ name: String, _ members: [Int]) -> Kind {
            func rate(_ passes: [Bool]) -> Double {
                Double(members.count { passes[$0] }) / Double(max(members.count, 1))
            }
            return Kind(name: name, cases: members.count, passRate: rate(passes), baselinePassRate: baselines.map(rate))
        }
        var names: [String] = []
        for item in cases where !names.contains(item.kind) { names.append(item.kind) }
        return Outcome(
            kinds: names.map { name in kind(name, cases.indices.filter { cases[$0].kind == name }) },
            all: kind("all", Array(cases.indices)),
            failures: cases.indices.filter { !passes[$0] }.map {
                Failure(
                    kind: cases[$0].kind, label: cases[$0].label, text: cases[$0].text,
                    predicted: results[$0].label ?? "", probability: results[$0].probability)
            })
    }

    private static func passes(_ item: Case, _ result: Classification) -> Bool {
        if item.label == neutral, result.probability(of: neutral) == nil {
            return result.label == nil || result.probability < sure
        }
        return result.label == item.label
    }
}
