import Foundation
import ModelFiles
import Tensors
import Tokenization

/// Labelled texts, all in memory, for training and evaluating classifiers.
public struct LabelledTexts: Sendable {
    /// Where texts are read from.
    public struct Source: Sendable, Equatable {
        /// A file of records, or a folder with a folder of `.txt` files for each class.
        public let url: URL
        /// The label of all records of the file; nil where the file or folder says it.
        public let label: String?

        /// A file or folder whose labels are in it, or whose texts all have `label`.
        public init(_ url: URL, label: String? = nil) {
            self.url = url
            self.label = label
        }
    }

    /// The texts, in the order in which they were read.
    public let texts: [String]
    /// The class of each text, as a place in ``classNames``.
    public let labels: [Int]
    /// The names of the classes; ``labels`` count them from 0.
    public let classNames: [String]
    /// The columns of the last table that they were read from.
    public internal(set) var columns: RecordColumns?
    let places: [Place]

    /// The file that a text comes from, and its line from 1; 0 where the text is the file.
    struct Place: Sendable, CustomStringConvertible {
        let file: String
        let line: Int

        var description: String { line == 0 ? "'\(file)'" : "'\(file)', line \(line)" }
    }

    /// Texts that are at hand.
    ///
    /// - Parameter labels: For each text a place in `classNames`.
    public init(texts: [String], labels: [Int], classNames: [String], name: String = "texts") {
        let places = texts.indices.map { Place(file: name, line: $0 + 1) }
        self.init(texts: texts, labels: labels, classNames: classNames, places: places)
    }

    init(texts: [String], labels: [Int], classNames: [String], places: [Place]) {
        precondition(texts.count == labels.count, "LabelledTexts: \(texts.count) texts but \(labels.count) labels.")
        precondition(labels.allSatisfy(classNames.indices.contains), "LabelledTexts: a label is no class.")
        self.texts = texts
        self.labels = labels
        self.classNames = classNames
        self.places = places
    }

    /// The number of texts.
    public var count: Int { texts.count }

    /// The number of texts without anything in them but white space.
    public var emptyDocuments: Int {
        texts.count { $0.allSatisfy(\.isWhitespace) }
    }

    /// The number of texts of each class.
    public var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classNames.count)
        for label in labels { counts[label] += 1 }
        return counts
    }

    /// Where a text comes from, for messages: `'reviews.csv', line 12`.
    public func place(of index: Int) -> String { places[index].description }

    /// A number, as hexadecimal digits, that changes with the texts, their order and their classes: FNV-1a over all
    /// bytes, and the number of texts.
    public var fingerprint: String {
        var hash = TextFingerprint()
        for name in classNames { hash.mix(name) }
        for (text, label) in zip(texts, labels) {
            hash.mix(text)
            hash.mix(String(label))
        }
        return hash.text(count: count)
    }

    /// Some of the texts, in the order of their places; the classes stay.
    public func selecting(_ indices: some Sequence<Int>) -> LabelledTexts {
        let indices = Array(indices)
        return LabelledTexts(
            texts: indices.map { texts[$0] }, labels: indices.map { labels[$0] }, classNames: classNames,
            places: indices.map { places[$0] })
    }

    /// The same texts with other classes.
    ///
    /// - Parameter place: The place in `classNames` of a class that some text has.
    package func mappingClasses(to classNames: [String], _ place: (String) throws -> Int) rethrows -> LabelledTexts {
        // In the order of the texts, so that an error names the first one.
        var places = [Int?](repeating: nil, count: self.classNames.count)
        let labels = try labels.map { label -> Int in
            if let found = places[label] { return found }
            let found = try place(self.classNames[label])
            places[label] = found
            return found
        }
        return LabelledTexts(texts: texts, labels: labels, classNames: classNames, places: self.places)
    }

    /// The same texts with the classes of a model; upper and lower case of their names don't count.
    ///
    /// - Throws: ``LabelledTextsError/unknownLabel(_:file:line:classNames:)`` where a text is of none of the classes.
    package func matchingClasses(_ classNames: [String]) throws -> LabelledTexts {
        try mappingClasses(to: classNames) { name in
            if let index = classNames.place(ofClass: name) { return index }
            let index = labels.firstIndex { self.classNames[$0] == name } ?? 0
            throw LabelledTextsError.unknownLabel(
                name, file: places[index].file, line: places[index].line, classNames: classNames)
        }
    }

    /// Sets a part of every class aside, drawn at random; both parts keep the order of the texts.
    ///
    /// - Parameters:
    ///   - fraction: The share that is set aside, in 0 ..< 1, rounded for each class, but at least one text of a class
    ///     of two unless it is 0; the last text of a class always stays.
    ///   - seed: The same seed sets the same texts aside, on every machine.
    /// - Throws: ``SplitError/invalidFraction(_:)``.
    public func split(fraction: Double, seed: UInt64) throws -> (rest: LabelledTexts, aside: LabelledTexts) {
        try SplitError.requireValid(fraction: fraction)
        var generator = SeededGenerator(seed: seed, stream: "split")
        var isAside = [Bool](repeating: false, count: count)
        var members = [[Int]](repeating: [], count: classNames.count)
        for (index, label) in labels.enumerated() { members[label].append(index) }
        for indices in members where fraction > 0 && indices.count > 1 {
            let share = Int((Double(indices.count) * fraction).rounded())
            let shuffled = indices.shuffled(using: &generator)
            for index in shuffled.prefix(min(max(share, 1), indices.count - 1)) { isAside[index] = true }
        }
        return (selecting(texts.indices.filter { !isAside[$0] }), selecting(texts.indices.filter { isAside[$0] }))
    }
}

