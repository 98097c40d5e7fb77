import Foundation
import ServingCore
import ServingTestModels
import Testing

/// The program: options, signals and logs.
struct ProgramTests {
    /// The response to a request over a new connection.
    private func get(_ path: String, port: Int) async throws -> String {
        let client = try RawClient(port: port)
        client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return await client.read(until: "no such text")
    }

    /// Waits until a text is being written.
    private func waitForWriting(port: Int) async throws {
        while try await !get("/metrics", port: port).contains(#"recurrent_generator_running{model="writer"} 1"#) {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test(arguments: [SIGTERM, SIGINT]) func acceptedRequestsAreAnsweredBeforeTheEnd(signal: Int32) async throws {
        let server = try RunningServer(["--tokens", "1000000"])
        let port = try await server.port()
        let client = try RawClient(port: port)
        client.post("/v1/completions", #"{"prompt": "O", "max_tokens": 2000, "temperature": 0, "stream": true}"#)
        var response = await client.read(until: "data: ")
        server.signal(signal)
        response += await client.read(until: "[DONE]")
        #expect(response.contains("HTTP/1.1 200 OK") && response.contains(#""finish_reason":"length""#))
        #expect(response.contains("[DONE]"))
        let end = await server.end()
        #expect(end.status == 0 && end.seconds < 9, "\(server.log.all)")
        #expect(throws: (any Error).self) { try RawClient(port: port) }
        #expect(server.log.all.contains { $0.contains(#""message":"stopping""#) })
    }

    @Test func theServerEndsWithinTenSecondsWhateverRuns() async throws {
        let server = try RunningServer(["--tokens", "1000000"])
        let port = try await server.port()
        let client = try RawClient(port: port)
        client.post("/v1/completions", #"{"prompt": "O", "max_tokens": 1000000, "stream": true}"#)
        try await waitForWriting(port: port)
        server.signal(SIGTERM)
        let end = await server.end()  // although the client reads nothing
        #expect(end.status == 0 && end.seconds > 8 && end.seconds < 15, "\(end)")
        client.close()
    }

    @Test func settingsComeFromAFileAndFromOptions() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try ServingTestModels.classifier.save(to: folder.appendingPathComponent("judge"))
        try Data("0123456789abcdef\n".utf8).write(to: folder.appendingPathComponent("keys.txt"))
        let file = folder.appendingPathComponent("server.json")
        let settings = #"{"models": {"judge": "judge"}, "apiKeyFile": "keys.txt", "limits": {"tokens": 7}, "port": 1}"#
        try Data(settings.utf8).write(to: file)
        let server = try RunningServer(["--config", file.path])
        let client = try RawClient(port: try await server.port())
        client.post(
            "/v1/completions", #"{"max_tokens": 8}"#, headers: "Connection: close\r\nX-API-Key: 0123456789abcdef\r\n")
        #expect(await client.read(until: "no such text").contains("at most 7 are allowed"))
        #expect(try await get("/v1/models", port: server.port()).contains("401 Unauthorized"))
        #expect(server.log.all.contains { $0.contains(#""models":["judge","writer"]"#) })
        server.signal(SIGTERM)
        #expect(await server.end().status == 0)
    }

    @Test func anOpenServerWithoutAKeyWarns() async throws {
        let server = try RunningServer(["--host", "0.0.0.0"])
        _ = try await server.port()
        #expect(server.log.all.contains { $0.contains(#""level":"warning""#) && $0.contains("--api-key-file") })
        server.signal(SIGTERM)
        #expect(await server.end().status == 0)
    }

    @Test(
        arguments: [
            (["--port", "70000"], "--port must be between 0 and 65535, not 70000."),
            (["--model", "folder"], "--model takes NAME=FOLDER"),
            (["--model", "a/b=folder"], "--model takes NAME=FOLDER"),
            (["--no-shipped-models"], "--no-shipped-models leaves no model"),
            (["--slots", "0"], "--slots must be between 1 and 1024, not 0."),
            (["--queue-per-client", "0"], "--queue-per-client must be"),
            (["--deadline", "0"], "--deadline must be above 0"),
            (["--threads", "0"], "--threads must be 1 or more, not 0."),
            (["--config", "/no/such/file"], "cannot be read"),
        ] as [(arguments: [String], message: String)])
    func wrongOptionsAreUsageErrors(arguments: [String], message: String) async throws {
        let server = try RunningServer(arguments, hasModel: false)
        let end = await server.end()
        #expect(end.status == 64)
        while !server.log.all.contains(where: { $0.contains("Error: ") }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(server.log.all.joined(separator: "\n").contains(message), "\(server.log.all)")
    }

    @Test func whatCannotBeServedIsNamed() async throws {
        let folder = FileManager.default.temporaryDirectory.path
        for arguments in [["--model", "mine=\(folder)/nothing"], ["--api-key-file", "/no/such/file"]] {
            let server = try RunningServer(arguments)
            let end = await server.end()
            #expect([65, 74].contains(end.status), "\(arguments)")
            let path = try #require(arguments[1].split(separator: "=").last)
            while !server.log.all.contains(where: { $0.contains(path) }) { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func theHelpNamesEveryOption() async throws {
        let help = await (try RunningServer(["--help"], hasModel: false)).end()
        #expect(help.status == 0 && help.output.contains("curl http://127.0.0.1:8080/v1/completions"))
        let options = [
            "host", "port", "model", "no-shipped-models", "api-key-file", "threads", "config", "body-bytes", "texts",
            "tokens", "prompt-tokens", "slots", "queue", "queue-per-client", "deadline",
        ]
        for option in options { #expect(help.output.contains("--\(option)"), "\(option)") }
    }
}
