/// The objects of JSON Lines.
extension RecordReader {
    mutating func nextObject() throws -> TextRecord? {
        while let content = try input.nextLine() {
            let line = input.line - 1
            if content.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do {
                return try record(of: JSONFields(content), content, line)
            } catch let problem as JSONFields.Problem {
                throw RecordError.invalidJSON(file: file, line: line, reason: problem.reason)
            }
        }
        return nil
    }

    private mutating func record(
        of fields: JSONFields, _ content: ArraySlice<UInt8>, _ line: Int
    ) throws(RecordError) -> TextRecord {
        let names = fieldNames ?? chooseFields(of: fields)
        func text(_ name: String, isRequired: Bool, mayBeNull: Bool) throws(RecordError) -> String? {
            switch fields[name] {
            case .text(let text): return text
            case .null where mayBeNull: return nil
            case nil where !isRequired: return nil
            case nil: throw .missingField(file: file, line: line, field: name, fields: fields.names)
            case .null, .nested: throw .fieldIsNoText(file: file, line: line, field: name)
            }
        }
        let found = try text(names.text, isRequired: true, mayBeNull: false)
        var label: String?
        if let name = names.label { label = try text(name, isRequired: options.labelColumn != nil, mayBeNull: true) }
        fieldNames = names
        let content = String(decoding: content, as: UTF8.self)
        return TextRecord(text: found ?? "", label: label.map(Self.trimmed), line: line, fields: [content])
    }

    /// The first object decides.
    private func chooseFields(of fields: JSONFields) -> (text: String, label: String?) {
        let usual = options.usualNames
        func name(_ names: [String]) -> String? {
            let plain = fields.names.map(ColumnNames.plain)
            return names.lazy.compactMap { name in plain.firstIndex(of: name) }.first.map { fields.names[$0] }
        }
        let text = options.textColumn?.description ?? name(usual.text) ?? usual.text[0]
        let label = options.labelColumn?.description ?? name(usual.label)
        return (text, label ?? (usual.haveFixedPlaces ? usual.label[0] : nil))
    }
}
