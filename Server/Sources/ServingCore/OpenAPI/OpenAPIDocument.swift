/// The OpenAPI 3.1 document of the server.
package struct OpenAPIDocument: Sendable {
    let limits: Limits

    package init(limits: Limits) { self.limits = limits }

    /// The document.
    package var value: JSONValue {
        let paths = Dictionary(
            uniqueKeysWithValues: Route.allCases.map {
                ($0.rawValue, JSONValue.object([$0.method.lowercased(): operation($0)]))
            })
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "recurrent-server", "version": "0.1.0",
                "description": "Language models and text classifiers of Recurrent. A token is a character.",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": ["key": ["type": "http", "scheme": "bearer"]],
            ],
        ]
    }

    // MARK: Operations

    private func operation(_ route: Route) -> JSONValue {
        var operation: [String: JSONValue] = [
            "operationId": .string(String(describing: route)), "summary": .string(summary(of: route)),
            "responses": .object(responses(of: route)),
        ]
        if route.needsKey { operation["security"] = [[:], ["key": []]] }
        if let request = requestSchema(of: route) {
            operation["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": reference(request)]],
            ]
        }
        if route == .model {
            operation["parameters"] = [
                ["name": "id", "in": "path", "required": true, "schema": ["type": "string", "minLength": 1]]
            ]
        }
        return .object(operation)
    }

    private func summary(of route: Route) -> String {
        switch route {
        case .completions: "Continues texts, as OpenAI's interface has it."
        case .models: "Lists the models."
        case .model: "Describes a model."
        case .classify: "Classifies texts, with abstention and explanations."
        case .tokenize: "Cuts texts into the tokens of a model."
        case .predict: "Classifies texts, as text-embeddings-inference has it."
        case .health: "Whether the server runs."
        case .ready: "Whether all models answer."
        case .metrics: "Figures in the text format of Prometheus."
        case .openAPI: "This document."
        }
    }

    private func requestSchema(of route: Route) -> (any WireType.Type)? {
        switch route {
        case .completions: CompletionRequest.self
        case .classify: ClassifyRequest.self
        case .tokenize: TokenizeRequest.self
        case .predict: PredictRequest.self
        case .models, .model, .health, .ready, .metrics, .openAPI: nil
        }
    }

    private func responses(of route: Route) -> [String: JSONValue] {
        var responses = ["200": success(of: route)]
        let error = route.errorShape == .openAI ? reference(ErrorResponse.self) : reference(PredictError.self)
        for (status, description) in statuses(of: route) {
            responses[status] = [
                "description": .string(description), "content": ["application/json": ["schema": error]],
            ]
        }
        if responses["429"] != nil, case .object(var busy)? = responses["429"] {
            busy["headers"] = ["Retry-After": ["required": true, "schema": ["type": "integer"]]]
            responses["429"] = .object(busy)
        }
        if route == .ready {
            responses["503"] = [
                "description": "A model has taken no step for ten seconds, or the server is stopping.",
                "content": ["application/json": ["schema": reference(ReadyResponse.self)]],
            ]
        }
        return responses
    }

    private func statuses(of route: Route) -> [(String, String)] {
        var statuses: [(String, String)] = route.needsKey ? [("401", "A key is needed.")] : []
        if route == .model { statuses.append(("404", "There is no such model.")) }
        guard route.method == "POST" else { return statuses }
        statuses += [
            ("404", "There is no such model."), ("408", "The body came too slowly."),
            ("413", "The body is too large, or it has too many texts."),
            ("429", "Too many texts are waiting."), ("500", "The model gives no usable results."),
            ("503", "The server is stopping."), ("504", "The request took too long."),
        ]
        statuses.append(
            route.errorShape == .openAI
                ? ("400", "The request cannot be used.") : ("422", "The request cannot be used."))
        return statuses
    }

    private func success(of route: Route) -> JSONValue {
        func json(_ schema: JSONValue) -> JSONValue {
            ["description": "The result.", "content": ["application/json": ["schema": schema]]]
        }
        switch route {
        case .completions:
            return [
                "description": "The completions; with stream, chunks as server-sent events and a last event [DONE].",
                "content": [
                    "application/json": ["schema": reference(CompletionResponse.self)],
                    "text/event-stream": ["schema": ["type": "string"]],
                ],
            ]
        case .models: return json(reference(ModelList.self))
        case .model: return json(reference(ModelCard.self))
        case .classify: return json(reference(ClassifyResponse.self))
        case .tokenize: return json(reference(TokenizeResponse.self))
        case .predict:
            let predictions: JSONValue = ["type": "array", "items": reference(Prediction.self)]
            return json(["anyOf": [predictions, ["type": "array", "items": predictions]]])
        case .health: return json(reference(HealthResponse.self))
        case .ready: return json(reference(ReadyResponse.self))
        case .metrics:
            return ["description": "The figures.", "content": ["text/plain": ["schema": ["type": "string"]]]]
        case .openAPI: return json(["type": "object"])
        }
    }
}

/// A reference to the schema of a type.
func reference(_ type: any WireType.Type) -> JSONValue {
    ["$ref": .string("#/components/schemas/" + type.schemaName)]
}
