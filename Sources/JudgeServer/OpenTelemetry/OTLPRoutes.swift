import GitJudge
import HTTPTypes
import Hummingbird
import JudgeInterchange
import NIOCore

/// OpenTelemetry over HTTP.
struct OTLPRoutes {
  let routes: ServerRoutes

  /// Adds the paths that OpenTelemetry's exporters send to.
  func add() {
    routes.add(.post, "/v1/traces") { call in
      try await Self.answer(call, .traces) { bytes, encoding in
        let request = try OTLPTraces(bytes, encoding)
        return try await SpanIntake(call: call).store(request.parts, request.rejected)
      }
    }
    routes.add(.post, "/v1/logs") { call in
      try await Self.answer(call, .logs) { bytes, encoding in
        let request = try OTLPLogs(bytes, encoding)
        return try await SpanIntake(call: call).store(request.parts, request.rejected)
      }
    }
  }

  /// Reads the body in its encoding, and answers in the same.
  private static func answer(
    _ call: ServerCall, _ signal: OTLPSignal,
    _ store: ([UInt8], OTLPEncoding) async throws -> OTLPRejected
  ) async throws -> Response {
    let headers = call.request.headers
    guard let encoding = OTLPEncoding(contentType: headers[.contentType] ?? "") else {
      throw ServerError(
        .unsupportedMediaType, "BAD_REQUEST",
        "send application/x-protobuf or application/json")
    }
    do {
      let bytes = try inflated(call, headers[.contentEncoding])
      let rejected = try await store(bytes, encoding)
      return response(.ok, OTLPAnswer.success(signal, rejected, encoding), encoding)
    } catch let error as OTLPError {
      return response(
        error.isTooLarge ? .contentTooLarge : .badRequest,
        OTLPAnswer.failure(error.message, encoding), encoding)
    } catch {
      let failure = ServerError(error)
      // MLflow's client shows the message of its own form.
      if call.request.headers[mlflowVersion] != nil { throw failure }
      return response(failure.status, OTLPAnswer.failure(failure.message, encoding), encoding)
    }
  }

  private static let mlflowVersion = HTTPField.Name("X-MLflow-Client-Version") ?? .userAgent

  private static func inflated(_ call: ServerCall, _ coding: String?) throws -> [UInt8] {
    switch coding?.lowercased() {
    case nil, "", "identity": return call.bytes
    case "gzip", "x-gzip":
      return try GzipBody.inflated(call.bytes, limit: call.state.options.maximumBody)
    case let other?:
      throw ServerError(
        .unsupportedMediaType, "BAD_REQUEST", "the content encoding \(other) is not supported")
    }
  }

  private static func response(
    _ status: HTTPResponse.Status, _ bytes: [UInt8], _ encoding: OTLPEncoding
  ) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = encoding.contentType
    if status == .tooManyRequests { headers[.retryAfter] = "1" }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
