/// `GET /v1/models`.
package struct ModelList: Codable, Sendable, Equatable, WireType {
    package var object = "list"
    package var data: [ModelCard]

    package enum CodingKeys: String, FieldKeys { case object, data }
    package static let schemaName = "ModelList"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(_ data: [ModelCard]) { self.data = data }
}

/// `GET /v1/models/{id}`: a model.
package struct ModelCard: Codable, Sendable, Equatable, WireType {
    package var id: String
    package var object = "model"
    /// When the server loaded it, in seconds since 1970.
    package var created: Int
    package var ownedBy = "recurrent"
    /// What it does: `generate` or `classify`.
    package var task: String

    package enum CodingKeys: String, FieldKeys {
        case id, object, created, task
        case ownedBy = "owned_by"
    }
    package static let schemaName = "Model"
    package static var fieldNames: [String] { CodingKeys.names }

    package init(id: String, created: Int, task: String) { (self.id, self.created, self.task) = (id, created, task) }
}

/// `GET /health`.
package struct HealthResponse: Codable, Sendable, Equatable, WireType {
    package var status = "ok"

    package enum CodingKeys: String, FieldKeys { case status }
    package static let schemaName = "Health"
    package static var fieldNames: [String] { CodingKeys.names }

    package init() {}
}

/// `GET /ready`.
package struct ReadyResponse: Codable, Sendable, Equatable, WireType {
    /// `ready`, `stopping` or `stuck`.
    package var status: String
    /// What each model is doing: `idle`, `working` or `stuck`.
    package var models: [String: String]

    package enum CodingKeys: String, FieldKeys { case status, models }
    package static let schemaName = "Ready"
    package static var fieldNames: [String] { CodingKeys.names }
}
