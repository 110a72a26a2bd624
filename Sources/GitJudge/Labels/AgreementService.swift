import JudgeAgreement
public import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeWork

/// Measures agreement of people and judges on a question.
public struct AgreementService: Sendable {
  let repository: JudgeRepository
}

extension AgreementService {
  /// Measures the agreement between people, and of judges with people, on a judge's question.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name without a judge.
  ///   - without: source ids whose labels are left out; adjudicators are left out too.
  ///   - tag: a tag of traces; figures are also given for each of its values.
  ///   - method: the rule whose labels judges are compared with; not median or mean.
  ///   - guideline: `current`, `unknown` or the first digits of a guideline version, if only its
  ///     labels count. `nil` counts all labels.
  ///   - includeRows: whether labels on rows of evaluations count.
  ///   - access: whether judges are measured on the held-out part. Figures of people with people
  ///     always cover all traces.
  /// - Returns: the report.
  /// - Throws: `JudgeFailure` if nobody labelled a trace under that name, or if no labelled trace
  ///   has the tag.
  public func report(
    _ name: String, without: Set<String> = [], by tag: String? = nil,
    consensus method: ConsensusReport.Method = .majority, guideline: String? = nil,
    includeRows: Bool = false, test access: TestAccess = .recorded
  ) async throws -> AgreementReport {
    var question = try await question(
      name, without: without, guideline: guideline, includeRows: includeRows)
    let look = try await look(at: question, access)
    if !look.isOpen { question = try await trainingPart(of: question) }
    let asked = name.split(separator: "@").first.map(String.init) ?? name
    let versions = try await labelsByBody(preferring: asked)
    var report = try question.report(question.set, method: method, versions: versions)
    report.notes += question.notes
    report.contended = question.contended
    report.excluded = question.excluded
    report.look = look
    report.guidelines = try await guidelineRows(of: question)
    if !look.isOpen {
      report.notes.append("judges with people: " + look.closedNote)
    }
    if let tag {
      report.tag = tag
      report.groups = try await groups(question, tag: tag, method: method, versions: versions)
    }
    return try await notingTaught(report)
  }

  /// Looks at the held-out part for every judge with verdicts on labelled traces there.
  ///
  /// Each labelled trace counts, whether or not a rule finds a consensus on it. Judges are also
  /// compared with each reviewer alone, and rules other than the majority can decide ties. Verdicts
  /// of sources that are not judges of the store are not looks.
  private func look(
    at question: Question, _ access: TestAccess
  ) async throws -> TestSetLook {
    let set = question.set
    let recorded = try await repository.looks.recordedJudges(of: set.feedbackName)
    var measured: [ContentID: Set<String>] = [:]
    for trace in set.traces {
      guard let key = HeldOutSplit.testKey(of: trace, feedbackName: set.feedbackName) else {
        continue
      }
      for verdict in trace.verdicts
      where verdict.answers(set.feedbackName) {
        let judge = verdict.judge ?? recorded[verdict.source.id]
        if let judge { measured[judge, default: []].insert(key) }
      }
    }
    return try await repository.looks.look(
      at: set.feedbackName, in: question.experiment, measured, access)
  }

  /// Returns the question without judges' verdicts on held-out traces.
  private func trainingPart(of question: Question) async throws -> Question {
    let set = question.set
    let traces = set.traces.map { trace in
      guard HeldOutSplit.testKey(of: trace, feedbackName: set.feedbackName) != nil else {
        return trace
      }
      var trace = trace
      trace.verdicts = []
      return trace
    }
    return Question(
      set: try question.labelled(traces), body: question.body, experiment: question.experiment,
      roles: question.roles, excluded: question.excluded, all: question.all,
      guideline: question.guideline)
  }

  /// Measures the agreement of people under each version of the guideline.
  private func guidelineRows(
    of question: Question
  ) async throws -> [AgreementReport.GuidelineRow] {
    let name = question.set.feedbackName
    let versions = try await repository.guidelines.versions(of: name, in: question.experiment)
    let given = question.all.flatMap { trace in
      trace.votes(on: name).map { versions.version(of: $0.assessment) }
    }
    return try GuidelineVersions.sorted(given, current: versions.currentHash).map { version in
      let traces = question.all.map { trace in
        var trace = trace
        trace.labels.removeAll { versions.version(of: $0.assessment) != version }
        return trace
      }
      return AgreementReport.GuidelineRow(
        version: version, isCurrent: version == versions.currentHash,
        isUsed: question.guideline.map { $0.version == version } ?? true,
        set: try question.labelled(traces))
    }
  }

