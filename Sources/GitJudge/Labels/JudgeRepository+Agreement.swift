import JudgeAgreement
public import JudgeEvaluation
import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// How far people agree with each other, and judges with people, on a judge's question.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name that no judge has yet.
  ///   - without: source ids whose labels are left out; adjudicators are left out too.
  /// - Returns: the report.
  /// - Throws: `JudgeError` where nobody has labelled anything under that name.
  public func agreement(
    _ name: String, without: Set<String> = []
  ) async throws(JudgeError) -> AgreementReport {
    let question = try await question(name, without: without)
    var report = try await JudgeError.wrap {
      try AgreementReport(
        question.set, ordered: question.body?.ordered ?? [],
        versions: try await labelsByBody())
    }
    report.roles = question.roles
    report.notes += question.notes
    return try await notingCalibrated(report)
  }

  /// One label per trace on a judge's question, by a rule.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name that no judge has yet.
  ///   - method: the rule.
  ///   - iterations: exactly so many rounds of Dawid and Skene; `nil` stops by itself.
  ///   - without: source ids whose labels are left out.
  /// - Returns: the labels with what stands behind them.
  /// - Throws: `JudgeError` where nobody has labelled, or the rule does not fit the values.
  public func consensus(
    _ name: String, method: ConsensusReport.Method = .majority, iterations: Int? = nil,
    without: Set<String> = []
  ) async throws(JudgeError) -> ConsensusReport {
    let question = try await question(name, without: without)
    return try await JudgeError.wrap {
      try ConsensusReport(question.set, method: method, iterations: iterations)
    }
  }

  /// The traces on which reviewers differ, the widest disagreement first.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name that no judge has yet.
  ///   - without: source ids whose labels are left out.
  /// - Returns: the traces with their votes.
  /// - Throws: `JudgeError` where nobody has labelled.
  public func disagreements(
    _ name: String, without: Set<String> = []
  ) async throws(JudgeError) -> [Disagreement] {
    Disagreement.all(in: try await question(name, without: without).set)
  }

  /// The votes on a question, who is left out, and why.
  private struct Question {
    let set: LabelledSet
    let body: JudgeBody?
    let roles: [String: String]
    let notes: [String]
  }

  private func question(
    _ name: String, without: Set<String>
  ) async throws(JudgeError) -> Question {
    let version = try await judgeIfKnown(name)
    let body = version?.body
    let feedbackName = body?.feedbackName ?? name
    let experiment: ContentID
    if let known = version?.registration?.experiment {
      experiment = known
    } else {
      experiment = try await currentExperiment().id
    }
    let traces = try await labelledTraces(feedbackName, in: experiment)
    let roles = try await roles(in: experiment)
    let adjudicators = Set(roles.filter { $0.value == Self.adjudicator }.map(\.key))
    let excluded = without.union(adjudicators)
    let set = try await JudgeError.wrap {
      try LabelledSet(
        traces, feedbackName: feedbackName, declared: body?.values ?? [], without: excluded)
    }
    guard !set.traces.isEmpty else {
      throw JudgeError(
        .notFound, "nobody has labelled a trace under \"\(feedbackName)\"",
        hint: "add labels with `git judge feedback add TRACE --name \(feedbackName) "
          + "--value VALUE`, or import them")
    }
    let present = Set(
      traces.flatMap { $0.votes(on: feedbackName).map(\.assessment.source.id) })
    var notes: [String] = []
    for source in present.intersection(excluded).sorted() {
      let why = adjudicators.contains(source) ? "an adjudicator" : "--without"
      notes.append("labels of \(source) are left out (\(why))")
    }
    for source in without.subtracting(present).sorted() {
      notes.append("\(source) has given no label on this question")
    }
    return Question(set: set, body: body, roles: roles, notes: notes)
  }

  /// The role of somebody who decides over others' labels.
  static let adjudicator = "adjudicator"
  private static let rolePrefix = "judge.role/"

  /// What reviewers are, by source id: tags of the experiment.
  private func roles(in experiment: ContentID) async throws(JudgeError) -> [String: String] {
    let info = try await experiments(includeDeleted: true).first { $0.id == experiment }
    var roles: [String: String] = [:]
    for tag in info?.tags ?? [:] where tag.key.hasPrefix(Self.rolePrefix) {
      roles[String(tag.key.dropFirst(Self.rolePrefix.count))] = tag.value.stringValue
    }
    return roles
  }

  /// Says what somebody is in the current experiment.
  ///
  /// - Parameters:
  ///   - source: the source id.
  ///   - role: `adjudicator`, or `reviewer` to take that back.
  /// - Throws: `JudgeError` for another role.
  public func setRole(of source: String, to role: String) async throws(JudgeError) {
    guard [Self.adjudicator, "reviewer"].contains(role) else {
      throw JudgeError(
        .usage, "\"\(role)\" is no role", hint: "roles are reviewer and adjudicator")
    }
    let experiment = try await currentExperiment()
    try await tagExperiment(
      experiment.name, Self.rolePrefix + source, role == Self.adjudicator ? role : nil)
  }

  /// Says which judges have learnt from part of the labels that they are compared with here.
  private func notingCalibrated(
    _ report: AgreementReport
  ) async throws(JudgeError) -> AgreementReport {
    var report = report
    for row in report.judges {
      // A verdict may have come without the judge's body; its figures are then nobody's claim.
      guard let hash = row.judge, let body = try? await judgeBody(hash), body.calibration != nil
      else { continue }
      report.notes.append(
        "\(row.version ?? hash.prefix(12)) has learnt from part of these labels: its figures here "
          + "are not held-out ones; the report card has those (git judge show)")
    }
    return report
  }

  /// The judge of a name; `nil` where people label under a name that no judge has yet.
  func judgeIfKnown(_ name: String) async throws(JudgeError) -> JudgeVersion? {
    do { return try await judge(named: name) } catch {
      guard error.code == .notFound, !name.contains("@") else { throw error }
      return nil
    }
  }

  /// `NAME@vN` by judge body.
  private func labelsByBody() async throws(JudgeError) -> [ContentID: String] {
    var result: [ContentID: String] = [:]
    for (name, versions) in try await versions().versions {
      for version in versions {
        result[version.value.judge] = "\(name.name)@v\(version.number)"
      }
    }
    return result
  }
}
