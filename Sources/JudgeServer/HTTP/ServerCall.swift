import Foundation
import GitJudge
import HTTPTypes
import Hummingbird
import NIOCore

/// A request with its body, and the repository that answers it.
struct ServerCall: Sendable {
  let request: Request
  let context: ServerContext
  let state: ServerState
  let bytes: [UInt8]

  /// The repository, which writes as the user of the request.
  var repository: JudgeRepository {
    guard let user = context.user else { return state.repository }
    return state.repository.with(author: user)
  }

  init(_ request: Request, _ context: ServerContext, _ state: ServerState) async throws {
    var request = request
    let buffer = try await request.collectBody(upTo: state.options.maximumBody)
    self.request = request
    self.context = context
    self.state = state
    bytes = Array(buffer.readableBytesView)
  }

  /// The members of the body; none if the request has no body.
  func members() throws -> JSONObject {
    guard !bytes.isEmpty else { return [:] }
    let value: JSONValue
    do {
      (value, _) = try JSONValue.parseRepairing(bytes)
    } catch {
      throw ServerError(.badRequest, "BAD_REQUEST", "the body is not JSON: \(error)")
    }
    guard let object = value.objectValue else {
      throw ServerError(.badRequest, "BAD_REQUEST", "the body must be a JSON object")
    }
    return object
  }

  /// A parameter of the path, without percent encoding.
  func parameter(_ name: String) throws -> String {
    guard let text = context.parameters.get(name) else {
      throw ServerError.invalid("the path has no \(name)")
    }
    return text.removingPercentEncoding ?? text
  }

  /// A parameter of the query.
  func query(_ name: String) -> String? { queries(name).first }

  /// All values of a parameter of the query.
  ///
  /// A plus sign is a blank, as in forms, because MLflow's client writes it so.
  func queries(_ name: String) -> [String] {
    (request.uri.query ?? "").split(separator: "&").compactMap { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { part -> String in
          let text = String(part).replacing("+", with: " ")
          return text.removingPercentEncoding ?? text
        }
      return parts[0] == name ? (parts.count > 1 ? parts[1] : "") : nil
    }
  }

  /// A required text of the body or, if the method has no body, of the query.
  func text(_ name: String, _ members: JSONObject) throws -> String {
    // Ids of experiments come as numbers too.
    if let value = members[name], !value.isNull, value.stringValue == nil, !name.hasSuffix("_id") {
      throw ServerError.invalid("Invalid value for parameter '\(name)': it must be a text")
    }
    guard let text = optionalText(name, members), !text.isEmpty else {
      throw ServerError.invalid("Missing value for required parameter '\(name)'.")
    }
    return text
  }

  /// A text of the body, or of the query.
  func optionalText(_ name: String, _ members: JSONObject = [:]) -> String? {
    if let value = members[name], !value.isNull {
      return value.stringValue ?? value.canonicalText
    }
    return query(name)
  }

  /// A whole number of the body, or of the query, which may be a text.
  func number(_ name: String, _ members: JSONObject = [:]) throws -> Int? {
    guard let text = optionalText(name, members) else { return nil }
    if let number = Int(text) { return number }
    if let number = Double(text), let whole = Int(exactly: number.rounded()) { return whole }
    throw ServerError.invalid("Invalid value \(text) for parameter '\(name)': must be a number")
  }
}

extension JSONValue {
  /// The value as an answer.
  var response: Response { response(.ok) }

  func response(_ status: HTTPResponse.Status) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: canonicalBytes())))
  }
}
