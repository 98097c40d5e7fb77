import ModelFiles

extension LabelledTexts {
    /// What a person should know of the texts and their classes before a network learns from them.
    ///
    /// - Parameter areNamesGiven: Whether the classes were known before the texts were read.
    func notes(areNamesGiven: Bool) -> [ReadingNote] {
        let ofNames = areNamesGiven ? [] : [severalLabelsNote, missingLabelNote, sameNameNote]
        return (ofNames + [emptyClassNote, emptyTextsNote]).compactMap { $0 }
    }

    /// Where most labels look like several.
    private var severalLabelsNote: ReadingNote? {
        let areSeveral = classNames.map { $0.contains(MultiLabelledTexts.separator) }
        guard 2 * labels.count(where: { areSeveral[$0] }) > count, let first = areSeveral.firstIndex(of: true) else {
            return nil
        }
        return ReadingNote(
            "most labels contain |, such as \(MessageText.quoted(classNames[first])), and each is one class",
            [.severalLabels])
    }

    /// Where a label is what programs write for a missing value.
    private var missingLabelNote: ReadingNote? {
        let missing: Set = ["nan", "none", "null", "nil", "na", "n/a", "#n/a", "?"]
        guard let label = classNames.firstIndex(where: { missing.contains($0.lowercased()) }),
            let first = labels.firstIndex(of: label)
        else { return nil }
        let count = classCounts[label]
        return ReadingNote(
            "\(count) \(count == 1 ? "text has" : "texts have") the label \(MessageText.quoted(classNames[label])), the first in "
                + "\(place(of: first)), and it is a class like any other",
            [.advice("leave these rows out if they have no label")])
    }

    /// Where names of classes differ in upper and lower case alone.
    private var sameNameNote: ReadingNote? {
        var names: [String: String] = [:]
        for name in classNames {
            guard let other = names.updateValue(name, forKey: name.lowercased()) else { continue }
            return ReadingNote(
                "\(MessageText.quoted(other)) and \(MessageText.quoted(name)) differ only in upper and lower case, and are "
                    + "two classes", [.advice("write them alike if they are one")])
        }
        return nil
    }

    /// Where no text of a class has anything in it.
    private var emptyClassNote: ReadingNote? {
        var areEmpty = classCounts.map { $0 > 0 }
        for (text, label) in zip(texts, labels) where areEmpty[label] {
            areEmpty[label] = text.allSatisfy(\.isWhitespace)
        }
        guard let label = areEmpty.firstIndex(of: true) else { return nil }
        return ReadingNote("all texts of the class \(MessageText.quoted(classNames[label])) are empty")
    }

    /// Where some texts have nothing in them.
    private var emptyTextsNote: ReadingNote? {
        guard let place = texts.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) else { return nil }
        let count = emptyDocuments
        return ReadingNote(
            "\(count) of \(self.count) texts \(count == 1 ? "is" : "are") empty, the first in \(self.place(of: place))")
    }
}