/// A hash of texts, each with a byte behind it that no text has.
struct TextFingerprint {
    private var hash = StableHash()

    mutating func mix(_ text: String) {
        hash.add(text.utf8)
        hash.add(word: 0xFF)  // no byte of UTF-8
    }

    /// The number and that of the texts, as hexadecimal digits.
    func text(count: Int) -> String { hash.digits + "." + String(count, radix: 16) }
}

extension [String] {
    /// The places of some names of classes in their order: by number where all are numbers, else by name.
    var orderAsClasses: [Int] {
        let areNumbers = allSatisfy { Int($0) != nil }
        return indices.sorted { first, second in
            let (a, b) = (self[first], self[second])
            if areNumbers, let x = Int(a), let y = Int(b), x != y { return x < y }
            return a < b
        }
    }

    /// The place of a class of this name; of one that differs in upper and lower case only where there is no other.
    package func place(ofClass name: String) -> Int? {
        if let place = firstIndex(of: name) { return place }
        let folded = name.lowercased()
        return firstIndex { $0.lowercased() == folded }
    }
}

/// Why files do not form a set of labelled texts.
public enum LabelledTextsError: RemediedError, Equatable {
    /// No file or folder was given.
    case noSources
    /// The files hold no text.
    case noDocuments(String)
    /// Only this class occurs in the files.
    case oneClass(String, String)
    /// There is more than one label for every two texts, so the labels are not classes.
    case hardlyClasses(labels: Int, texts: Int, example: String, files: String)
    /// A label is not one of the classes; `line` is 0 where the text is the whole file.
    case unknownLabel(String, file: String, line: Int, classNames: [String])
    /// A record has no label.
    case missingLabel(file: String, line: Int)
    /// The file is read as lines of text, which have no labels.
    case noLabels(file: String)
    /// The folder has no folders inside.
    case noClassFolders(String)
    /// The folder of a class has no `.txt` files.
    case emptyFolder(String)
    /// A folder was given where texts may have several labels, which its folders cannot say.
    case folderOfClasses(String)
    /// A cell of a column that says whether a text has a label is neither 0 nor 1.
    case noFlag(String, file: String, line: Int, column: String)
    /// Every text is without a label.
    case noLabelAnywhere(String)
    /// No text has this label.
    case labelOfNoText(String)
    /// All texts have this label.
    case labelOfEveryText(String)

    public var problem: String {
        switch self {
        case .noSources: "there are no files to read"
        case .noDocuments(let files): "there is no text in \(files)"
        case .oneClass(let name, let files):
            "only the class \(MessageText.quoted(name)) occurs in \(files), and at least two are needed"
        case .hardlyClasses(let labels, let texts, let example, let files):
            "the \(texts) texts in \(files) have \(labels) different labels, such as "
                + "\(MessageText.quoted(String(example.prefix(40)))), so they are not classes"
        case .unknownLabel(let label, let file, let line, let classNames):
            "'\(file)'\(line == 0 ? "" : ", line \(line)"): \(MessageText.quoted(label)) is none of the classes "
                + classNames.map(MessageText.quoted).joined(separator: ", ")
        case .missingLabel(let file, let line): "'\(file)', line \(line): there is no label"
        case .noLabels(let file): "'\(file)' is read as lines of text, which have no labels"
        case .noClassFolders(let folder): "'\(folder)' has no folders inside"
        case .emptyFolder(let folder): "'\(folder)' has no .txt files"
        case .folderOfClasses(let folder): "'\(folder)' is a folder, which gives each text one label"
        case .noFlag(let cell, let file, let line, let column):
            "'\(file)', line \(line), column \(MessageText.quoted(column)): \(MessageText.quoted(cell)) is neither 0 nor 1"
        case .noLabelAnywhere(let files): "none of the texts in \(files) has a label"
        case .labelOfNoText(let name):
            "no text to train on has the label \(MessageText.quoted(name)), so it cannot be learned"
        case .labelOfEveryText(let name):
            "every text to train on has the label \(MessageText.quoted(name)), so there is nothing to learn about it"
        }
    }

    public var remedies: [Remedy] {
        switch self {
        case .noSources, .noDocuments: [.advice("give a file with labelled texts")]
        case .oneClass: [.advice("add texts of the other classes"), .change([.labelColumn])]
        case .hardlyClasses(_, _, let example, _):
            (example.contains(MultiLabelledTexts.separator) ? [.severalLabels] : []) + [
                .setOptions(
                    [OptionSetting(.labelColumn), OptionSetting(.textColumn)],
                    detail: "to name the columns of the labels and the texts")
            ]
        case .unknownLabel: [.advice("correct it"), .set(.renaming, detail: "to map it to a class")]
        case .missingLabel: [.advice("add it"), .set(.labelColumn, detail: "to name the column of the labels")]
        case .noLabels: [.set(.format, to: "csv", "tsv", "jsonl", "fasttext")]
        case .noClassFolders:
            [.advice("make one for each class, with .txt files"), .advice("give files instead")]
        case .folderOfClasses: [.advice("give a file with a column of labels")]
        case .noFlag: [.advice("correct it"), .change([.labelColumns])]
        case .noLabelAnywhere: [.advice("add labels"), .change([.labelColumn])]
        case .labelOfNoText: [.advice("add texts that have it"), .advice("leave the label out")]
        case .labelOfEveryText: [.advice("add texts that lack it"), .advice("leave the label out")]
        case .emptyFolder: [.advice("put the texts of the class there"), .advice("remove the folder")]
        }
    }
}

extension Remedy {
    /// What to do where the labels of a text seem to be several.
    static let severalLabels = Remedy.set(
        .multiLabel, to: "true", detail: "if a text may have several labels, separated by |")
}