  /// Returns the figures of the traces with each value of a tag.
  private func groups(
    _ question: Question, tag: String, method: ConsensusReport.Method,
    versions: [ContentID: String]
  ) async throws -> [AgreementReport.Group] {
    func value(of trace: Trace) -> String? {
      trace.tags[tag].map { $0.stringValue ?? $0.canonicalText }
    }
    let parts = Dictionary(grouping: question.set.traces, by: value)
    guard parts.contains(where: { $0.key != nil }) else {
      let tags = Set(question.set.traces.flatMap { $0.tags.map(\.key) }).sorted()
      throw JudgeFailure(
        .notFound, "no labelled trace has the tag \"\(tag)\"",
        remedy: tags.isEmpty
          ? .run(.tagTrace, ["TRACE", "\(tag)=VALUE"], to: "set one")
          : .advice("there are: " + tags.joined(separator: ", ")))
    }
    let keys = parts.keys.compactMap { $0 }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let order = keys.map { Optional($0) } + (parts[nil] == nil ? [] : [nil])
    return try order.map { key in
      let set = try question.labelled(parts[key] ?? [])
      return AgreementReport.Group(
        value: key, report: try question.report(set, method: method, versions: versions))
    }
  }

  /// Determines one label per trace on a judge's question, by a rule.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name without a judge.
  ///   - method: the rule.
  ///   - iterations: the exact number of rounds of Dawid and Skene; `nil` to stop on convergence.
  ///   - without: source ids whose labels are left out.
  /// - Returns: the labels with their evidence.
  /// - Throws: `JudgeFailure` if nobody labelled a trace, or if the rule does not fit the values.
  public func consensus(
    _ name: String, method: ConsensusReport.Method = .majority, iterations: Int? = nil,
    without: Set<String> = []
  ) async throws -> ConsensusReport {
    let question = try await question(name, without: without)
    var report = try ConsensusReport(question.set, method: method, iterations: iterations)
    report.notes = question.notes
    report.contended = question.contended
    return report
  }

  /// Returns the traces on which reviewers differ, the widest disagreement first.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name without a judge.
  ///   - without: source ids whose labels are left out.
  /// - Returns: the traces with their votes.
  /// - Throws: `JudgeFailure` if nobody labelled a trace.
  public func disagreements(
    _ name: String, without: Set<String> = []
  ) async throws -> [Disagreement] {
    Disagreement.all(in: try await question(name, without: without).set)
  }

  /// Marks the figures of judges over traces that taught them.
  private func notingTaught(
    _ report: AgreementReport
  ) async throws -> AgreementReport {
    var report = report
    let set = report.set
    for place in report.judges.indices {
      let row = report.judges[place]
      // A verdict may have come without the judge's body; its figures are then not marked.
      guard let hash = row.judge, let body = try? await repository.judges.judgeBody(hash) else {
        continue
      }
      let own = set.traces.indices.filter { item in
        report.consensus.labels[item] != nil
          && set.traces[item].verdicts.contains {
            $0.judge == hash && $0.answers(set.feedbackName)
          }
      }.map { set.traces[$0] }
      let taught = try await repository.looks.taught(own, body).count
      guard taught > 0 else { continue }
      report.judges[place].taught = taught
      report.notes.append(
        "\(row.version ?? hash.prefix(12)) has learnt from \(taught) of these \(own.count) traces: its "
          + "figures here are not held-out ones; the report card has those")
    }
    return report
  }

  /// Returns the judge with this name, or `nil` if only labels use the name.
  func judgeIfKnown(_ name: String) async throws -> JudgeVersion? {
    do { return try await repository.judges.find(named: name) } catch {
      guard JudgeFailure(wrapping: error).code == .notFound, !name.contains("@") else {
        throw error
      }
      return nil
    }
  }

  /// Returns `NAME@vN` by judge body: the name asked for if a body has it, else the first name.
  func labelsByBody(preferring asked: String) async throws -> [ContentID: String] {
    var result: [ContentID: String] = [:]
    let all = try await repository.judges.fold().versions.sorted { left, right in
      let (isLeft, isRight) = (left.key.name == asked, right.key.name == asked)
      if isLeft != isRight { return isLeft }
      return left.key.name.utf8.lexicographicallyPrecedes(right.key.name.utf8)
    }
    for (name, versions) in all {
      for version in versions where result[version.value.judge] == nil {
        result[version.value.judge] = "\(name.name)@v\(version.number)"
      }
    }
    return result
  }
}
