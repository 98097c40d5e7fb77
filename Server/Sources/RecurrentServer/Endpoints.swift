import Foundation
import Hummingbird
import ServingCore

/// What the server answers on each route.
struct Endpoints: Sendable {
    let models: ServedModels
    let limits: Limits
    let metrics: Metrics
    let lifecycle: Lifecycle
    let watch: ConnectionWatch

    func router() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        for route in Route.allCases {
            let path = RouterPath(route.rawValue)
            switch route {
            case .completions: router.post(path, use: completions)
            case .predict: router.post(path, use: predict)
            case .classify: router.post(path, use: classify)
            case .tokenize: router.post(path, use: tokenize)
            case .models:
                router.get(path) { _, _ in
                    Response(json: WireCoding.encode(ModelList(models.all.map { models.card(of: $0) })))
                }
            case .model: router.get(path, use: model)
            case .health: router.get(path) { _, _ in Response(json: WireCoding.encode(HealthResponse())) }
            case .ready: router.get(path) { _, _ in ready() }
            case .metrics:
                router.get(path) { _, _ in
                    Response(text: metrics.text(models), type: "text/plain; version=0.0.4; charset=utf-8")
                }
            case .openAPI:
                let document = WireCoding.encode(OpenAPIDocument(limits: limits).value)
                router.get(path) { _, _ in Response(json: document) }
            }
        }
        return router
    }

    // MARK: Models

    @Sendable private func model(_ request: Request, _ context: ServerContext) async throws -> Response {
        let name = try context.parameters.require("id")
        return Response(json: WireCoding.encode(models.card(of: try models.model(name))))
    }

    private func ready() -> Response {
        let readiness = models.readiness(isStopping: lifecycle.isStopping)
        return Response(
            json: WireCoding.encode(readiness), status: readiness.status == "ready" ? .ok : .serviceUnavailable)
    }

    // MARK: Language models

    @Sendable private func completions(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await request.decode(CompletionRequest.self, limits: limits)
        let engine = try models.generator(body.model)
        let answers = try engine.generate(try body.work(limits: limits), for: context.client)
        let writing = CompletionWriting(body, model: engine.name)
        guard !body.stream else {
            return Response.events { events in
                try await watch.during(context.channel, answers) {
                    try await events.write(writing, answers)
                }
            }
        }
        let response = try await watch.during(context.channel, answers) {
            var writing = writing
            return try await writing.whole(answers)
        }
        return Response(json: WireCoding.encode(response))
    }

    // MARK: Classifiers

    @Sendable private func predict(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await request.decode(PredictRequest.self, limits: limits)
        let engine = try models.classifier(body.model)
        let events = try await results(
            of: try body.work(for: engine.classifier, limits: limits), engine, context)
        let predictions = events.map {
            Prediction.predictions(
                of: $0.classification, isMultiLabel: engine.classifier.isMultiLabel, isRaw: body.rawScores)
        }
        return Response(
            json: body.inputs.isBatch ? WireCoding.encode(predictions) : WireCoding.encode(predictions[0]))
    }

    @Sendable private func classify(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await request.decode(ClassifyRequest.self, limits: limits)
        let engine = try models.classifier(body.model)
        let events = try await results(of: try body.work(limits: limits), engine, context)
        let results = events.map {
            ClassifyResult($0, isMultiLabel: engine.classifier.isMultiLabel, threshold: body.threshold)
        }
        return Response(json: WireCoding.encode(ClassifyResponse(model: engine.name, results: results)))
    }

    /// The results of some texts, in their order.
    private func results(
        of work: [ClassifierEngine.Work], _ engine: ClassifierEngine, _ context: ServerContext
    ) async throws -> [ClassifierEngine.Event] {
        let answers = try engine.classify(work, for: context.client)
        let events = try await watch.during(context.channel, answers) {
            var events: [ClassifierEngine.Event] = []
            while let more = try await answers.next() { events += more }
            return events
        }
        return events.sorted { $0.index < $1.index }
    }

    @Sendable private func tokenize(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await request.decode(TokenizeRequest.self, limits: limits)
        let model = try models.model(body.model)
        let response = try body.response(model: model.name, tokenizer: model.tokenizer, limits: limits)
        return Response(json: WireCoding.encode(response))
    }
}
