import Foundation
import Recurrent

extension Probe {
    // MARK: Records

    mutating func readRecords() throws {
        var options = RecordOptions()
        if random.once(in: 8) {
            options.textColumn = random.pick([.number(1), .number(2), .name("text")])
            options.labelColumn = random.pick([.number(1), .number(2), .name("label")])
        }
        if random.once(in: 20) { options.delimiter = random.pick([0x2C, 0x3B, 0x09]) }
        var reader = try RecordReader(contentsOf: file, options: options)
        var texts: [String] = []
        while let record = try reader.next() { if texts.count < 50 { texts.append(record.text) } }
        try use(try models.analyzer.get(), texts.map { String($0.prefix(400)) }, explains: random.once(in: 8))
        let labelled = try LabelledTexts(contentsOf: [file], records: options)
        guard random.once(in: 8) else { return }
        var settings = TextClassifierSettings.recommended(forDocuments: labelled.count, randomSeed: 1)
        (settings.hiddenSize, settings.embeddingSize) = (3, 3)
        settings.training.epochs = 0.5
        try train(try TextClassifierTraining(labelled, settings: settings))
    }

    mutating func readPairs() throws {
        let pairs = try ParallelTexts(contentsOf: file)
        try use(try models.translator.get(), pairs.sources.prefix(2).map { String($0.prefix(60)) })
        guard random.once(in: 8), pairs.count > 2 else { return }
        var settings = TranslatorSettings.recommended(
            forPairs: pairs.count, unit: random.pick([.bpe, .word, .grapheme]), randomSeed: 1)
        (settings.hiddenSize, settings.encoderSize, settings.embeddingSize) = (4, 3, 3)
        settings.training.epochs = 0.2
        try train(try TranslatorTraining(pairs, settings: settings))
    }

    private func train(_ training: some ModelTraining) throws {
        var training = training
        let deadline = ContinuousClock.now + .milliseconds(100)
        do { _ = try training.run(description: [:]) { _ in ContinuousClock.now < deadline } } catch is CancellationError
        {}
    }

    // MARK: Series

    mutating func readSeries() throws {
        var options = SeriesOptions()
        if random.once(in: 2) {
            options.fill = random.pick(SeriesFill.allCases + [nil, nil])
            options.duplicates = random.pick(DuplicateRows.allCases + [nil, nil])
            (options.sorts, options.acceptsIrregular) = (random.once(in: 2), random.once(in: 3))
        }
        let table = try SeriesTable(contentsOf: file, options: options)
        guard let column = table.columns.first else { return }
        let count = try table.knownCount(of: [column.name])
        for row in [0, count - 1, count, count + 500] where row >= 0 { _ = table.label(ofRow: row) }
        _ = table.calendarFeatures(rows: 0..<count)
        let forecaster = try models.forecaster.get()
        if table.columns.contains(where: { $0.name == forecaster.preparation.columns[0] }) {
            try use(forecaster, table, horizon: 4)
        }
        guard random.once(in: 3), count > 12 else { return }
        var settings = ForecasterSettings.recommended(
            columns: [column.name], rows: count, period: nil, horizon: 1 + random.below(3), randomSeed: 1)
        (settings.window, settings.hiddenSize) = (min(6, max(1, count / 4)), 2)
        settings.plan(epochs: 0.5)
        _ = try settings.chooseTransformation(for: table, rows: 0..<count)
        settings.testRows = min(6, count / 5)
        var training = try ForecasterTraining(table, settings: settings)
        let deadline = ContinuousClock.now + .milliseconds(100)
        do {
            let trained = try training.run { _ in ContinuousClock.now < deadline }
            try use(trained.forecaster, table, horizon: nil)
        } catch is CancellationError {
            return
        }
        guard settings.horizon == 1 else { return }
        let search = try AnomalySearch(of: table, settings: settings, probation: max(12, count / 3))
        try requireFinite(search.points.map(\.score), "the score of a row")
    }

    // MARK: Texts

    mutating func readText() throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        if random.once(in: 3) { try decode(bytes) }
        let text = try validatedText(from: bytes, file: file.path)
        switch random.below(6) {
        case 0: try segment(text)
        case 1: try normalize(text)
        case 2: try use(try models.generator.get(), String(text.prefix(400)))
        case 3: try use(try models.analyzer.get(), lines(text), explains: random.once(in: 4))
        case 4: try use(try models.translator.get(), lines(text).prefix(2).map { String($0.prefix(80)) })
        default: try tokenize(text)
        }
    }

    private func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).prefix(12).map { String($0.prefix(2_000)) }
    }

    private mutating func decode(_ bytes: [UInt8]) throws {
        let name = random.pick([
            "windows-1252", "utf-16", "shift_jis", "gb18030", "iso-2022-jp", "utf-7", "koi8-r", "utf-8",
        ])
        let stream = EncodingStream(try TextEncoding(name))
        var output: [UInt8] = []
        let cut = random.below(bytes.count + 1)
        try stream.append(Array(bytes[..<cut]), to: &output)
        try stream.append(Array(bytes[cut...]), to: &output)
        try stream.finish(to: &output)
        _ = TextEncoding.guess(for: bytes)
        _ = try validatedText(from: output, file: "what was decoded")
    }

    private mutating func segment(_ text: String) throws {
        let segmenter = Segmenter(
            random.pick(SegmentUnit.allCases), locale: random.pick(["", "", "en", "ja", "th", "fi", "el"]))
        try requireInside(segmenter.ranges(in: text), text)
    }

    private mutating func normalize(_ text: String) throws {
        var steps = (0..<1 + random.below(4)).map { _ in random.pick(Normalization.allCases) }
        if random.once(in: 4) {
            steps.append(.transliteration(id: random.pick(["Any-Latin", "Latin-ASCII", "Any-Hex"])))
        }
        _ = Normalizer(steps).normalize(text)
    }

    private mutating func tokenize(_ text: String) throws {
        let tokenizer = try Tokenizer.train(
            on: text, unit: random.pick([.bpe, .word, .grapheme, .scalar]),
            normalization: random.pick(Normalization.allCases), maxSize: 400)
        try requireInside(tokenizer.encode(text).byteRanges, text)
        let again = try Tokenizer(jsonData: tokenizer.jsonData(), fileName: "what was trained")
        guard again.encodeIDs(text) == tokenizer.encodeIDs(text) else {
            throw NotFinite(description: "the stored tokenizer gives other tokens")
        }
    }
}
