import Foundation
import Recurrent

extension Probe {
    private static let sentences = ["Ann sees the cat in 1900.", "A great film, a dull plot.", "日本語 e\u{301} 👍", ""]

    mutating func readTextGenerator() throws {
        let generator = try TextGenerator(
            contentsOf: model, precision: random.pick([.fp32, .fp32, .int8, .bf16]))
        try use(generator, Self.sentences[random.below(3)])
    }

    func use(_ generator: TextGenerator, _ text: String) throws {
        _ = try generator.generate(text, options: GenerationOptions(length: 20, randomSeed: 1))
        let evaluation = try generator.evaluate(text)
        try requireUsable(evaluation.characters == 0 || evaluation.natsPerCharacter.isFinite)
    }

    /// The library says of an answer that it is no number; the tools make that an error.
    private func requireUsable(_ isFinite: Bool) throws {
        if !isFinite { throw ModelError.notFinite(model: model.path) }
    }

    mutating func readClassifier() throws {
        let analyzer = try TextClassifier(contentsOf: model)
        try use(
            random.once(in: 3) ? analyzer.quantized(to: .int8) : analyzer, Self.sentences, explains: random.once(in: 3))
    }

    func use(_ analyzer: TextClassifier, _ texts: [String], explains: Bool) throws {
        _ = try analyzer.classify(texts)
        guard explains, let text = texts.first else { return }
        for method in Explanation.Method.allCases { _ = try analyzer.explain(text, method: method) }
    }

    mutating func readTranslator() throws {
        let translator = try Translator(contentsOf: model)
        let texts = ["a dog runs here.", "two boys play in the park.", Self.sentences[random.below(4)]]
        try use(random.once(in: 3) ? translator.quantized(to: .int8) : translator, texts)
    }

    mutating func use(_ translator: Translator, _ texts: [String]) throws {
        var options = TranslationOptions()
        options.search.beamSize = 1 + random.below(3)
        options.search.maxLength = 12
        for translation in try translator.translate(texts, options: options) {
            try requireUsable(translation.candidates.allSatisfy(\.isFinite))
        }
    }

    mutating func readForecaster() throws {
        let forecaster = try Forecaster(contentsOf: model)
        let table = try SeriesTable(contentsOf: starts.url("series/monthly.csv"))
        try use(forecaster, table, horizon: random.once(in: 2) ? nil : 1 + random.below(9))
    }

    func use(_ forecaster: Forecaster, _ table: SeriesTable, horizon: Int?) throws {
        for forecast in try forecaster.forecast(table, horizon: horizon) {
            try requireFinite(forecast.values, "a forecast")
            for interval in forecast.intervals { try requireFinite(interval.low + interval.high, "an interval") }
        }
    }

    mutating func readTokenizer() throws {
        let tokenizer = try Tokenizer(jsonData: Data(contentsOf: file), fileName: file.path)
        let text = StartTexts.mixed.joined(separator: "\n")
        let encoding = tokenizer.encode(text)
        try requireInside(encoding.byteRanges, text)
        _ = tokenizer.decode(encoding.ids)
        guard tokenizer.encodeIDs(text) == encoding.ids else {
            throw NotFinite(description: "encode and encodeIDs give different tokens")
        }
        _ = try tokenizer.jsonData()
        var decoder = StreamingDecoder(tokenizer)
        for id in encoding.ids { _ = decoder.append(id) }
        _ = decoder.finish()
    }

    func requireInside(_ ranges: some Sequence<Range<Int>>, _ text: String) throws {
        let count = text.utf8.count
        for range in ranges where range.lowerBound < 0 || range.upperBound > count {
            throw NotFinite(description: "a token lies at \(range) in \(count) bytes")
        }
    }

    func readArchive() throws {
        let compressor = try TextCompressor(models.generator.get())
        _ = try compressor.decompress(Data(contentsOf: file), name: file.path)
    }

    mutating func readVectors() throws {
        let vectors = try WordVectors(contentsOf: file)
        try requireFinite(vectors.vectors.elements.map(Double.init), "a word vector")
        for word in vectors.words.prefix(2) {
            try requireFinite(vectors.nearest(to: word, count: 3).map(\.cosine), "a cosine")
        }
    }
}
