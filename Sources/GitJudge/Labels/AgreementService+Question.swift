import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeWork

extension AgreementService {
  /// The votes on a question, and the people left out with the reasons.
  struct Question {
    let set: LabelledSet
    let body: JudgeBody?
    let experiment: ContentID
    let roles: [String: String]
    let excluded: [ExcludedSource]
    /// The traces with the labels of all guideline versions.
    let all: [Trace]
    /// The only version whose labels count, or `nil` if all count.
    let guideline: GuidelineChoice?

    /// The people who are left out, in words.
    var notes: [String] {
      excluded.map { source in
        source.labels > 0
          ? "labels of \(source.sourceID) are left out (\(source.reason))"
          : "\(source.sourceID) has given no label on this question"
      } + (ContendedLabels.note(contended).map { [$0] } ?? [])
    }

    /// The number of labels beside which the same source gave another one without having seen it.
    var contended: Int {
      all.reduce(0) { sum, trace in
        sum
          + trace.labels.count {
            $0.standing == .contended && Bytewise.equal($0.assessment.name, set.feedbackName)
          }
      }
    }

    /// The values that the judge declares, including those of an order.
    private var declared: [JSONValue] { Self.declared(by: body) }

    /// Returns the values that a judge declares, including those of an order.
    static func declared(by body: JudgeBody?) -> [JSONValue] {
      guard let body else { return [] }
      return body.values.isEmpty ? body.ordered : body.values
    }

    /// Returns the votes on some of the traces.
    func labelled(_ traces: [Trace]) throws(JudgeFailure) -> LabelledSet {
      try LabelledSet(
        traces, feedbackName: set.feedbackName, declared: declared,
        without: Set(excluded.filter(\.isWhole).map(\.sourceID)))
    }

    /// Creates the report on votes.
    func report(
      _ set: LabelledSet, method: ConsensusReport.Method, versions: [ContentID: String]
    ) throws(JudgeFailure) -> AgreementReport {
      WorkProgress.report("Comparing labels", 0, of: nil)
      let consensus =
        method == .majority ? nil : try ConsensusReport(set, method: method).consensus
      var report = try AgreementReport(
        set, ordered: body?.ordered ?? [],
        isNumeric: body?.isNumeric ?? false,
        pass: body?.pass ?? [], consensus: consensus, versions: versions)
      report.roles = roles
      return report
    }
  }

  /// Returns the error for a question without labels; a misspelt name is told with the near one.
  private func unlabelled(
    _ name: String, isAsked: Bool, in experiment: ContentID
  ) async throws -> JudgeFailure {
    let hint =
      isAsked ? nil : try await repository.reviews.questionNames(in: experiment).hint(for: name)
    return JudgeFailure(
      .notFound,
      "nobody has labelled a trace under \"\(name)\"" + (hint.map { "; \($0)" } ?? ""),
      remedy: .anyOf([
        .run(.addLabel, ["TRACE"], with: [.name: name, .value: "VALUE"]), "import labels",
      ]))
  }

