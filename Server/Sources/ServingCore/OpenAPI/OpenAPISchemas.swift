extension OpenAPIDocument {
    /// The schema of each type of requests and responses.
    var schemas: [String: JSONValue] {
        let all: [(any WireType.Type, JSONValue)] =
            completionSchemas + modelSchemas + predictSchemas + classifySchemas + tokenizeSchemas + errorSchemas
        return Dictionary(uniqueKeysWithValues: all.map { ($0.0.schemaName, $0.1) })
    }

    private var texts: JSONValue {
        [
            "oneOf": [
                ["type": "string"],
                [
                    "type": "array", "items": ["type": "string"], "minItems": 1,
                    "maxItems": .integer(limits.texts),
                ],
            ]
        ]
    }

    private var completionSchemas: [(any WireType.Type, JSONValue)] {
        [
            (CompletionRequest.self, completionRequest),
            (
                StreamOptions.self,
                object(["include_usage": optional("boolean", "Whether the last chunk has the usage.")])
            ),
            (
                CompletionResponse.self,
                object(
                    [
                        "id": ["type": "string"], "object": ["const": "text_completion"],
                        "created": field("integer", "Seconds since 1970."), "model": ["type": "string"],
                        "choices": list(of: CompletionChoice.self), "usage": reference(CompletionUsage.self),
                        "seed": field("integer", "The random seed of the first completion of each prompt."),
                    ], required: ["id", "object", "created", "model", "choices", "seed"])
            ),
            (
                CompletionChoice.self,
                object(
                    [
                        "index": ["type": "integer"], "text": ["type": "string"],
                        "logprobs": ["anyOf": [reference(CompletionLogprobs.self), ["type": "null"]]],
                        "finish_reason": ["enum": ["stop", "length"]],
                    ], required: ["index", "text", "logprobs", "finish_reason"])
            ),
            (
                CompletionLogprobs.self,
                object(
                    [
                        "tokens": ["type": "array", "items": ["type": "string"]],
                        "token_logprobs": ["type": "array", "items": ["type": "number"]],
                        "top_logprobs": ["type": "array", "items": map(of: "number")],
                        "text_offset": ["type": "array", "items": ["type": "integer"]],
                    ], required: CompletionLogprobs.fieldNames)
            ),
            (
                CompletionUsage.self,
                object(
                    [
                        "prompt_tokens": ["type": "integer"], "completion_tokens": ["type": "integer"],
                        "total_tokens": ["type": "integer"],
                    ], required: CompletionUsage.fieldNames)
            ),
        ]
    }

    private var completionRequest: JSONValue {
        object([
            "model": optional("string", "A model of the task generate; by default the first."),
            "prompt": texts,
            "max_tokens": optional(
                "integer", "Characters to write.", ["minimum": 0, "maximum": .integer(limits.tokens)], default: 16),
            "n": optional(
                "integer", "Completions of each prompt.", ["minimum": 1, "maximum": .integer(limits.texts)], default: 1),
            "stop": [
                "description": "A completion ends before the first of these texts.",
                "oneOf": [
                    ["type": ["string", "null"], "minLength": 1],
                    ["type": "array", "items": ["type": "string", "minLength": 1], "maxItems": 16],
                ],
            ],
            "temperature": optional(
                "number", "0 always takes the most likely character.", ["minimum": 0, "maximum": 1e6]),
            "top_p": optional("number", "Nucleus sampling.", ["exclusiveMinimum": 0, "maximum": 1]),
            "top_k": optional(
                "integer", "Sample from the k most likely characters.", ["minimum": 1, "maximum": 1_000_000]),
            "min_p": optional(
                "number", "Exclude characters less likely than this times the likeliest.",
                ["minimum": 0, "exclusiveMaximum": 1]),
            "repetition_penalty": optional(
                "number", "Above 1, the last 64 characters are less likely.",
                ["minimum": 0.01, "maximum": 1000]),
            "seed": optional(
                "integer", "The same seed gives the same text.",
                [
                    "minimum": -9_223_372_036_854_775_808, "maximum": 9_223_372_036_854_775_807,
                ]),
            "logprobs": optional(
                "integer", "How many of the likeliest characters come with each character.",
                ["minimum": 0, "maximum": .integer(CompletionRequest.mostLogprobs)]),
            "echo": optional("boolean", "Whether a completion begins with its prompt."),
            "stream": optional("boolean", "Whether the text comes as server-sent events."),
            "stream_options": ["anyOf": [reference(StreamOptions.self), ["type": "null"]]],
            "user": optional("string", "Not used."),
            "best_of": optional("integer", "Not supported; must be 1, or equal n.", ["minimum": 1, "maximum": 1]),
            "suffix": optional("string", "Not supported; must be empty.", ["maxLength": 0]),
            "frequency_penalty": optional("number", "Not supported; must be 0.", ["minimum": 0, "maximum": 0]),
            "presence_penalty": optional("number", "Not supported; must be 0.", ["minimum": 0, "maximum": 0]),
            "logit_bias": [
                "type": ["object", "null"], "maxProperties": 0, "description": "Not supported; must be empty.",
            ],
        ])
    }

    private var modelSchemas: [(any WireType.Type, JSONValue)] {
        [
            (
                ModelList.self,
                object(["object": ["const": "list"], "data": list(of: ModelCard.self)], required: ModelList.fieldNames)
            ),
            (
                ModelCard.self,
                object(
                    [
                        "id": ["type": "string"], "object": ["const": "model"],
                        "created": field("integer", "When it was loaded, in seconds since 1970."),
                        "owned_by": ["type": "string"], "task": ["enum": ["generate", "classify"]],
                    ], required: ModelCard.fieldNames)
            ),
            (HealthResponse.self, object(["status": ["const": "ok"]], required: ["status"])),
            (
                ReadyResponse.self,
                object(
                    ["status": ["enum": ["ready", "stopping", "stuck"]], "models": map(of: "string")],
                    required: ReadyResponse.fieldNames)
            ),
        ]
    }

    private var predictSchemas: [(any WireType.Type, JSONValue)] {
        let limit = JSONValue.integer(limits.texts)
        let one: JSONValue = ["type": "array", "items": ["type": "string"], "minItems": 1, "maxItems": 1]
        return [
            (
                PredictRequest.self,
                object(
                    [
                        "inputs": [
                            "anyOf": [
                                ["type": "string"],
                                ["type": "array", "items": ["type": "string"], "minItems": 1, "maxItems": limit],
                                ["type": "array", "items": one, "minItems": 1, "maxItems": limit],
                            ]
                        ],
                        "truncate": optional("boolean", "Whether the middle of a text that is too long is left out."),
                        "raw_scores": optional("boolean", "Whether scores are logarithms."),
                        "model": optional("string", "A model of the task classify; by default the first."),
                    ], required: ["inputs"])
            ),
            (
                Prediction.self,
                object(["score": ["type": "number"], "label": ["type": "string"]], required: Prediction.fieldNames)
            ),
            (
                PredictError.self,
                object(
                    ["error": ["type": "string"], "error_type": ["type": "string"]], required: PredictError.fieldNames)
            ),
        ]
    }

    private var classifySchemas: [(any WireType.Type, JSONValue)] {
        [
            (
                ClassifyRequest.self,
                object(
                    [
                        "model": optional("string", "A model of the task classify; by default the first."),
                        "input": texts,
                        "threshold": optional(
                            "number", "No label is given below this probability.", ["minimum": 0, "maximum": 1],
                            default: 0),
                        "explain": optional("boolean", "Whether results say what each word contributed."),
                    ], required: ["input"])
            ),
            (
                ClassifyResponse.self,
                object(
                    ["model": ["type": "string"], "results": list(of: ClassifyResult.self)],
                    required: ClassifyResponse.fieldNames)
            ),
            (
                ClassifyResult.self,
                object(
                    [
                        "label": ["type": ["string", "null"]], "probability": ["type": "number"],
                        "probabilities": map(of: "number"), "labels": ["type": "array", "items": ["type": "string"]],
                        "tokens": ["type": "integer"], "unknown": ["type": "integer"],
                        "explanation": list(of: ExplainedWord.self),
                    ], required: ["label", "probability", "probabilities", "tokens", "unknown"])
            ),
            (
                ExplainedWord.self,
                object(
                    [
                        "text": ["type": "string"], "start": field("integer", "In UTF-8 bytes."),
                        "end": field("integer", "In UTF-8 bytes."), "weight": field("number", "Added to the log odds."),
                    ], required: ExplainedWord.fieldNames)
            ),
        ]
    }

    private var tokenizeSchemas: [(any WireType.Type, JSONValue)] {
        [
            (
                TokenizeRequest.self,
                object(
                    ["model": optional("string", "Any model; by default the first."), "input": texts],
                    required: ["input"])
            ),
            (
                TokenizeResponse.self,
                object(
                    ["model": ["type": "string"], "results": list(of: TokenizeResult.self)],
                    required: TokenizeResponse.fieldNames)
            ),
            (
                TokenizeResult.self,
                object(
                    ["tokens": list(of: TokenizedToken.self), "unknown": ["type": "integer"]],
                    required: TokenizeResult.fieldNames)
            ),
            (
                TokenizedToken.self,
                object(
                    [
                        "id": ["type": "integer"], "text": ["type": "string"],
                        "start": field("integer", "In UTF-8 bytes."), "end": field("integer", "In UTF-8 bytes."),
                    ], required: TokenizedToken.fieldNames)
            ),
        ]
    }

    private var errorSchemas: [(any WireType.Type, JSONValue)] {
        [
            (ErrorResponse.self, object(["error": reference(ErrorBody.self)], required: ["error"])),
            (
                ErrorBody.self,
                object(
                    [
                        "message": ["type": "string"], "type": ["type": "string"],
                        "param": ["type": ["string", "null"], "description": "The field that is wrong."],
                        "code": ["type": ["string", "null"]],
                    ], required: ErrorBody.fieldNames)
            ),
        ]
    }
}

// MARK: Pieces of schemas

private func object(_ properties: [String: JSONValue], required: [String] = []) -> JSONValue {
    [
        "type": "object", "properties": .object(properties), "required": .array(required.sorted().map { .string($0) }),
    ]
}

private func field(_ type: String, _ description: String) -> JSONValue {
    ["type": .string(type), "description": .string(description)]
}

/// A field of a request that may be left out, or null.
private func optional(
    _ type: String, _ description: String, _ bounds: [String: JSONValue] = [:], default: JSONValue? = nil
) -> JSONValue {
    var schema: [String: JSONValue] = ["type": [.string(type), "null"], "description": .string(description)]
    schema.merge(bounds) { $1 }
    schema["default"] = `default`
    return .object(schema)
}

private func list(of type: any WireType.Type) -> JSONValue { ["type": "array", "items": reference(type)] }

private func map(of type: String) -> JSONValue {
    ["type": "object", "additionalProperties": ["type": .string(type)]]
}
