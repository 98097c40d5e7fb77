// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Recurrent",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Recurrent", targets: ["Recurrent"]),
        .library(
            name: "PretrainedModels", targets: ["PretrainedModels", "PretrainedClassifiers", "PretrainedTranslators"]),
        .executable(name: "textgen", targets: ["textgen"]),
        .executable(name: "sentiment", targets: ["sentiment"]),
        .executable(name: "seq2seq", targets: ["seq2seq"]),
        .executable(name: "forecast", targets: ["forecast"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        // Layers, bottom to top; each imports only what stands above it here.
        .target(name: "CKernels"),
        .systemLibrary(
            name: "CICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
        .target(name: "CUnicode", dependencies: ["CICU"], exclude: ["Resources"]),
        .target(name: "Tensors", dependencies: ["CKernels"]),
        .target(name: "Tokenization", dependencies: ["CUnicode"]),
        .target(name: "NeuralLayers", dependencies: ["Tensors"]),
        .target(name: "Datasets", dependencies: ["Tensors", "Tokenization"]),
        .target(name: "Models", dependencies: ["Tensors", "NeuralLayers"]),
        .target(name: "Training", dependencies: ["Tensors", "NeuralLayers", "Datasets", "Models"]),
        .target(
            name: "Recurrent",
            dependencies: ["Tensors", "Tokenization", "NeuralLayers", "Datasets", "Models", "Training"]),

        // The shipped models, in a product of their own.
        .target(name: "CShakespeareModel", exclude: ["Resources"]),
        .target(name: "PretrainedModels", dependencies: ["Recurrent", "CShakespeareModel"]),
        .target(name: "CMovieReviewsModel", exclude: ["Resources"]),
        .target(name: "PretrainedClassifiers", dependencies: ["Recurrent", "CMovieReviewsModel"]),

        .target(name: "CEnglishFrenchModel", exclude: ["Resources"]),
        .target(name: "PretrainedTranslators", dependencies: ["Recurrent", "CEnglishFrenchModel"]),

        // Pictures of series and matrices.
        .target(name: "Charts"),

        // The command-line tools.
        .target(
            name: "CommandSupport",
            dependencies: ["Tensors", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .target(
            name: "ToolSupport",
            dependencies: [
                "Recurrent", "CommandSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "textgen",
            dependencies: [
                "Recurrent", "PretrainedModels", "CommandSupport", "ToolSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "sentiment",
            dependencies: [
                "Recurrent", "PretrainedClassifiers", "CommandSupport", "ToolSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .executableTarget(
            name: "seq2seq",
            dependencies: [
                "Recurrent", "PretrainedTranslators", "Charts", "CommandSupport", "ToolSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .executableTarget(
            name: "forecast",
            dependencies: [
                "Recurrent", "Charts", "CommandSupport", "ToolSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Programs that use the library.
        .executableTarget(name: "TrainAndSample", dependencies: ["Recurrent"], path: "Examples/TrainAndSample"),
        .executableTarget(
            name: "Surprise", dependencies: ["Recurrent", "PretrainedModels"], path: "Examples/Surprise"),
        .executableTarget(
            name: "Pipeline", dependencies: ["Recurrent", "PretrainedModels", "PretrainedClassifiers"],
            path: "Examples/Pipeline"),
        .executableTarget(
            name: "Lookback", dependencies: ["Recurrent", "PretrainedTranslators"], path: "Examples/Lookback"),
        .executableTarget(name: "Gates", dependencies: ["Recurrent", "PretrainedModels"], path: "Examples/Gates"),
        .executableTarget(name: "Sine", dependencies: ["Recurrent"], path: "Examples/Sine"),
        .executableTarget(name: "Passengers", dependencies: ["Recurrent", "Charts"], path: "Examples/Passengers"),

        // Recurrent beside other toolkits: `make bench`.
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "Tensors", "Tokenization", "NeuralLayers", "Datasets", "Models", "Training", "CommandSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks", exclude: ["Peers"]),

        // Damaged files, kills and long feeds: `make fuzz`, `make kills`, `make soak`.
        .executableTarget(
            name: "stress",
            dependencies: [
                "Recurrent", "CommandSupport", "ToolSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Stress"),

        .target(name: "TestSupport", dependencies: ["Tensors", "NeuralLayers"], path: "Tests/TestSupport"),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors", "TestSupport"]),
        .testTarget(name: "TokenizationTests", dependencies: ["Tokenization", "CUnicode"]),
        .testTarget(name: "NeuralLayersTests", dependencies: ["NeuralLayers", "TestSupport"]),
        .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "TestSupport"]),
        .testTarget(name: "ModelsTests", dependencies: ["Models", "Tokenization", "TestSupport"]),
        .testTarget(name: "TrainingTests", dependencies: ["Training", "TestSupport"]),
        .testTarget(
            name: "RecurrentTests",
            dependencies: [
                "Recurrent", "PretrainedModels", "PretrainedClassifiers", "PretrainedTranslators", "TestSupport",
            ]),
        .testTarget(name: "ChartsTests", dependencies: ["Charts"]),
        .testTarget(
            name: "CommandSupportTests",
            dependencies: [
                "CommandSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "textgen", "sentiment", "seq2seq", "forecast", "TrainAndSample", "Surprise", "Pipeline", "Lookback",
                "Gates", "Sine", "Passengers", "stress", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