  func question(
    _ name: String, without: Set<String>, guideline: String? = nil, includeRows: Bool = false
  ) async throws -> Question {
    let version = try await judgeIfKnown(name)
    let body = version?.body
    let feedbackName = body?.feedbackName ?? name
    let experiment: ContentID
    if let known = version?.registration?.experiment {
      experiment = known
    } else {
      experiment = try await repository.experiments.current().id
    }
    let all = try await repository.labels.labelledTraces(
      feedbackName, in: experiment, includeRows: includeRows)
    let (traces, choice) = try await repository.guidelines.restricted(
      all, on: feedbackName, in: experiment, to: guideline)
    let roles = try await roles(in: experiment)
    let adjudicators = Set(roles.filter { $0.value == Self.adjudicator }.map(\.key))
    let excluded = without.union(adjudicators)
    let set = try LabelledSet(
      traces, feedbackName: feedbackName, declared: Question.declared(by: body),
      without: excluded)
    guard !set.traces.isEmpty else {
      if let other = try await repository.judges.elsewhere(name) {
        throw JudgeFailure(
          .notFound,
          "nobody has labelled a trace under \"\(feedbackName)\" in the current experiment",
          remedy: .anyOf([
            .supply(.experiment, other, to: "name the experiment that has \(name)"),
            .run(.chooseExperiment, [other]),
          ]))
      }
      let left = excluded.sorted().filter { source in
        traces.contains {
          $0.votes(on: feedbackName).contains { $0.assessment.source.id == source }
        }
      }
      guard left.isEmpty else {
        throw JudgeFailure(
          .notFound,
          "everybody who has labelled a trace under \"\(feedbackName)\" is left out: "
            + left.map { source in
              source + (adjudicators.contains(source) ? " (an adjudicator)" : " (as asked)")
            }.joined(separator: ", "),
          remedy: .run(.setRole, to: "make somebody a reviewer again"))
      }
      throw try await unlabelled(feedbackName, isAsked: body != nil, in: experiment)
    }
    var given: [String: Int] = [:]
    for trace in traces {
      for vote in trace.votes(on: feedbackName) {
        given[vote.assessment.source.id, default: 0] += 1
      }
    }
    var entered: [EnteredLabels: Int] = [:]
    for trace in traces {
      for label in trace.labels where label.standing == .counts {
        guard let program = label.assessment.enteredBy,
          Bytewise.equal(label.assessment.name, feedbackName)
        else { continue }
        entered[EnteredLabels(source: label.assessment.source, program: program), default: 0] += 1
      }
    }
    let programs = entered.sorted { $0.key < $1.key }.map { labels, count in
      ExcludedSource(
        sourceID: labels.source.id, labels: count, reason: "entered by \(labels.program)")
    }
    let left = excluded.filter { given[$0] != nil || without.contains($0) }.sorted()
    return Question(
      set: set, body: body, experiment: experiment, roles: roles,
      excluded: left.map { source in
        ExcludedSource(
          sourceID: source, labels: given[source] ?? 0,
          reason: adjudicators.contains(source) ? "an adjudicator" : "as asked")
      } + programs, all: all, guideline: choice)
  }

  /// Labels that a program entered in a person's name.
  private struct EnteredLabels: Hashable, Comparable {
    let source: AssessmentSource
    let program: String

    static func < (left: Self, right: Self) -> Bool {
      left.source == right.source
        ? left.program.utf8.lexicographicallyPrecedes(right.program.utf8)
        : left.source < right.source
    }
  }

  /// The role of a person who decides over others' labels.
  static let adjudicator = "adjudicator"
  private static let rolePrefix = Authority.rolePrefix

  /// Returns the roles of reviewers by source id, from tags of the experiment.
  private func roles(in experiment: ContentID) async throws -> [String: String] {
    let info = try await repository.experiments.all(includeDeleted: true).first {
      $0.id == experiment
    }
    var roles: [String: String] = [:]
    for tag in info?.tags ?? [:] where tag.key.hasPrefix(Self.rolePrefix) {
      roles[String(tag.key.dropFirst(Self.rolePrefix.count))] = tag.value.stringValue
    }
    return roles
  }

  /// Sets the role of a person in the current experiment.
  ///
  /// - Parameters:
  ///   - source: the source id.
  ///   - role: `adjudicator`, or `reviewer` to take that back.
  /// - Returns: whether the person has given a label in the experiment.
  /// - Throws: `JudgeFailure` for another role.
  @discardableResult
  public func setRole(of source: String, to role: String) async throws -> Bool {
    guard [Self.adjudicator, "reviewer"].contains(role) else {
      throw JudgeFailure(
        .usage, "\"\(role)\" is not a role", remedy: "roles are reviewer and adjudicator")
    }
    let experiment = try await repository.experiments.current()
    try await repository.experiments.setTag(
      experiment.name, Self.rolePrefix + source, role == Self.adjudicator ? role : nil)
    return try await repository.caughtUp().guidelineCounts(in: experiment.id).contains {
      Bytewise.equal($0.sourceID, source)
    }
  }
}
