// swift-tools-version: 6.1
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// What every task stands on, bottom to top; each imports only what comes before it here.
let floors: [Target.Dependency] = [
    "Tensors", "Tokenization", "ModelFiles", "NeuralLayers", "Datasets", "Decoding", "Training",
]

let tasks: [Target.Dependency] = ["TextGeneration", "TextClassification", "Translation", "Forecasting"]

let package = Package(
    name: "Recurrent",
    platforms: [.macOS(.v15)],
    products: [
        // All of the library.
        .library(name: "Recurrent", targets: ["Recurrent"]),
        // A task by itself, and the tokenizer.
        .library(name: "TextGeneration", targets: ["TextGeneration"]),
        .library(name: "TextClassification", targets: ["TextClassification"]),
        .library(name: "Translation", targets: ["Translation"]),
        .library(name: "Forecasting", targets: ["Forecasting"]),
        .library(name: "Tokenization", targets: ["Tokenization"]),
        // The shipped models.
        .library(name: "ProseEnglishModel", targets: ["ProseEnglishModel"]),
        .library(name: "ShakespeareModel", targets: ["ShakespeareModel"]),
        .library(name: "GeneralEnglishModel", targets: ["GeneralEnglishModel"]),
        .library(name: "MovieReviewsModel", targets: ["MovieReviewsModel"]),
        .library(name: "MessagesMultilingualModel", targets: ["MessagesMultilingualModel"]),
        .library(name: "EnglishFrenchModel", targets: ["EnglishFrenchModel"]),
        // The command-line tools: all in one program, and each by itself.
        .executable(name: "recurrent", targets: ["RecurrentProgram"]),
        .executable(name: "textgen", targets: ["textgen"]),
        .executable(name: "sentiment", targets: ["sentiment"]),
        .executable(name: "seq2seq", targets: ["seq2seq"]),
        .executable(name: "forecast", targets: ["forecast"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        // C.
        .target(name: "CKernels"),
        .systemLibrary(
            name: "CICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
        .target(name: "CUnicode", dependencies: ["CICU"], exclude: ["Resources"]),

        // The floors.
        .target(name: "Tensors", dependencies: ["CKernels"]),
        .target(name: "Tokenization", dependencies: ["CUnicode"]),
        .target(name: "ModelFiles", dependencies: ["CKernels", "Tensors", "Tokenization"]),
        .target(name: "NeuralLayers", dependencies: ["Tensors"]),
        .target(name: "Datasets", dependencies: ["Tensors", "Tokenization", "ModelFiles"]),
        .target(name: "Decoding", dependencies: ["Tensors", "Tokenization"]),
        .target(
            name: "Training", dependencies: ["Tensors", "Tokenization", "ModelFiles", "NeuralLayers", "Datasets"]),

        // The tasks, each a room of its own.
        .target(name: "TextGeneration", dependencies: floors),
        .target(name: "TextClassification", dependencies: floors),
        .target(name: "Translation", dependencies: floors),
        .target(name: "Forecasting", dependencies: floors),
        .target(name: "Recurrent", dependencies: floors + tasks),

        // The shipped models, each a product of its own.
        .target(
            name: "CProseEnglishModel", path: "Sources/PretrainedModels/CProseEnglish", exclude: ["Resources"]),
        .target(
            name: "ProseEnglishModel", dependencies: ["ModelFiles", "CProseEnglishModel"],
            path: "Sources/PretrainedModels/ProseEnglish"),
        .target(
            name: "CShakespeareModel", path: "Sources/PretrainedModels/CShakespeare", exclude: ["Resources"]),
        .target(
            name: "ShakespeareModel", dependencies: ["ModelFiles", "CShakespeareModel"],
            path: "Sources/PretrainedModels/Shakespeare"),
        .target(
            name: "CGeneralEnglishModel", path: "Sources/PretrainedModels/CGeneralEnglish", exclude: ["Resources"]),
        .target(
            name: "GeneralEnglishModel", dependencies: ["ModelFiles", "CGeneralEnglishModel"],
            path: "Sources/PretrainedModels/GeneralEnglish"),
        .target(
            name: "CMovieReviewsModel", path: "Sources/PretrainedModels/CMovieReviews", exclude: ["Resources"]),
        .target(
            name: "MovieReviewsModel", dependencies: ["ModelFiles", "TextClassification", "CMovieReviewsModel"],
            path: "Sources/PretrainedModels/MovieReviews"),
        .target(
            name: "CMessagesMultilingualModel", path: "Sources/PretrainedModels/CMessagesMultilingual",
            exclude: ["Resources"]),
        .target(
            name: "MessagesMultilingualModel", dependencies: ["ModelFiles", "CMessagesMultilingualModel"],
            path: "Sources/PretrainedModels/MessagesMultilingual"),
        .target(
            name: "CEnglishFrenchModel", path: "Sources/PretrainedModels/CEnglishFrench", exclude: ["Resources"]),
        .target(
            name: "EnglishFrenchModel", dependencies: ["ModelFiles", "CEnglishFrenchModel"],
            path: "Sources/PretrainedModels/EnglishFrench"),

        // Pictures of series and matrices.
        .target(name: "Charts"),

        // The command-line tools.
        .target(name: "CommandSupport", dependencies: ["Tensors", "ModelFiles", argumentParser]),
        .target(name: "ToolSupport", dependencies: ["Recurrent", "Charts", "CommandSupport", argumentParser]),
        .target(
            name: "TextGenCommands",
            dependencies: [
                "Recurrent", "ProseEnglishModel", "ShakespeareModel", "CommandSupport", "ToolSupport", argumentParser,
            ],
            path: "Sources/textgen"),
        .target(
            name: "SentimentCommands",
            dependencies: [
                "Recurrent", "GeneralEnglishModel", "MovieReviewsModel", "MessagesMultilingualModel", "Charts",
                "CommandSupport", "ToolSupport", argumentParser,
            ],
            path: "Sources/sentiment"),
        .target(
            name: "Seq2SeqCommands",
            dependencies: [
                "Recurrent", "EnglishFrenchModel", "Charts", "CommandSupport", "ToolSupport", argumentParser,
            ],
            path: "Sources/seq2seq"),
        .target(
            name: "ForecastCommands",
            dependencies: ["Recurrent", "Charts", "CommandSupport", "ToolSupport", argumentParser],
            path: "Sources/forecast"),
        .executableTarget(
            name: "textgen", dependencies: ["TextGenCommands", "CommandSupport"],
            path: "Sources/Executables/textgen"),
        .executableTarget(
            name: "sentiment", dependencies: ["SentimentCommands", "CommandSupport"],
            path: "Sources/Executables/sentiment"),
        .executableTarget(
            name: "seq2seq", dependencies: ["Seq2SeqCommands", "CommandSupport"],
            path: "Sources/Executables/seq2seq"),
        .executableTarget(
            name: "forecast", dependencies: ["ForecastCommands", "CommandSupport"],
            path: "Sources/Executables/forecast"),
        // Its name differs from that of the library by more than the case of a letter: some file systems ignore case.
        .executableTarget(
            name: "RecurrentProgram",
            dependencies: [
                "TextGenCommands", "SentimentCommands", "Seq2SeqCommands", "ForecastCommands", "CommandSupport",
                argumentParser,
            ],
            path: "Sources/Executables/recurrent"),

        // Programs that use the library.
        .executableTarget(name: "TrainAndSample", dependencies: ["Recurrent"], path: "Examples/TrainAndSample"),
        .executableTarget(
            name: "Surprise", dependencies: ["Recurrent", "ShakespeareModel"], path: "Examples/Surprise"),
        .executableTarget(
            name: "Pipeline", dependencies: ["Recurrent", "ShakespeareModel", "MovieReviewsModel"],
            path: "Examples/Pipeline"),
        .executableTarget(
            name: "Lookback", dependencies: ["Recurrent", "EnglishFrenchModel"], path: "Examples/Lookback"),
        .executableTarget(name: "Gates", dependencies: ["Recurrent", "ShakespeareModel"], path: "Examples/Gates"),
        .executableTarget(name: "BuildAnLSTM", dependencies: ["Recurrent"], path: "Examples/BuildAnLSTM"),
        .executableTarget(name: "Sine", dependencies: ["Recurrent"], path: "Examples/Sine"),
        .executableTarget(name: "Passengers", dependencies: ["Recurrent", "Charts"], path: "Examples/Passengers"),

        // Recurrent beside other toolkits: `make bench`.
        .executableTarget(
            name: "benchmarks", dependencies: floors + tasks + ["CommandSupport", argumentParser],
            path: "Benchmarks", exclude: ["Peers"]),

        // Damaged files, kills and long feeds: `make fuzz`, `make kills`, `make soak`.
        .executableTarget(
            name: "stress", dependencies: ["Recurrent", "CommandSupport", "ToolSupport", argumentParser],
            path: "Stress"),

        .target(
            name: "TestSupport", dependencies: ["Tensors", "ModelFiles", "NeuralLayers"], path: "Tests/TestSupport"),
        .target(
            name: "TestModels", dependencies: floors + ["TextGeneration"], path: "Tests/TestModels"),
        .testTarget(
            name: "TensorsTests", dependencies: ["CKernels", "Tensors", "NeuralLayers", "ModelFiles", "TestSupport"]),
        .testTarget(name: "ModelFilesTests", dependencies: floors + ["TextGeneration", "TestModels", "TestSupport"]),
        .testTarget(name: "TokenizationTests", dependencies: ["Tokenization", "CUnicode", "TestSupport"]),
        .testTarget(
            name: "NeuralLayersTests",
            dependencies: ["Tensors", "NeuralLayers", "ModelFiles", "TestModels", "TestSupport"]),
        .testTarget(
            name: "DatasetsTests", dependencies: ["Tensors", "Datasets", "ModelFiles", "Tokenization", "TestSupport"]),
        .testTarget(
            name: "DecodingTests", dependencies: ["Decoding", "Tensors", "NeuralLayers", "Translation", "TestSupport"]),
        .testTarget(name: "TrainingTests", dependencies: floors + ["TestModels", "TestSupport"]),
        .testTarget(
            name: "TextGenerationTests", dependencies: floors + ["TextGeneration", "TestModels", "TestSupport"]),
        .testTarget(
            name: "TextClassificationTests",
            dependencies: floors + ["TextClassification", "MovieReviewsModel", "TestSupport"]),
        .testTarget(
            name: "TranslationTests", dependencies: floors + ["Translation", "EnglishFrenchModel", "TestSupport"]),
        .testTarget(name: "ForecastingTests", dependencies: floors + ["Forecasting", "TestSupport"]),
        .testTarget(
            name: "RecurrentTests",
            dependencies: floors + tasks + [
                "Recurrent", "ProseEnglishModel", "ShakespeareModel", "GeneralEnglishModel", "MovieReviewsModel",
                "MessagesMultilingualModel", "EnglishFrenchModel", "TestModels", "TestSupport",
            ]),
        .testTarget(name: "ChartsTests", dependencies: ["Charts"]),
        .testTarget(name: "CommandSupportTests", dependencies: ["CommandSupport", argumentParser]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "RecurrentProgram", "textgen", "sentiment", "seq2seq", "forecast", "TrainAndSample", "Surprise",
                "Pipeline", "Lookback", "Gates", "BuildAnLSTM", "Sine", "Passengers", "stress", "Recurrent",
                "CommandSupport", "ToolSupport", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
