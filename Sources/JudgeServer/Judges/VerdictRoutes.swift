import Foundation
import GitJudge
import HTTPTypes
import Hummingbird

/// Judges for any program: cases in, verdicts out.
struct VerdictRoutes {
  let routes: ServerRoutes

  /// Adds the verdicts, and the description of the server's own routes.
  func add() {
    routes.add(.post, "/judges/**") { call in
      let path = call.request.uri.path
      let (head, tail) = ("/judges/", "/verdicts")
      guard path.hasPrefix(head), path.hasSuffix(tail), path.count > head.count + tail.count,
        let judge = String(path.dropFirst(head.count).dropLast(tail.count)).removingPercentEncoding
      else { throw HTTPError(.notFound) }
      return try await VerdictCall(call: call).verdicts(of: judge).response
    }
    routes.add(.get, "/openapi.json") { _ in OpenAPIDescription.json.response }
  }
}

/// A request for verdicts on cases.
struct VerdictCall {
  let call: ServerCall

  /// The largest number of cases of one request.
  private static let mostCases = 1000

  func verdicts(of judge: String) async throws -> JSONValue {
    let members = try call.members()
    guard let cases = members["cases"]?.arrayValue else {
      throw ServerError.invalid("cases: must be a list of cases")
    }
    guard (1...Self.mostCases).contains(cases.count) else {
      throw ServerError.invalid(
        "cases: there must be from 1 to \(Self.mostCases), not \(cases.count)")
    }
    let version = try await call.state.desks.version(judge, in: call.repository)
    let answers = try await call.state.desks.answers(cases, by: version, in: call.repository)
    return [
      "judge": .string(version.label), "hash": .string(version.hash.hex),
      "verdicts": .array(answers.map(\.json)),
      "errors": .number(Double(answers.count { $0.value == nil })),
    ]
  }
}
