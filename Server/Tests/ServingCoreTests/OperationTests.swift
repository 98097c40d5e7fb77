import Foundation
import Recurrent
import ServingCore
import ServingTestModels
import Testing

struct OperationTests {
    @discardableResult private func withFile<Result>(_ text: String, _ body: (URL) throws -> Result) throws -> Result {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("serving-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file)
    }

    // MARK: Keys

    @Test func onlyTheWholeKeyIsAKey() {
        let keys = APIKeys(["first-key", "second-key-longer"])
        #expect(keys.place(of: "first-key") == 0 && keys.place(of: "second-key-longer") == 1)
        for other in ["", "first-ke", "first-keyfirst-key", "First-key", "second-key-longe", "first-key "] {
            #expect(keys.place(of: other) == nil, "\(other)")
        }
        #expect(APIKeys.none.isEmpty && APIKeys.none.place(of: "") == nil)
    }

    @Test func keysComeInEitherHeader() {
        #expect(APIKeys.key(authorization: "Bearer abc", apiKey: nil) == "abc")
        #expect(APIKeys.key(authorization: "bearer  abc ", apiKey: "x") == "abc")
        #expect(APIKeys.key(authorization: "Basic abc", apiKey: nil) == nil)
        #expect(APIKeys.key(authorization: nil, apiKey: "x") == "x")
    }

    @Test func aFileHasAKeyALine() throws {
        let keys = try withFile("# for tests\n\n 0123456789abcdef \r\nfedcba9876543210\n") {
            try APIKeys(contentsOf: $0)
        }
        #expect(keys.place(of: "0123456789abcdef") == 0 && keys.place(of: "fedcba9876543210") == 1)
        #expect(throws: APIKeyError.self) { try withFile("# none\n") { try APIKeys(contentsOf: $0) } }
        #expect(throws: APIKeyError.self) { try withFile("short\n") { try APIKeys(contentsOf: $0) } }
        #expect(throws: APIKeyError.self) { try APIKeys(contentsOf: URL(fileURLWithPath: "/no/such/file")) }
    }

    // MARK: Settings

    @Test func aFileHoldsTheSettings() throws {
        let text = #"{"port": 9000, "models": {"mine": "folder"}, "limits": {"tokens": 10, "deadline": 1.5}}"#
        let (configuration, folder) = try withFile(text) {
            (try ServerConfiguration(contentsOf: $0), $0.deletingLastPathComponent().path)
        }
        #expect(configuration.port == 9000 && configuration.host == "127.0.0.1" && configuration.shippedModels)
        #expect(configuration.models == ["mine": folder + "/folder"])
        #expect(configuration.limits.tokens == 10 && configuration.limits.deadline == 1.5)
        #expect(configuration.limits.slots == Limits().slots && configuration.isLoopback)
    }

    @Test(
        arguments: [
            (#"{"prot": 1}"#, "prot"), (#"{"limits": {"token": 1}}"#, "limits.token"), (#"{"port": "x"}"#, "port"),
            (#"{"port": 70000}"#, "port"), (#"{"limits": {"slots": 0}}"#, "slots"), ("[]", "object"), ("{", "object"),
            (#"{"limits": {"deadline": 0}}"#, "deadline"), (#"{"models": {"a b": "x"}}"#, "a b"),
            (#"{"threads": 0}"#, "threads"),
        ] as [(text: String, part: String)])
    func settingsThatCannotBeUsedAreNamed(text: String, part: String) throws {
        try withFile(text) { file in
            #expect {
                try ServerConfiguration(contentsOf: file)
            } throws: {
                let message = String(describing: $0)
                return message.contains(part) && message.contains(file.relativePath)
            }
        }
    }

    // MARK: Models and routes

    @Test func modelsHaveNamesOfTheirOwn() throws {
        let models = ServingTestModels.served()
        defer { models.stop() }
        #expect(try models.generator(nil).name == "writer" && models.classifier("judge").name == "judge")
        #expect(throws: ServingError.unknownModel("judge", known: ["writer"], task: "completions")) {
            try models.generator("judge")
        }
        #expect(throws: ServingError.self) { try models.model("other") }
        #expect(throws: ServedModelError.sameName("judge")) {
            try ServedModels([models.model("judge"), models.model("judge")])
        }
    }

    @Test func modelFoldersSayWhatTheyHold() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("serving-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try ServingTestModels.generator.save(to: folder.appendingPathComponent("a"))
        try ServingTestModels.classifier.save(to: folder.appendingPathComponent("b"))
        for (name, task) in [("a", "generate"), ("b", "classify")] {
            let model = try ServedModel(contentsOf: folder.appendingPathComponent(name), name: name, limits: Limits())
            #expect(model.task == task && model.name == name)
            model.stop()
        }
        let other = folder.appendingPathComponent("b/config.json")
        let text = try String(contentsOf: other, encoding: .utf8)
        try Data(text.replacingOccurrences(of: "sentimentClassifier", with: "seq2seq").utf8).write(to: other)
        #expect(throws: ServedModelError.self) {
            try ServedModel(contentsOf: folder.appendingPathComponent("b"), name: "b", limits: Limits())
        }
        #expect(throws: (any Error).self) {
            try ServedModel(contentsOf: folder.appendingPathComponent("c"), name: "c", limits: Limits())
        }
    }

