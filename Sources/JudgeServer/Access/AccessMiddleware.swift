import GitJudge
import HTTPTypes
import Hummingbird
import NIOCore

/// Lets in the users of a server, and requests that come from this machine's own programs.
///
/// If the server has no list of users, it listens on loopback only. A page in a browser must not
/// reach it: its requests name another host, or an origin.
struct AccessMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  let users: UserList?

  @concurrent func handle(
    _ request: Request, context: ServerContext,
    next: @concurrent (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    guard let users else {
      guard Self.isLocal(request.head.authority), request.headers[.origin] == nil else {
        throw ServerError(
          .forbidden, "PERMISSION_DENIED",
          "this server answers programs of this machine only, not pages of a browser")
      }
      return try await next(request, context)
    }
    if request.uri.path == "/health" { return try await next(request, context) }
    guard let email = users.user(request.headers[.authorization]) else {
      var response = ServerError(
        .unauthorized, "UNAUTHENTICATED",
        "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
      ).response
      response.headers[.wwwAuthenticate] = "Basic realm=\"git-judge\", charset=\"UTF-8\""
      return response
    }
    var context = context
    context.user = Person(
      name: email.split(separator: "@").first.map(String.init) ?? email, email: email)
    return try await next(request, context)
  }

  /// Whether the host that a request names is this machine.
  static func isLocal(_ authority: String?) -> Bool {
    guard let authority else { return true }
    var host = authority
    if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") { host = String(host[..<colon]) }
    return ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host.lowercased())
      || host.hasPrefix("127.") && host.split(separator: ".").count == 4
        && host.allSatisfy { $0.isNumber || $0 == "." }
  }
}
