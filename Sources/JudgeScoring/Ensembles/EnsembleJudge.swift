import JudgeJSON
public import JudgeRecords

/// Several judges that give one verdict.
///
/// Each judge's own verdict is stored too.
public struct EnsembleJudge: Judge {
  /// The ensemble's body.
  public let body: JudgeBody
  /// The members, in order.
  public let members: [any Judge]
  /// The method that combines their verdicts.
  public let method: EnsembleMethod
  /// Whether the members' verdicts keep their own names, like those of named guidelines, instead of
  /// `ENSEMBLE/MEMBER`.
  private let keepsNames: Bool

  init(body: JudgeBody, members: [any Judge], method: EnsembleMethod, keepsNames: Bool = false) {
    self.body = body
    self.members = members
    self.method = method
    self.keepsNames = keepsNames
  }

  /// The members' common source, or `ensemble:/` and the method.
  public var source: AssessmentSource {
    let sources = Set(members.map(\.source))
    if let only = sources.first, sources.count == 1 { return only }
    let isCode = sources.allSatisfy { $0.type == .code }
    return AssessmentSource(type: isCode ? .code : .llmJudge, id: "ensemble:/\(method.rawValue)")
  }

  /// Returns the ensemble's verdict.
  public func feedback(on trace: Trace) async -> Feedback {
    let all = await feedbacks(on: trace)
    return all.first ?? Feedback(name: name, error: Self.silent, source: source)
  }

  /// Returns the ensemble's verdict, then those of the members.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    let said = await withTaskGroup(of: (Int, Feedback).self) { group in
      for (place, member) in members.enumerated() {
        group.addTask { (place, await member.feedback(on: trace)) }
      }
      var results = [Feedback?](repeating: nil, count: members.count)
      for await (place, feedback) in group { results[place] = feedback }
      return results.compactMap { $0 }
    }
    var own: Feedback
    // If a member is unasked, the vote is unknown, even if other members failed.
    if let failed = said.first(where: \.isUnasked) ?? said.first(where: { $0.value == nil }),
      let error = failed.error
    {
      let count = said.count { $0.value == nil }
      own = Feedback(
        name: name,
        error: AssessmentError(
          code: error.code,
          message: "\(count) of \(Count.of(said.count, "member")) failed: \(failed.name): "
            + (error.message ?? "")), source: source)
    } else {
      own = vote(said)
    }
    let tokens = (said.compactMap(\.inputTokens), said.compactMap(\.outputTokens))
    if !tokens.0.isEmpty { own.inputTokens = tokens.0.reduce(0, +) }
    if !tokens.1.isEmpty { own.outputTokens = tokens.1.reduce(0, +) }
    let costs = said.compactMap(\.cost)
    if !costs.isEmpty { own.cost = costs.reduce(0, +) }
    return [own]
      + said.enumerated().map { place, feedback in
        var feedback = feedback
        if !keepsNames { feedback.name = "\(name)/\(label(place))" }
        feedback.inputTokens = nil
        feedback.outputTokens = nil
        feedback.cost = nil
        return feedback
      }
  }

  /// Returns a member's name, with its hash if two members have the same name.
  private func label(_ place: Int) -> String {
    let own = members[place].name
    guard members.count(where: { $0.name == own }) > 1 else { return own }
    return "\(own)#\(members[place].hash?.prefix(8) ?? "\(place)")"
  }

  private static let silent = AssessmentError(code: "NO_VERDICT", message: "no member answered")
}
