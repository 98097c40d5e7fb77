/// Why a request is not answered as its client wished.
package enum ServingError: Error, Equatable, Sendable {
    /// The body is not JSON.
    case malformed(String)
    /// A field has a value that cannot be used.
    case invalid(String, field: String?)
    /// A field asks for more than the limits allow.
    case tooMuch(String, field: String)
    /// The body is larger than allowed.
    case bodyTooLarge(limit: Int)
    /// The client took too long to send the body.
    case slow(seconds: Double)
    /// No key, or one that the server does not know.
    case unauthorized
    /// There is no model of this name that does what the request asks for.
    case unknownModel(String?, known: [String], task: String)
    /// There is nothing at this path.
    case unknownPath(String)
    /// The path takes other methods.
    case wrongMethod(String, allowed: [String])
    /// As many texts wait as may wait.
    case busy
    /// The server is about to end.
    case stopping
    /// The request took longer than allowed.
    case deadline(seconds: Double)
    /// The model gives no usable results.
    case model(String)

    /// The status of the response.
    package var status: Int {
        switch self {
        case .malformed, .invalid: 400
        case .tooMuch: 400
        case .bodyTooLarge: 413
        case .slow: 408
        case .unauthorized: 401
        case .unknownModel, .unknownPath: 404
        case .wrongMethod: 405
        case .busy: 429
        case .stopping: 503
        case .deadline: 504
        case .model: 500
        }
    }

    /// Seconds after which it is worth to try again; `nil` where a status does not say so.
    package var retryAfter: Int? {
        switch self {
        case .busy: 1
        case .stopping: 5
        default: nil
        }
    }

    /// The field that is wrong.
    package var field: String? {
        switch self {
        case .invalid(_, let field): field
        case .tooMuch(_, let field): field
        case .unknownModel: "model"
        default: nil
        }
    }

    /// What is wrong and how to mend it.
    package var message: String {
        switch self {
        case .malformed(let message), .invalid(let message, _), .tooMuch(let message, _), .model(let message): message
        case .bodyTooLarge(let limit): "The request body is larger than \(limit) bytes; send less, or several requests."
        case .slow(let seconds): "The request body did not come within \(seconds.formatted()) seconds."
        case .unauthorized:
            "A valid API key is needed; send it in the header Authorization as: Bearer KEY."
        case .unknownModel(let name?, let known, let task):
            "There is no model \(name) for \(task); there "
                + (known.isEmpty ? "is none." : "are: \(known.joined(separator: ", ")).")
        case .unknownModel(nil, _, let task): "This server has no model for \(task)."
        case .unknownPath(let path): "There is nothing at \(path); GET /openapi.json lists all paths."
        case .wrongMethod(let path, let allowed): "\(path) takes \(allowed.joined(separator: ", ")) only."
        case .busy: "Too many texts are waiting; try again later."
        case .stopping: "The server is stopping; try again."
        case .deadline(let seconds): "The request took more than \(seconds.formatted()) seconds; ask for less."
        }
    }
}

extension Double {
    /// The number, without decimals where it has none.
    func formatted() -> String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
