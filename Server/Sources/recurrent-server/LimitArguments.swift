import ArgumentParser
import ServingCore

/// What a request may ask for, and how many may wait.
struct LimitArguments: ParsableArguments {
    @Option(help: "Most bytes of a request (default: \(Limits().bodyBytes)).")
    var bodyBytes: Int?

    @Option(help: "Most texts of a request: texts to classify, or prompts times n (default: \(Limits().texts)).")
    var texts: Int?

    @Option(help: "Most tokens, which are characters, that a request may ask for (default: \(Limits().tokens)).")
    var tokens: Int?

    @Option(help: "Most tokens of a prompt (default: \(Limits().promptTokens)).")
    var promptTokens: Int?

    @Option(help: "Texts that a language model writes side by side (default: \(Limits().slots)).")
    var slots: Int?

    @Option(help: "Texts that may wait for a model; more are refused with status 429 (default: \(Limits().queue)).")
    var queue: Int?

    @Option(help: "Texts of one client that may wait for a model (default: \(Limits().queuePerClient)).")
    var queuePerClient: Int?

    @Option(help: "Seconds after which a request is given up with status 504 (default: \(Int(Limits().deadline))).")
    var deadline: Double?

    func apply(to limits: inout Limits) {
        limits.bodyBytes = bodyBytes ?? limits.bodyBytes
        limits.texts = texts ?? limits.texts
        limits.tokens = tokens ?? limits.tokens
        limits.promptTokens = promptTokens ?? limits.promptTokens
        limits.slots = slots ?? limits.slots
        limits.queue = queue ?? limits.queue
        limits.queuePerClient = queuePerClient ?? limits.queuePerClient
        limits.deadline = deadline ?? limits.deadline
    }

    /// A problem that begins with the name of a limit, with the option instead.
    func inFlags(_ problem: String) -> String {
        let name = problem.prefix { $0 != " " }
        let flag = name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
        return "--" + flag + problem.dropFirst(name.count) + "."
    }
}
