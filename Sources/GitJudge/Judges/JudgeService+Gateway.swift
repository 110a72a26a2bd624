import JudgeRecords
import JudgeScoring
import JudgeWork

extension JudgeService {
  /// The depth to which versions may answer for each other.
  private static let deepest = 8

  /// The versions behind the `gateway:/` models that are being resolved, outermost first.
  @TaskLocal private static var resolving: [String] = []

  /// Returns the judges that answer for the `gateway:/NAME@vN` models of a body.
  ///
  /// - Parameter body: the body; the members of an ensemble are looked at too.
  /// - Returns: the judges, by URI.
  /// - Throws: `JudgeFailure` if the store does not have the version, or as ``callable(_:)``.
  func gatewayJudges(of body: JudgeBody) async throws -> [String: any Judge] {
    var judges: [String: any Judge] = [:]
    for uri in Self.gateways(of: body) where judges[uri] == nil {
      let outer = Self.resolving
      guard outer.count < Self.deepest, !outer.contains(uri) else {
        throw JudgeFailure(
          .invalid, "\(outer.first ?? uri) leads to \(uri) again and again",
          remedy: "create a version with a model that answers itself")
      }
      judges[uri] = try await Self.$resolving.withValue(outer + [uri]) {
        try await callable(try Self.version(in: uri))
      }
    }
    return judges
  }

  /// Checks that the store has the version that a `gateway:/` model names.
  func checkGateway(_ uri: String) async throws {
    _ = try await find(named: try Self.version(in: uri))
  }

  private static func gateways(of body: JudgeBody) -> [String] {
    let members = body.form == .ensemble ? (try? EnsembleBody.parts(of: body))?.members ?? [] : []
    let own = body.model.map { [$0] } ?? []
    return own.filter { $0.hasPrefix(GatewayJudge.scheme) } + members.flatMap(gateways)
  }

  /// Returns the reference in a URI, which must name a version: a name alone could become another
  /// judge.
  private static func version(in uri: String) throws -> String {
    let name = String(uri.dropFirst(GatewayJudge.scheme.count))
    guard case .version? = try? JudgeReference(name).selector else {
      throw JudgeFailure(
        .invalid, "\(uri) names no version of a judge of this store",
        remedy: "write gateway:/NAME@vN; a gateway of an MLflow server is not asked")
    }
    return name
  }
}
