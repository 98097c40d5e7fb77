// swift-tools-version: 6.1
import PackageDescription

/// The models as a service. A package of its own, so that whoever wants a tool or the library builds no web server.
let package = Package(
    name: "RecurrentServer",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "recurrent-server", targets: ["recurrent-server"])
    ],
    dependencies: [
        .package(name: "Recurrent", path: ".."),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: ["FullFoundation"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    ],
    targets: [
        // Engines, queues, limits and the types of each interface. Knows no HTTP.
        .target(name: "ServingCore", dependencies: [.product(name: "Recurrent", package: "Recurrent")]),
        // Routes, middleware and the life of the server.
        .target(
            name: "RecurrentServer",
            dependencies: [
                "ServingCore",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "recurrent-server",
            dependencies: [
                "RecurrentServer", "ServingCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Recurrent", package: "Recurrent"),
                .product(name: "ShakespeareModel", package: "Recurrent"),
                .product(name: "GeneralEnglishModel", package: "Recurrent"),
                .product(name: "MovieReviewsModel", package: "Recurrent"),
                .product(name: "MessagesMultilingualModel", package: "Recurrent"),
            ]),
        // Small models that tests share.
        .target(
            name: "ServingTestModels",
            dependencies: ["ServingCore", .product(name: "Recurrent", package: "Recurrent")],
            path: "Tests/ServingTestModels"),
        .testTarget(
            name: "ServingCoreTests",
            dependencies: ["ServingCore", "ServingTestModels", .product(name: "Recurrent", package: "Recurrent")]),
        .testTarget(
            name: "RecurrentServerTests",
            dependencies: [
                "RecurrentServer", "ServingCore", "ServingTestModels", "recurrent-server",
                .product(name: "Recurrent", package: "Recurrent"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