    @Test func pathsLeadToRoutes() {
        #expect(Route(path: "/v1/models/some.name") == .model && Route(path: "/v1/models/") == .models)
        #expect(Route(path: "/v1/models/a/b") == nil && Route(path: "/") == nil && Route(path: "/Health") == nil)
        #expect(Route(path: "/predict") == .predict)
    }

    // MARK: Figures

    @Test func figuresHaveTheFormatOfPrometheus() async throws {
        let models = ServingTestModels.served()
        defer { models.stop() }
        let metrics = Metrics()
        for seconds in [0.003, 0.003, 0.2, 99] {
            metrics.begin()
            metrics.end(route: .predict, status: 200, seconds: seconds)
        }
        metrics.begin()
        metrics.end(route: nil, status: 404, seconds: 0.001)
        metrics.begin()
        _ = try await models.classifier(nil).classify([.init(text: "a")], for: .number(1)).all()
        let lines = metrics.text(models).split(separator: "\n").map(String.init)
        let expected = [
            #"recurrent_requests_total{route="/predict",status="200"} 4"#,
            #"recurrent_requests_total{route="other",status="404"} 1"#, "recurrent_requests_running 1",
            #"recurrent_request_seconds_bucket{route="/predict",le="0.005"} 2"#,
            #"recurrent_request_seconds_bucket{route="/predict",le="60"} 3"#,
            #"recurrent_request_seconds_bucket{route="/predict",le="+Inf"} 4"#,
            #"recurrent_request_seconds_count{route="/predict"} 4"#, #"recurrent_generator_running{model="writer"} 0"#,
            #"recurrent_classifier_texts_total{model="judge"} 1"#,
        ]
        for line in expected { #expect(lines.contains(line), "\(line)") }
        let pattern = /^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$/
        for line in lines where !line.hasPrefix("#") { #expect(line.wholeMatch(of: pattern) != nil, "\(line)") }
    }

    @Test func readinessIsThatOfAllModels() async throws {
        let models = ServingTestModels.served()
        defer { models.stop() }
        for model in models.all { while model.activity.isWorking { try await Task.sleep(for: .milliseconds(2)) } }
        #expect(models.readiness(isStopping: false).status == "ready")
        #expect(models.readiness(isStopping: false).models == ["writer": "idle", "judge": "idle"])
        #expect(models.readiness(isStopping: true).status == "stopping")
        let answers = try models.generator(nil).generate(
            [.init(prompt: "O", options: .init(length: 100_000_000))], for: .number(1))
        while try models.generator(nil).figures.running == 0 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(models.readiness(isStopping: false).models["writer"] == "working")
        #expect(models.readiness(isStopping: false, limit: .seconds(-1)).status == "stuck")
        answers.cancel()
    }
}
