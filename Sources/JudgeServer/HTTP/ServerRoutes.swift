import GitJudge
import HTTPTypes
import Hummingbird

/// Adds routes to the router of a server.
struct ServerRoutes {
  typealias Answer = @Sendable (ServerCall) async throws -> JSONValue

  let router: Router<ServerContext>
  let state: ServerState

  /// Adds a route that answers with any response.
  func add(
    _ method: HTTPRequest.Method, _ path: String,
    _ answer: @escaping @Sendable (ServerCall) async throws -> Response
  ) {
    let state = state
    router.on(RouterPath(path), method: method) { request, context in
      try await answer(ServerCall(request, context, state))
    }
  }

  /// Adds a route of MLflow's REST interface under each of its prefixes.
  func mlflow(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping Answer) {
    for prefix in ["api", "ajax-api"] {
      for version in ["2.0", "3.0"] {
        add(method, "/\(prefix)/\(version)/mlflow/\(path)") {
          ExactNumbers.response(try await answer($0))
        }
      }
    }
  }
}
