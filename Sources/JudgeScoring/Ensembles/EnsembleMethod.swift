import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// The method that combines the verdicts of several judges.
public enum EnsembleMethod: String, Hashable, Sendable, CaseIterable {
  /// The value of most members; a tie is an error that reports it.
  case majority
  /// The mean of their numbers.
  case mean
  /// The lowest of their numbers or ordered values.
  case min
  /// The highest of their numbers or ordered values.
  case max
  /// `yes` if all of them pass.
  case all
  /// `yes` if at least one of them passes.
  case any
}

/// A judge made of several judges, with their bodies in its own.
public enum EnsembleBody {
  /// The setting with the members' bodies.
  public static let membersKey = "members"
  /// The setting with the method.
  public static let methodKey = "method"

  /// Makes the body of an ensemble.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - method: the method that combines the verdicts.
  ///   - members: the members' bodies, at least two.
  /// - Returns: the body; the ensemble's values follow from the method and the members.
  /// - Throws: `JudgeFailure` if the method cannot combine the members' values.
  public static func make(
    _ name: String, _ method: EnsembleMethod, _ members: [JudgeBody]
  ) throws(JudgeFailure) -> JudgeBody {
    guard let first = members.first, members.count >= 2 else {
      throw JudgeFailure(.failed, "an ensemble needs two members at least")
    }
    var body = JudgeBody(name: name, instructions: "")
    body.form = .ensemble
    body.description = "The \(method.rawValue) of \(members.map(\.name).joined(separator: ", "))"
    switch method {
    case .all, .any:
      body.values = ["yes", "no"]
      body.pass = ["yes"]
    case .mean: body.valueType = .float
    case .majority, .min, .max:
      let isSame = members.allSatisfy {
        $0.valueType == first.valueType && Set($0.values) == Set(first.values)
      }
      guard isSame else {
        throw JudgeFailure(
          .failed, "the members of \(name) have different values",
          remedy: .supply(
            .ensemble, "all", to: "combine judges that answer different questions"))
      }
      let isNumeric = first.valueType == .int || first.valueType == .float
      guard method == .majority || isNumeric || !first.ordered.isEmpty else {
        throw JudgeFailure(
          .failed, "\(method.rawValue) needs numbers, or values in order",
          remedy: .supply(.ordered, "WORST,…,BEST", to: "put the members' values in order"))
      }
      body.valueType = first.valueType
      body.values = first.values
      body.ordered = first.ordered
      body.pass = first.pass
    }
    body.settings = [
      methodKey: .string(method.rawValue),
      membersKey: .array(members.map { .object($0.fields) }),
    ]
    return body
  }

  /// Returns the members and the method of a body.
  ///
  /// - Throws: `JudgeFailure` if the settings are not those of an ensemble.
  package static func parts(
    of body: JudgeBody
  ) throws(JudgeFailure) -> (method: EnsembleMethod, members: [JudgeBody]) {
    let word = body.settings[methodKey]?.stringValue ?? ""
    guard let method = EnsembleMethod(rawValue: word) else {
      throw JudgeFailure(.failed, "\(body.name): \"\(word)\" is not a way to vote")
    }
    var members: [JudgeBody] = []
    for item in body.settings[membersKey]?.arrayValue ?? [] {
      guard let fields = item.objectValue, let member = try? JudgeBody(fields: fields) else {
        throw JudgeFailure(.failed, "\(body.name): a member is not a judge's body")
      }
      members.append(member)
    }
    guard !members.isEmpty else { throw JudgeFailure(.failed, "\(body.name) has no members") }
    return (method, members)
  }
}

extension JudgeBody {
  /// The bodies of an ensemble's members; empty for other judges.
  ///
  /// Settings that are not valid bodies are left out; such an ensemble does not run.
  public var members: [JudgeBody] {
    (settings[EnsembleBody.membersKey]?.arrayValue ?? []).compactMap { item in
      item.objectValue.flatMap { try? JudgeBody(fields: $0) }
    }
  }

  /// This body, then the bodies of its members, at any depth.
  public var withMembers: [JudgeBody] { [self] + members.flatMap(\.withMembers) }
}
