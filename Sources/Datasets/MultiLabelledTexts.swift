import ModelFiles

/// Texts with any number of labels each, all in memory, for training and evaluating multi-label classifiers.
///
/// ```swift
/// let data = try MultiLabelledTexts(contentsOf: [URL(filePath: "tickets.csv")])
/// print(data.labelNames, data.labels[0])
/// ```
public struct MultiLabelledTexts: Sendable {
    /// What separates the labels of a text in a cell: `food | service`.
    public static let separator: Character = "|"

    /// The texts, in the order in which they were read.
    public let texts: [String]
    /// The labels of each text, as places in ``labelNames``, ascending and each once; none for a text without a label.
    public let labels: [[Int]]
    /// The names of the labels; ``labels`` count them from 0.
    public let labelNames: [String]
    /// The columns of the last table that they were read from.
    public internal(set) var columns: RecordColumns?
    let places: [LabelledTexts.Place]

    /// Texts that are at hand.
    ///
    /// - Parameter labels: For each text places in `labelNames`, in any order.
    public init(texts: [String], labels: [[Int]], labelNames: [String], name: String = "texts") {
        let places = texts.indices.map { LabelledTexts.Place(file: name, line: $0 + 1) }
        self.init(
            texts: texts, labels: labels.map { Set($0).sorted() }, labelNames: labelNames, places: places)
    }

    init(texts: [String], labels: [[Int]], labelNames: [String], places: [LabelledTexts.Place]) {
        precondition(
            texts.count == labels.count, "MultiLabelledTexts: \(texts.count) texts but \(labels.count) sets of labels.")
        precondition(
            labels.allSatisfy { $0.allSatisfy(labelNames.indices.contains) },
            "MultiLabelledTexts: a label is outside 0..<\(labelNames.count).")
        (self.texts, self.labels, self.labelNames, self.places) = (texts, labels, labelNames, places)
    }

    /// The number of texts.
    public var count: Int { texts.count }

    /// The number of texts with each label.
    public var labelCounts: [Int] {
        var counts = [Int](repeating: 0, count: labelNames.count)
        for label in labels.joined() { counts[label] += 1 }
        return counts
    }

    /// The number of texts without anything in them but white space.
    public var emptyDocuments: Int { texts.count { $0.allSatisfy(\.isWhitespace) } }

    /// Where a text comes from, for messages: `'reviews.csv', line 12`.
    public func place(of index: Int) -> String { places[index].description }

    /// A number, as hexadecimal digits, that changes with the texts, their order and their labels: FNV-1a over all bytes,
    /// and the number of texts.
    public var fingerprint: String {
        var hash = TextFingerprint()
        for name in labelNames { hash.mix(name) }
        for (text, labels) in zip(texts, labels) {
            hash.mix(text)
            hash.mix(labels.map(String.init).joined(separator: ","))
        }
        return hash.text(count: count)
    }

    /// Some of the texts, in the order of their places; the names of the labels stay.
    public func selecting(_ indices: some Sequence<Int>) -> MultiLabelledTexts {
        let indices = Array(indices)
        return MultiLabelledTexts(
            texts: indices.map { texts[$0] }, labels: indices.map { labels[$0] }, labelNames: labelNames,
            places: indices.map { places[$0] })
    }

    /// The same texts with the labels of a model; upper and lower case of their names don't count.
    ///
    /// - Throws: ``LabelledTextsError/unknownLabel(_:file:line:classNames:)`` where a text has a label that is not among
    ///   them.
    package func matchingLabels(_ labelNames: [String]) throws -> MultiLabelledTexts {
        guard labelNames != self.labelNames else { return self }
        let found = self.labelNames.map { labelNames.place(ofClass: $0) }
        let labels = try self.labels.enumerated().map { index, labels in
            let mapped = try labels.map { label in
                guard let place = found[label] else {
                    throw LabelledTextsError.unknownLabel(
                        self.labelNames[label], file: places[index].file, line: places[index].line,
                        classNames: labelNames)
                }
                return place
            }
            return mapped.sorted()
        }
        return MultiLabelledTexts(texts: texts, labels: labels, labelNames: labelNames, places: places)
    }

    /// Refuses a label that no text has, and one that every text has: neither can be learned.
    ///
    /// - Throws: ``LabelledTextsError/labelOfNoText(_:)`` or ``LabelledTextsError/labelOfEveryText(_:)``.
    package func requireLearnableLabels() throws(LabelledTextsError) {
        for (name, count) in zip(labelNames, labelCounts) {
            if count == 0 { throw .labelOfNoText(name) }
            if count == self.count { throw .labelOfEveryText(name) }
        }
    }
}
