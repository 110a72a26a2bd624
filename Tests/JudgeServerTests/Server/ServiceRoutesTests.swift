import GitJudge
import HTTPTypes
import Testing

@testable import JudgeServer

/// Requests that are not about the store, and those that are turned away.
@Suite struct ServiceRoutesTests {
  @Test("The version is text that the client can read")
  func version() async throws {
    let server = try await MLflowFixture()
    let answer = try await server.send(.get, "/version")
    #expect(answer.status == .ok && answer.text.split(separator: ".").count == 3)
    #expect(try await server.send(.get, "/health").text == "OK")
    #expect(try await server.get("server-info")["multipart_uploads_enabled"] == false)
  }

  @Test("No answer is one that the client repeats for minutes")
  func unknown() async throws {
    let server = try await MLflowFixture()
    for path in ["/nothing", "/api/2.0/mlflow/nothing", "/api/3.0/mlflow/registered-models/get"] {
      let answer = try await server.send(.get, path)
      #expect(answer.status == .notFound && answer["error_code"]?.stringValue != nil)
    }
    for path in ["issues", "label-schemas/create", "review-queues/items/add", "issues/iss-1"] {
      let answer = try await server.send(.post, "/api/3.0/mlflow/\(path)", [:])
      #expect(answer.status == .notImplemented, "\(path)")
    }
    let broken = try await server.send(.post, "/api/2.0/mlflow/runs/create", "text")
    #expect(broken.status == .badRequest)
  }

  @Test("A server with users lets in nobody else, and writes as the user")
  func users() async throws {
    var options = ServerOptions()
    let token = ContentID(hashing: Array("secret".utf8)).hex
    options.users = try UserList("kim@example.org:sha256:\(token)", path: "users")
    let server = try await MLflowFixture(options)
    let path = "/api/2.0/mlflow/experiments/create"
    let refused = try await server.send(.post, path, ["name": "a"])
    #expect(refused.status == .unauthorized && refused["error_code"] == "UNAUTHENTICATED")
    var headers = HTTPFields()
    headers[.authorization] = "Bearer secret"
    #expect(try await server.send(.post, path, ["name": "a"], headers: headers).status == .ok)
    #expect(try await server.send(.get, "/health").status == .ok)
  }

  @Test("A page of a browser cannot reach a server without users")
  func origins() async throws {
    let server = try await MLflowFixture()
    var headers = HTTPFields()
    headers[.origin] = "https://evil.example"
    let answer = try await server.send(
      .post, "/api/2.0/mlflow/experiments/create", ["name": "a"], headers: headers)
    #expect(answer.status == .forbidden)
  }
}
