import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Recurrent
import ServingCore
import ServingTestModels
import Testing

@testable import RecurrentServer

/// The server over a real socket.
struct ServerTests {
    private let generator = ServingTestModels.generator

    /// Runs a server for a test.
    private func serve(
        keys: APIKeys = .none, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        limits: Limits = Limits(),
        _ test: @escaping @Sendable (any TestClientProtocol, ServedModels) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration()
        configuration.limits = limits
        let models = ServingTestModels.served(configuration.limits)
        defer { models.stop() }
        let server = RecurrentServer(configuration, models: models, keys: keys, logger: logger)
        try await server.application().test(.live) { try await test($0, models) }
    }

    private func post(
        _ client: any TestClientProtocol, _ path: String, _ json: String, headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: json))
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ response: TestResponse) throws -> Value {
        try JSONDecoder().decode(type, from: Data(response.body.readableBytesView))
    }

    private func text(_ response: TestResponse) -> String { String(buffer: response.body) }

    private func object(_ response: TestResponse) throws -> [String: Any] {
        #expect(response.headers[.contentType] == "application/json")
        return try #require(
            JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
    }

    /// Waits until so many texts are being written.
    private func wait(for models: ServedModels, running: Int) async throws {
        while try models.generator(nil).figures.running != running { try await Task.sleep(for: .milliseconds(2)) }
    }

    private let endless = #"{"prompt": "O", "max_tokens": 1000000, "stream": STREAM}"#

    // MARK: Interfaces

    @Test func completionsAreTheTextsOfTheLibrary() async throws {
        let expected = try generator.generate("Juliet", options: .init(length: 30, randomSeed: 4))
        try await serve { client, _ in
            for _ in 0..<3 {  // over one connection
                let response = try await post(
                    client, "/v1/completions", #"{"prompt": "Juliet", "max_tokens": 30, "seed": 4}"#)
                #expect(response.status == .ok)
                let found = try decode(CompletionResponse.self, response)
                #expect(found.choices.map(\.text) == [expected] && found.model == "writer")
            }
        }
    }

    @Test func streamsEndWithUsageAndDone() async throws {
        let expected = try generator.generate("Juliet", options: .init(length: 30, randomSeed: 4))
        try await serve { client, _ in
            let response = try await post(
                client, "/v1/completions",
                #"{"prompt": "Juliet", "max_tokens": 30, "seed": 4, "stream": true, "stream_options": {"include_usage": true}}"#
            )
            #expect(response.headers[.contentType] == "text/event-stream")
            let events = text(response).components(separatedBy: "\n\n").filter { !$0.isEmpty }
            #expect(events.last == "data: [DONE]" && events.allSatisfy { $0.hasPrefix("data: ") })
            let chunks = try events.dropLast().map {
                try JSONDecoder().decode(CompletionResponse.self, from: Data($0.dropFirst(6).utf8))
            }
            #expect(chunks.compactMap(\.choices.first?.text).joined() == expected)
            #expect(chunks.last?.usage == CompletionUsage(prompt: 6, completion: 30))
        }
    }

    @Test func modelsAreListed() async throws {
        try await serve { client, _ in
            let list = try await client.execute(uri: "/v1/models", method: .get)
            #expect(try decode(ModelList.self, list).data.map(\.id) == ["writer", "judge"])
            let one = try await client.execute(uri: "/v1/models/judge", method: .get)
            #expect(try decode(ModelCard.self, one).task == "classify")
            let none = try await client.execute(uri: "/v1/models/other", method: .get)
            #expect(none.status == .notFound)
        }
    }

    @Test func textsAreClassified() async throws {
        let expected = try ServingTestModels.classifier.classify(["a dull film", "never boring"])
        try await serve { client, _ in
            let one = try await post(client, "/predict", #"{"inputs": "a dull film"}"#)
            let best = try decode([Prediction].self, one)
            #expect(best[0] == Prediction.predictions(of: expected[0], isMultiLabel: false, isRaw: false)[0])
            let two = try await post(client, "/predict", #"{"inputs": [["a dull film"], ["never boring"]]}"#)
            #expect(
                try decode([[Prediction]].self, two).map(\.[0].label) == expected.map(\.label))
            let own = try await post(
                client, "/v1/classify", #"{"input": ["a dull film", "never boring"], "explain": true}"#)
            let results = try decode(ClassifyResponse.self, own)
            #expect(results.model == "judge" && results.results.map(\.label) == expected.map(\.label))
            #expect(results.results.map(\.probability) == expected.map(\.probability))
            #expect(results.results[1].explanation?.map(\.text) == ["never", "boring"])
        }
    }

    @Test func textsAreCutIntoTokens() async throws {
        try await serve { client, _ in
            let response = try await post(client, "/v1/tokenize", #"{"model": "judge", "input": "a dull film"}"#)
            let found = try decode(TokenizeResponse.self, response)
            #expect(found.model == "judge" && found.results[0].tokens.map(\.text) == ["a", "dull", "film"])
        }
    }

    // MARK: Errors

    @Test(
        arguments: [
            ("/v1/completions", "{", 400, "invalid_request_error"),
            ("/v1/completions", #"{"n": 0}"#, 400, "invalid_request_error"),
            ("/v1/completions", #"{"model": "judge"}"#, 404, "invalid_request_error"),
            ("/v1/classify", #"{"input": 3}"#, 400, "invalid_request_error"),
            ("/v1/nothing", "{}", 404, "invalid_request_error"),
            ("/health", "{}", 405, "invalid_request_error"),
            ("/v1/tokenize", #"{"input": []}"#, 400, "invalid_request_error"),
        ] as [(path: String, json: String, status: Int, type: String)])
    func errorsAreJSON(path: String, json: String, status: Int, type: String) async throws {
        try await serve { client, _ in
            let response = try await post(client, path, json)
            #expect(response.status.code == status, "\(text(response))")
            let error = try #require(try object(response)["error"] as? [String: Any])
            #expect(error["type"] as? String == type && (error["message"] as? String)?.isEmpty == false)
            if status == 405 { #expect(response.headers[.allow] == "GET, HEAD") }
            let health = try await client.execute(uri: "/health", method: .get)
            #expect(health.status == .ok)  // the connection goes on
        }
    }

    @Test(
        arguments: [
            ("{", 422, "validation"), (#"{"inputs": [["a", "b"]]}"#, 422, "validation"),
            (#"{"inputs": "a", "model": "writer"}"#, 404, "validation"),
            (#"{"inputs": ["a", "b", "c"]}"#, 413, "validation"),
        ] as [(json: String, status: Int, type: String)])
    func errorsOfPredictHaveItsShape(json: String, status: Int, type: String) async throws {
        try await serve(limits: .with { $0.texts = 2 }) { client, _ in
            let response = try await post(client, "/predict", json)
            #expect(response.status.code == status)
            let error = try object(response)
            #expect(error["error_type"] as? String == type && error["error"] is String)
        }
    }

    @Test func largeBodiesAreRefused() async throws {
        try await serve(limits: .with { $0.bodyBytes = 2_000 }) { client, _ in
            let response = try await post(
                client, "/v1/completions", #"{"prompt": "\#(String(repeating: "a", count: 3_000))"}"#)
            #expect(response.status == .contentTooLarge)
            #expect(try object(response)["error"] != nil)
        }
    }

    @Test func aFullQueueSaysWhenToTryAgain() async throws {
        try await serve(limits: .with { ($0.slots, $0.queue, $0.tokens) = (1, 1, 1_000_000) }) { client, models in
            let port = try #require(client.port)
            let clients = [try RawClient(port: port), try RawClient(port: port)]
            clients[0].post("/v1/completions", endless.replacing("STREAM", with: "false"))
            try await wait(for: models, running: 1)
            clients[1].post("/v1/completions", endless.replacing("STREAM", with: "true"))
            while try models.generator(nil).figures.waiting == 0 { try await Task.sleep(for: .milliseconds(2)) }
            let response = try await post(client, "/v1/completions", "{}")
            #expect(response.status == .tooManyRequests && response.headers[.retryAfter] == "1")
            #expect((try object(response)["error"] as? [String: Any])?["code"] as? String == "rate_limit_exceeded")
            for client in clients { client.close() }
            try await wait(for: models, running: 0)
        }
    }

    @Test func lateRequestsGetATimeout() async throws {
        try await serve(limits: .with { ($0.deadline, $0.tokens) = (0.3, 1_000_000) }) { client, _ in
            let response = try await post(client, "/v1/completions", endless.replacing("STREAM", with: "false"))
            #expect(response.status == .gatewayTimeout)
            let stream = try await post(client, "/v1/completions", endless.replacing("STREAM", with: "true"))
            #expect(
                stream.status == .ok && text(stream).contains("deadline_exceeded") && !text(stream).contains("[DONE]"))
        }
    }

    // MARK: Clients that leave

    @Test(arguments: ["true", "false"]) func aClientThatLeavesFreesItsSlot(stream: String) async throws {
        try await serve(limits: .with { $0.tokens = 1_000_000 }) { client, models in
            let raw = try RawClient(port: try #require(client.port))
            raw.post("/v1/completions", endless.replacing("STREAM", with: stream))
            try await wait(for: models, running: 1)
            raw.close()
            try await wait(for: models, running: 0)
            let metrics = try await client.execute(uri: "/metrics", method: .get)
            #expect(metrics.status == .ok)
        }
    }

    @Test func aClientThatLeavesWhileItWaitsIsForgotten() async throws {
        try await serve(limits: .with { ($0.slots, $0.tokens) = (1, 1_000_000) }) { client, models in
            let port = try #require(client.port)
            let (first, second) = (try RawClient(port: port), try RawClient(port: port))
            first.post("/v1/completions", endless.replacing("STREAM", with: "true"))
            try await wait(for: models, running: 1)
            second.post("/v1/completions", endless.replacing("STREAM", with: "true"))
            while try models.generator(nil).figures.waiting == 0 { try await Task.sleep(for: .milliseconds(2)) }
            second.close()
            while try models.generator(nil).figures.waiting == 1 { try await Task.sleep(for: .milliseconds(2)) }
            first.close()
            try await wait(for: models, running: 0)
        }
    }

    // MARK: Operation

    @Test func requestsNeedAKeyWhereThereAreKeys() async throws {
        try await serve(keys: APIKeys(["0123456789abcdef"])) { client, _ in
            let refused = try await post(client, "/v1/completions", "{}")
            #expect(refused.status == .unauthorized && refused.headers[.wwwAuthenticate] == "Bearer")
            #expect((try object(refused)["error"] as? [String: Any])?["type"] as? String == "authentication_error")
            let wrong = try await post(
                client, "/v1/completions", "{}", headers: [.authorization: "Bearer 0123456789abcdee"])
            #expect(wrong.status == .unauthorized)
            let right = try await post(
                client, "/v1/completions", "{}", headers: [.authorization: "Bearer 0123456789abcdef"])
            #expect(right.status == .ok)
            #expect(try await client.execute(uri: "/health", method: .get).status == .ok)
            #expect(try await client.execute(uri: "/ready", method: .get).status == .ok)
            #expect(try await client.execute(uri: "/metrics", method: .get).status == .unauthorized)
        }
    }

    @Test func theServerSaysHowItIs() async throws {
        try await serve { client, _ in
            let health = try await client.execute(uri: "/health", method: .get)
            #expect(text(health) == #"{"status":"ok"}"#)
            let ready = try await client.execute(uri: "/ready", method: .get)
            #expect(try decode(ReadyResponse.self, ready).status == "ready")
            let document = try await client.execute(uri: "/openapi.json", method: .get)
            #expect(try object(document)["openapi"] as? String == "3.1.0")
            let head = try await client.execute(uri: "/health", method: .head)
            #expect(head.status == .ok && head.body.readableBytes == 0)
            let metrics = try await client.execute(uri: "/metrics", method: .get)
            #expect(metrics.headers[.contentType]?.hasPrefix("text/plain") == true)
            #expect(text(metrics).contains(#"recurrent_requests_total{route="/health",status="200"} 2"#))
        }
    }

    @Test func everyRouteOfTheDocumentIsAnswered() async throws {
        try await serve { client, _ in
            for route in Route.allCases {
                let path = route.rawValue.replacing("{id}", with: "writer")
                let method: HTTPRequest.Method = route.method == "GET" ? .get : .post
                let response = try await client.execute(uri: path, method: method, body: ByteBuffer(string: "["))
                #expect(![404, 405, 500].contains(response.status.code), "\(path)")
            }
        }
    }

    @Test func logsHaveNoTexts() async throws {
        let lines = Lines()
        let logger = Logger(label: "test") { label in JSONLogHandler(label: label) { lines.append($0) } }
        try await serve(logger: logger) { client, _ in
            _ = try await post(client, "/v1/completions?q=Juliet", #"{"prompt": "Juliet", "max_tokens": 3}"#)
            _ = try await post(client, "/v1/Juliet", #"{"prompt": "Juliet"}"#)
            _ = try await post(client, "/predict", #"{"inputs": ["Juliet", 3]}"#)
        }
        let requests = try lines.all.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }.filter { $0["message"] as? String == "request" }
        #expect(requests.compactMap { $0["route"] as? String } == ["/v1/completions", "other", "/predict"])
        #expect(requests.compactMap { $0["status"] as? Int } == [200, 404, 422])
        #expect(requests.allSatisfy { $0["seconds"] is Double && $0["level"] as? String == "info" })
        #expect(!lines.all.joined().contains("Juliet"))
    }
}
