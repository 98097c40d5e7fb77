/// An error as OpenAI's interface has it, and our own.
package struct ErrorResponse: Codable, Sendable, Equatable, WireType {
    package var error: ErrorBody

    package enum CodingKeys: String, FieldKeys { case error }
    package static let schemaName = "ErrorResponse"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(_ error: ServingError) { self.error = ErrorBody(error) }
}

/// What is wrong.
package struct ErrorBody: Codable, Sendable, Equatable, WireType {
    package var message: String
    package var type: String
    /// The field of the request that is wrong.
    package var param: String?
    package var code: String?

    package enum CodingKeys: String, FieldKeys { case message, type, param, code }
    package static let schemaName = "Error"
    package static var fieldNames: [String] { CodingKeys.names }

    init(_ error: ServingError) {
        message = error.message
        param = error.field
        (type, code) =
            switch error {
            case .malformed, .invalid: ("invalid_request_error", nil)
            case .tooMuch: ("invalid_request_error", "limit_exceeded")
            case .bodyTooLarge: ("invalid_request_error", "body_too_large")
            case .slow: ("invalid_request_error", "body_too_slow")
            case .unauthorized: ("authentication_error", "invalid_api_key")
            case .unknownModel: ("invalid_request_error", "model_not_found")
            case .unknownPath: ("invalid_request_error", "unknown_url")
            case .wrongMethod: ("invalid_request_error", "method_not_allowed")
            case .busy: ("rate_limit_error", "rate_limit_exceeded")
            case .stopping: ("server_error", "stopping")
            case .deadline: ("server_error", "deadline_exceeded")
            case .model: ("server_error", nil)
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(message, forKey: .message)
        try values.encode(type, forKey: .type)
        try values.encode(param, forKey: .param)  // null where there is none
        try values.encode(code, forKey: .code)
    }
}

/// An error as text-embeddings-inference has it.
package struct PredictError: Codable, Sendable, Equatable, WireType {
    package var error: String
    package var errorType: String

    package enum CodingKeys: String, FieldKeys {
        case error
        case errorType = "error_type"
    }
    package static let schemaName = "PredictError"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(_ error: ServingError) {
        self.error = error.message
        errorType =
            switch error {
            case .busy: "overloaded"
            case .stopping: "unhealthy"
            case .deadline, .model: "backend"
            default: "validation"
            }
    }

    /// The status of a response: this interface tells requests that cannot be read from those that are too large.
    package static func status(of error: ServingError) -> Int {
        switch error {
        case .malformed, .invalid: 422
        case .tooMuch: 413
        default: error.status
        }
    }
}
