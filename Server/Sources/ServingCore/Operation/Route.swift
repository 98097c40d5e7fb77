/// The paths of the server.
package enum Route: String, CaseIterable, Sendable {
    case completions = "/v1/completions"
    case models = "/v1/models"
    case model = "/v1/models/{id}"
    case classify = "/v1/classify"
    case tokenize = "/v1/tokenize"
    case predict = "/predict"
    case health = "/health"
    case ready = "/ready"
    case metrics = "/metrics"
    case openAPI = "/openapi.json"

    /// How an interface reports errors.
    package enum ErrorShape: Sendable {
        /// `ErrorResponse`
        case openAI
        /// `PredictError`
        case textEmbeddings
    }

    /// The method that the path takes; `GET` also as `HEAD`.
    package var method: String {
        switch self {
        case .completions, .classify, .tokenize, .predict: "POST"
        case .models, .model, .health, .ready, .metrics, .openAPI: "GET"
        }
    }

    /// The methods that the path takes.
    package var methods: [String] { method == "GET" ? ["GET", "HEAD"] : [method] }

    package var errorShape: ErrorShape { self == .predict ? .textEmbeddings : .openAI }

    /// Whether a key is needed where the server has keys. Probes have none.
    package var needsKey: Bool { self != .health && self != .ready }

    /// The route of a request; `nil` if there is nothing at the path.
    package init?(path: some StringProtocol) {
        let parts = path.split(separator: "/")
        let route = Self.allCases.first { route in
            let pattern = route.rawValue.split(separator: "/")
            return pattern.count == parts.count
                && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || String($0) == String($1) }
        }
        guard let route else { return nil }
        self = route
    }
}
