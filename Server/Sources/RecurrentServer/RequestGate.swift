import Foundation
import Hummingbird
import Logging
import ServingCore

/// What every request goes through: it is counted, logged, let in or refused, and errors become responses.
struct RequestGate: RouterMiddleware {
    let keys: APIKeys
    let metrics: Metrics
    let lifecycle: Lifecycle
    let logger: Logger

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let path = request.uri.path
        let route = Route(path: path)
        metrics.begin()
        let record: @Sendable (Int) -> Void = { [metrics, logger] status in
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            metrics.end(route: route, status: status, seconds: seconds)
            logger.info(
                "request",
                metadata: [
                    "method": .string(request.method.rawValue), "route": .string(route?.rawValue ?? "other"),
                    "status": .stringConvertible(status),
                    "seconds": .stringConvertible((seconds * 1e6).rounded() / 1e6),
                ])
        }
        var response: Response
        do {
            let client = try admit(request, route, path, context)
            var context = context
            context.client = client
            response = try await next(request, context)
        } catch let error as ServingError {
            response = Self.response(to: error, route)
        } catch is CancellationError {
            // Nobody reads the response.
            record(499)
            return Response(status: .init(code: 499, reasonPhrase: "Client Closed Request"))
        } catch {
            logger.error("failure", metadata: ["error": .string(String(describing: type(of: error)))])
            response = Self.response(to: .model("The server failed."), route)
        }
        if lifecycle.isStopping { response.headers[.connection] = "close" }
        guard response.body.contentLength == nil else {
            record(Int(response.status.code))
            return response
        }
        return recordingEnd(of: response, record)
    }

    /// Lets a request in.
    ///
    /// - Returns: Whose turn it takes.
    private func admit(
        _ request: Request, _ route: Route?, _ path: String, _ context: ServerContext
    ) throws(ServingError) -> ClientID {
        guard let route else { throw .unknownPath(path) }
        guard route.methods.contains(request.method.rawValue) else {
            throw .wrongMethod(route.rawValue, allowed: route.methods)
        }
        guard route.needsKey else { return context.client }
        if lifecycle.isStopping { throw .stopping }
        guard !keys.isEmpty else { return context.client }
        let key = APIKeys.key(
            authorization: request.headers[.authorization], apiKey: request.headers[.init("X-API-Key")!])
        guard let place = key.flatMap(keys.place) else { throw .unauthorized }
        return .key(place)
    }

    /// A stream has ended when its last byte is written, or when its client has left.
    private func recordingEnd(of response: Response, _ record: @escaping @Sendable (Int) -> Void) -> Response {
        let (body, status) = (response.body, Int(response.status.code))
        var response = response
        response.body = ResponseBody { writer in
            do {
                try await body.write(writer)
                record(status)
            } catch {
                record(499)
                throw error
            }
        }
        return response
    }

    /// The response to an error, in the shape of the interface.
    static func response(to error: ServingError, _ route: Route?) -> Response {
        let isPredict = route?.errorShape == .textEmbeddings
        let status = isPredict ? PredictError.status(of: error) : error.status
        let data = isPredict ? WireCoding.encode(PredictError(error)) : WireCoding.encode(ErrorResponse(error))
        var response = Response(json: data, status: .init(code: status))
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if case .unauthorized = error { response.headers[.wwwAuthenticate] = "Bearer" }
        if case .wrongMethod(_, let allowed) = error { response.headers[.allow] = allowed.joined(separator: ", ") }
        return response
    }
}

extension Response {
    /// A response of JSON.
    init(json: Data, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json", .contentLength: String(json.count)],
            body: .init(byteBuffer: ByteBuffer(bytes: json)))
    }

    /// A response of text.
    init(text: String, type: String) {
        let buffer = ByteBuffer(string: text)
        self.init(
            status: .ok, headers: [.contentType: type, .contentLength: String(buffer.readableBytes)],
            body: .init(byteBuffer: buffer))
    }
}
