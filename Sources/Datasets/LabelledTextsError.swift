import Foundation
import ModelFiles

/// Files that do not make a set of labelled texts.
public enum LabelledTextsError: Error, Equatable, Sendable {
    case noDocuments(String)
    case oneClass(String, String)
    /// There is more than one label for every two texts: they are no classes.
    case hardlyClasses(labels: Int, texts: Int, example: String, files: String)
    /// `line` is 0 where the text is the whole file.
    case unknownLabel(String, file: String, line: Int, classNames: [String])
    case missingLabel(file: String, line: Int)
    /// The file is read as lines of text, which have none.
    case noLabels(file: String)
    case noClassFolders(String)
    case emptyFolder(String)
}

extension LabelledTextsError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .noDocuments(let files):
            "there is no text in \(files); give a file with labelled texts."
        case .oneClass(let name, let files):
            "only the class \(MessageText.quoted(name)) occurs in \(files), and at least two are needed; give the texts "
                + "of the others too, or another --label-column."
        case .hardlyClasses(let labels, let texts, let example, let files):
            "the \(texts) texts in \(files) have \(labels) different labels, such as "
                + "\(MessageText.quoted(String(example.prefix(40)))), which are no classes; say with --label-column and "
                + "--column where labels and texts are."
        case .unknownLabel(let label, let file, let line, let classNames):
            "'\(file)'\(line == 0 ? "" : ", line \(line)"): \(MessageText.quoted(label)) is none of the classes "
                + "\(classNames.map(MessageText.quoted).joined(separator: ", ")); correct it, or say with --labels which "
                + "class it is."
        case .missingLabel(let file, let line):
            "'\(file)', line \(line): there is no label; say with --label-column where the labels are."
        case .noLabels(let file):
            "'\(file)' is read as lines of text, which have no labels; say with --input-format csv, tsv, jsonl or fasttext "
                + "how it is laid out."
        case .noClassFolders(let folder):
            "'\(folder)' has no folders inside; make one for each class, with .txt files, or give files instead."
        case .emptyFolder(let folder):
            "'\(folder)' has no .txt files; put the texts of the class there, or remove the folder."
        }
    }

    public var errorDescription: String? { description }
}
