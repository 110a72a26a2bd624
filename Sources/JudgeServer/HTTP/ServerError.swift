import GitJudge
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer that is an error, in MLflow's form `{"error_code", "message"}`.
///
/// MLflow's clients repeat a request for minutes after 408, 429, 500, 502, 503 and 504, so an
/// error that stays an error has another status. A busy store answers 429, because the clients of
/// 3.18 do not repeat a label after 503.
struct ServerError: Error, Equatable {
  var status: HTTPResponse.Status
  var code: String
  var message: String

  init(_ status: HTTPResponse.Status, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  static func notFound(_ message: String) -> ServerError {
    ServerError(.notFound, "RESOURCE_DOES_NOT_EXIST", message)
  }

  static func invalid(_ message: String) -> ServerError {
    ServerError(.badRequest, "INVALID_PARAMETER_VALUE", message)
  }

  static func exists(_ message: String) -> ServerError {
    ServerError(.badRequest, "RESOURCE_ALREADY_EXISTS", message)
  }

  static func notImplemented(_ message: String) -> ServerError {
    ServerError(.notImplemented, "NOT_IMPLEMENTED", message)
  }

  /// The answer to any error.
  init(_ error: any Error) {
    switch error {
    case let error as ServerError: self = error
    case let error as JudgeFailure: self.init(failure: error)
    case let error as StoreError: self.init(failure: JudgeFailure(wrapping: error))
    case let error as RecordError: self = .invalid("\(error)")
    case let error as HTTPError:
      self.init(
        error.status, error.status == .contentTooLarge ? "REQUEST_LIMIT_EXCEEDED" : "BAD_REQUEST",
        error.body ?? "the request cannot be read")
    case is NIOTooManyBytesError:
      self.init(.contentTooLarge, "REQUEST_LIMIT_EXCEEDED", "the body is too large")
    default:
      let failure = JudgeFailure(.failed, "\(error)")
      self.init(failure: failure)
    }
  }

  private init(failure: JudgeFailure) {
    let text = failure.description
    switch failure.code {
    case .notFound: self = .notFound(text)
    case .notTrusted: self.init(.forbidden, "PERMISSION_DENIED", text)
    case .rateLimited: self.init(.tooManyRequests, "REQUEST_LIMIT_EXCEEDED", text)
    case .store:
      self.init(.tooManyRequests, "TEMPORARILY_UNAVAILABLE", text)
    case .failed, .damaged, .unusable: self.init(.internalServerError, "INTERNAL_ERROR", text)
    default: self = .invalid(text)
    }
  }

  var response: Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    if status == .tooManyRequests { headers[.retryAfter] = "1" }
    let body: JSONValue = ["error_code": .string(code), "message": .string(message)]
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.canonicalBytes())))
  }
}

/// Turns errors into answers, and unknown paths into 404 as JSON.
struct ErrorMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  @concurrent func handle(
    _ request: Request, context: ServerContext,
    next: @concurrent (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound && error.body == nil {
      return ServerError(
        .notFound, "ENDPOINT_NOT_FOUND",
        "there is no \(request.method.rawValue) \(request.uri.path)"
      ).response
    } catch {
      return ServerError(error).response
    }
  }
}
