import ArgumentParser
import CommandSupport
import Recurrent
import ToolSupport

extension AttentionKind: ExpressibleByArgument {}

/// The layers of a translator that may have any cell.
enum EncoderLayers: CellWords {
    static let extent = " of the encoder and of decoder layers above the first, which attends and is an LSTM"
}

/// The options that decide what network is trained; what is not given suits the number of pairs.
struct NetworkOptions: ParsableArguments {
    @Option(help: "Token unit: bpe (subwords by byte-pair encoding), word, grapheme, scalar or byte.")
    var unit: TokenUnit?

    @Option(parsing: .unconditional, help: "Largest size of each vocabulary (default: 6,000).")
    var vocabularySize: Int?

    @Option(parsing: .unconditional, help: "Tokens that occur less often are treated as unknown.")
    var minFrequency: Int?

    @Flag(help: "Use one vocabulary for source and target: for related languages, spelling, digits.")
    var shareVocabulary = false

    @Option(
        help: ArgumentHelp(
            "Normalization steps for both sides, in this order, instead of the defaults for the unit.",
            valueName: "step"))
    var normalize: [Normalization] = []

    @Option(
        help: ArgumentHelp(
            "Language of the sources, such as en or tr, for casing and sentence rules.",
            valueName: "code"))
    var sourceLanguage: String?

    @Option(help: ArgumentHelp("Language of the targets.", valueName: "code"))
    var targetLanguage: String?

    @Option(parsing: .unconditional, help: "Size of the embeddings.")
    var embeddingSize: Int?

    @OptionGroup var recurrent: CellOption<EncoderLayers>

    @Option(parsing: .unconditional, help: "Encoder units in each direction.")
    var encoderSize: Int?

    @Option(parsing: .unconditional, help: "Decoder units.")
    var hiddenSize: Int?

    @Option(parsing: .unconditional, help: "Number of encoder layers.")
    var encoderLayers: Int?

    @Option(parsing: .unconditional, help: "Number of decoder layers.")
    var decoderLayers: Int?

    @Option(help: "Attention: additive (Bahdanau), or dot, general or location (Luong).")
    var attention: AttentionKind?

    @Flag(inversion: .prefixedNo, help: "Input feeding (Luong et al. 2015).")
    var inputFeeding = true

    @Flag(inversion: .prefixedNo, help: "Share weights between the target embeddings and the output projection.")
    var tieWeights = true

    @Option(parsing: .unconditional, help: "Longest text in tokens; longer pairs are skipped (default: 100).")
    var maxTokens: Int?

    @Option(parsing: .unconditional, help: "Word dropout: share of tokens replaced by the unknown token.")
    var wordDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the embeddings, with one mask per text.")
    var embeddingDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout between layers and of the encoder output.")
    var dropout: Float?

    @Option(parsing: .unconditional, help: "Dropout of the recurrent weights (weight dropout).")
    var recurrentDropout: Float?

    @Option(parsing: .unconditional, help: "Dropout before the output projection.")
    var outputDropout: Float?

    @Option(help: "Number format of model.safetensors: float16 halves the file size, int8 quarters it.")
    var weights: WeightPrecision?

    func validate() throws {
        try requireSteps("--normalize", normalize)
        for (name, language) in [("--source-language", sourceLanguage), ("--target-language", targetLanguage)] {
            guard let language, language.isEmpty || !Segmenter.isKnown(locale: language) else { continue }
            throw ValidationError(
                "\(name) \(language.debugDescription) is not a language; give a code such as en, de or tr.")
        }
        guard normalize.isEmpty || (sourceLanguage == nil && targetLanguage == nil) else {
            throw ValidationError("--normalize lists all steps; give the language there, as in trueCase:en.")
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
        settings.cell = recurrent.cell ?? settings.cell
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
    @Option(parsing: .unconditional, help: "Label smoothing: probability mass spread over all tokens.")
    var labelSmoothing: Float?

    @Option(
        parsing: .unconditional,
        help: """
            Scheduled sampling: share of true previous tokens that the decoder gets at the end of the training; it \
            starts with all, and the others are its own predictions.
            """)
    var teacherForcing: Float?

    @Option(
        parsing: .unconditional,
        help: "BPE dropout: share of merges skipped at random each time a text is read.")
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
