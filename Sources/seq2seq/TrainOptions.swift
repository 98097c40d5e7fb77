import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

extension AttentionKind: ExpressibleByArgument {}

/// The options that decide what network is trained; what is not given suits the number of pairs.
struct NetworkOptions: ParsableArguments {
    @Option(help: "What a token is: bpe (pieces of words), word, grapheme, scalar or byte.")
    var unit: TokenUnit?

    @Option(parsing: .unconditional, help: "Most tokens of a vocabulary (default: 6,000).")
    var vocabularySize: Int?

    @Option(parsing: .unconditional, help: "Tokens that occur less often count as unknown.")
    var minFrequency: Int?

    @Flag(help: "Give source and target one vocabulary: for languages with many words in common, spelling, digits.")
    var shareVocabulary = false

    @Option(
        help: ArgumentHelp(
            "What is done to a text first, on both sides and in this order, in place of what suits the unit.",
            valueName: "step"))
    var normalize: [Normalization] = []

    @Option(
        help: ArgumentHelp(
            "Language of the sources, such as en or tr, whose rules for capitals and sentences apply.",
            valueName: "code"))
    var sourceLanguage: String?

    @Option(help: ArgumentHelp("Language of the targets.", valueName: "code"))
    var targetLanguage: String?

    @Option(parsing: .unconditional, help: "Width of the embeddings.")
    var embeddingSize: Int?

    @Option(parsing: .unconditional, help: "Units of the encoder in each direction.")
    var encoderSize: Int?

    @Option(parsing: .unconditional, help: "Units of the decoder.")
    var hiddenSize: Int?

    @Option(parsing: .unconditional, help: "Layers of the encoder.")
    var encoderLayers: Int?

    @Option(parsing: .unconditional, help: "Layers of the decoder.")
    var decoderLayers: Int?

    @Option(help: "How the decoder looks back: additive, dot, general or location.")
    var attention: AttentionKind?

    @Flag(inversion: .prefixedNo, help: "Let the decoder read what it made of the last context.")
    var inputFeeding = true

    @Flag(inversion: .prefixedNo, help: "Use the target's embeddings as output weights too.")
    var tieWeights = true

    @Option(parsing: .unconditional, help: "Most tokens of a text; longer pairs are left out (default: 100).")
    var maxTokens: Int?

    @Option(parsing: .unconditional, help: "Dropout of whole tokens.")
    var wordDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the embeddings, the same over a text.")
    var embeddingDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout between layers and of the encoder's output.")
    var dropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the recurrent weights.")
    var recurrentDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout before the projection.")
    var outputDropout: Float?

    @Option(help: "How model.safetensors stores weights; float16 halves the file, int8 quarters it.")
    var weights: WeightPrecision?

    func validate() throws {
        try requireSteps("--normalize", normalize)
        for (name, language) in [("--source-language", sourceLanguage), ("--target-language", targetLanguage)] {
            guard let language, language.isEmpty || !Segmenter.isKnown(locale: language) else { continue }
            throw ValidationError(
                "\(name) \(language.debugDescription) is no language; give a code such as en, de or tr.")
        }
        guard normalize.isEmpty || (sourceLanguage == nil && targetLanguage == nil) else {
            throw ValidationError("--normalize names all steps; give the language with it, as in trueCase:en.")
        }
        for (name, size, limit) in [
            ("--embedding-size", embeddingSize, 1 << 14), ("--encoder-size", encoderSize, 1 << 14),
            ("--hidden-size", hiddenSize, 1 << 14), ("--encoder-layers", encoderLayers, 64),
            ("--decoder-layers", decoderLayers, 64), ("--max-tokens", maxTokens, 1 << 16),
            ("--vocabulary-size", vocabularySize, 1 << 22), ("--min-frequency", minFrequency, .max),
        ] {
            try requireCount(name, size, limit: limit)
        }
        for (name, rate) in [
            ("--word-dropout", wordDropout), ("--embedding-dropout", embeddingDropout), ("--dropout", dropout),
            ("--recurrent-dropout", recurrentDropout), ("--output-dropout", outputDropout),
        ] {
            try requireRate(name, rate)
        }
    }

    func apply(to settings: inout TranslatorSettings) {
        settings.unit = unit ?? settings.unit
        settings.maxVocabulary = vocabularySize ?? settings.maxVocabulary
        settings.minFrequency = minFrequency ?? settings.minFrequency
        settings.sharesVocabulary = shareVocabulary
        if normalize.isEmpty {
            settings.setNormalization(sourceLocale: sourceLanguage ?? "", targetLocale: targetLanguage ?? "")
        } else {
            (settings.normalization, settings.targetNormalization) = (normalize, nil)
        }
        settings.embeddingSize = embeddingSize ?? settings.embeddingSize
        settings.encoderSize = encoderSize ?? settings.encoderSize
        settings.attentionSize = encoderSize ?? settings.attentionSize
        settings.hiddenSize = hiddenSize ?? settings.hiddenSize
        settings.encoderLayers = encoderLayers ?? settings.encoderLayers
        settings.decoderLayers = decoderLayers ?? settings.decoderLayers
        settings.attention = attention ?? settings.attention
        settings.feedsInput = inputFeeding
        settings.tiesWeights = tieWeights
        settings.maxTokens = maxTokens ?? settings.maxTokens
        settings.dropout.words = wordDropout ?? settings.dropout.words
        settings.dropout.embedding = embeddingDropout ?? settings.dropout.embedding
        settings.dropout.betweenLayers = dropout ?? settings.dropout.betweenLayers
        settings.dropout.recurrentWeights = recurrentDropout ?? settings.dropout.recurrentWeights
        settings.dropout.output = outputDropout ?? settings.dropout.output
        settings.precision = weights ?? settings.precision
    }
}

/// The options that decide how a translator learns, beside those of every training.
struct TranslationLearningOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Probability that a target token spreads over all tokens.")
    var labelSmoothing: Float?

    @Option(
        parsing: .unconditional,
        help: """
            Share of target tokens that the decoder is told as they are, at the end of the training; it begins with all, \
            and the others are its own.
            """)
    var teacherForcing: Float?

    @Option(
        parsing: .unconditional,
        help: "Share of the joins that byte pairs leave out, drawn anew each time a text is read (BPE dropout).")
    var pieceDropout: Float?

    func validate() throws {
        try requireRate("--piece-dropout", pieceDropout)
        try requireRate("--label-smoothing", labelSmoothing)
        if let teacherForcing, !(teacherForcing >= 0 && teacherForcing <= 1) {
            throw ValidationError("--teacher-forcing must be 0 to 1, not \(teacherForcing).")
        }
    }

    func apply(to loss: inout TranslatorTask.Options) {
        loss.labelSmoothing = labelSmoothing ?? loss.labelSmoothing
        loss.teacherForcing = teacherForcing ?? loss.teacherForcing
        loss.pieceDropout = pieceDropout ?? loss.pieceDropout
    }
}
