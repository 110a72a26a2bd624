import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore
public import JudgeWork

extension RedactionService {
  /// Refuses a judge that learned from redacted content (exit 4).
  ///
  /// The judge may have learned from it itself or through a member of an ensemble.
  func checkNotRedacted(_ version: JudgeVersion) async throws {
    let fold = try await repository.store.redactions()
    guard !fold.inForce.isEmpty else { return }
    guard let (what, why) = try await learnedAnywhere(version, fold) else { return }
    throw JudgeFailure(
      .notTrusted, "\(version.label)\(what) learned from \(why), which is redacted",
      remedy: try await rebuilding(version, fold))
  }

  /// Refuses a new judge that holds redacted content, itself or in a member (exit 4).
  func checkNotRedacted(new body: JudgeBody) async throws {
    let fold = try await repository.store.redactions()
    guard !fold.inForce.isEmpty else { return }
    let version = try JudgeVersion(unregistered: body)
    guard let (what, why) = try await learnedAnywhere(version, fold) else { return }
    throw JudgeFailure(
      .notTrusted, "\(body.name)\(what) learned from \(why), which is redacted",
      remedy: body.members.isEmpty
        ? "leave out the examples and guidelines that came from it"
        : try await rebuilding(version, fold))
  }

  /// The remedy for weights that were fitted to unknown labels.
  ///
  /// The judge's version does not record the steps by which it learned.
  static let alignAgain = Remedy.run(.alignJudge, to: "align its base judge again")

  /// Returns the steps to make a refused judge again.
  private func rebuilding(
    _ version: JudgeVersion, _ fold: RedactionFold
  ) async throws -> Remedy {
    guard !version.body.members.isEmpty else {
      guard version.body.recordsSources else { return Self.alignAgain }
      return .run(.unalignRedacted, [version.label], to: "rebuild it without them")
    }
    var names: [String] = []
    let registered = try await repository.judges.fold().versions.values.joined()
    for member in version.body.withMembers.dropFirst() where member.members.isEmpty {
      let part = try JudgeVersion(unregistered: member)
      guard try await learned(part, fold) != nil else { continue }
      let known = registered.first { $0.value.judge == part.hash }
      names.append(known.map { "\($0.value.name)@v\($0.number)" } ?? part.name)
    }
    var each: [String] = []
    for name in names where !each.contains(name) { each.append(name) }
    return .inOrder(
      each.map { Remedy.run(.unalignRedacted, [$0], to: "rebuild a member") }
        + [.run(.createJudge, [version.name], with: [.ensemble: "…"], to: "make it again")])
  }

  /// Finds the first part of a judge that learned from hidden content.
  ///
  /// A part is the judge itself, or a member at any depth.
  ///
  /// - Returns: the member, as the continuation of the judge's name, and the content it learned
  ///   from.
  private func learnedAnywhere(
    _ version: JudgeVersion, _ fold: RedactionFold
  ) async throws -> (what: String, why: String)? {
    if let why = try await learned(version, fold) { return ("", why) }
    for member in version.body.withMembers.dropFirst() {
      if let why = try await learned(try JudgeVersion(unregistered: member), fold) {
        return (" has a member \(member.name) that", why)
      }
    }
    return nil
  }

  /// A version as it may be shown: without the words that came from what is redacted since.
  ///
  /// - Parameter version: a version.
  /// - Returns: the version, in which examples, guidelines and rewritten instructions from hidden
  ///   content are blanked, and the reason why it no longer runs. `nil` as the reason means that it
  ///   still runs.
  /// - Throws: `JudgeFailure`.
  public func shown(
    _ version: JudgeVersion
  ) async throws -> (version: JudgeVersion, warning: Notice?) {
    let fold = try await repository.store.redactions()
    guard !fold.inForce.isEmpty, let (what, why) = try await learnedAnywhere(version, fold) else {
      return (version, nil)
    }
    return (
      JudgeVersion(
        body: Self.blanked(version.body, fold.ids), hash: version.hash, name: version.name,
        number: version.number,
        registration: version.registration, registrationID: version.registrationID),
      Notice(
        "\(version.label)\(what) learned from \(why), which is redacted, and no longer runs",
        remedy: try await rebuilding(version, fold))
    )
  }

  /// Returns a body without words that came from hidden content, in itself and its members.
  private static func blanked(_ body: JudgeBody, _ ids: Set<String>) -> JudgeBody {
    var body = body
    for place in body.guidelines.indices {
      let sources = body.guidelines[place].labels + body.guidelines[place].traces
      if sources.contains(where: ids.contains) { body.guidelines[place].text = "(redacted)" }
    }
    let sources = body.steps.flatMap { $0.sources["instructions"]?.arrayValue ?? [] }
    if sources.compactMap(\.stringValue).contains(where: ids.contains) {
      body.instructions = "(redacted)"
    }
    body.examples = body.examples.map { isHidden($0, ids) ? ["redacted": true] : $0 }
    let members = body.members
    if !members.isEmpty {
      body.settings[EnsembleBody.membersKey] = .array(
        members.map { .object(blanked($0, ids).fields) })
    }
    return body
  }

  /// Returns whether an example shows a hidden case, or names something hidden.
  static func isHidden(_ example: JSONValue, _ ids: Set<String>) -> Bool {
    let content = TraceFold.content(inputs: example["inputs"], outputs: example["outputs"])
    return ids.contains("content:" + content.hex)
      || texts(of: example).contains(where: ids.contains)
  }

  /// Returns the versions that refuse to run, `NAME@vN`, with their remedies, in order.
  func judgesToRebuild() async throws -> [(label: String, remedy: Remedy)] {
    let fold = try await repository.store.redactions()
    guard !fold.inForce.isEmpty else { return [] }
    var found: [(label: String, remedy: Remedy)] = []
    for versions in try await repository.judges.fold().versions.values {
      for version in versions {
        guard let judge = try? await repository.judges.judgeVersion(version) else { continue }
        guard try await learnedAnywhere(judge, fold) != nil else { continue }
        found.append((judge.label, try await rebuilding(judge, fold)))
      }
    }
    return found.sorted { $0.label < $1.label }
  }

  /// Describes the hidden records that a judge learned from, or returns `nil` if there are none.
  ///
  /// Steps and guidelines name their labels and traces, and examples are recognized by their cases.
  /// Weights without steps are matched by question and time: they were fitted to the labels at the
  /// data's commit, unless that commit had the redaction already.
  func learned(
    _ version: JudgeVersion, _ fold: RedactionFold
  ) async throws -> String? {
    let body = version.body
    let ids = fold.ids
    for guideline in body.guidelines {
      if let id = (guideline.labels + guideline.traces).first(where: ids.contains) { return id }
    }
    for example in body.examples {
      let content = TraceFold.content(inputs: example["inputs"], outputs: example["outputs"])
      if ids.contains("content:" + content.hex) { return "an example's trace" }
      if let id = Self.texts(of: example).first(where: ids.contains) { return id }
    }
    for step in body.steps {
      if let id = step.labels.first(where: ids.contains) { return id }
      if let decision = step.decisions.first(where: { ids.contains($0.key) }) {
        return decision.key
      }
    }
    guard body.calibration != nil, body.steps.isEmpty else { return nil }
    let relevant = fold.inForce.filter { $0.value.questions.contains(body.feedbackName) }
    guard !relevant.isEmpty else { return nil }
    // The report of a registered version, else any report of this body.
    let report: Report?
    if let own = try await repository.versions.report(of: version) {
      report = own
    } else {
      report = try await repository.versions.reports(.alignment).last {
        $0.value.judge == version.hash
      }?.value
    }
    for request in relevant {
      if try await isLater(request, than: report) {
        return request.value.ids.first { !$0.hasPrefix("content:") } ?? "a label"
      }
    }
    return nil
  }

  /// Returns whether a redaction came after the data that a judge was fitted to.
  private func isLater(
    _ request: RedactionFold.Request, than report: Report?
  ) async throws -> Bool {
    guard let report else { return true }
    if let commit = report.figures["data_commit"]?.stringValue,
      let path = RecordPath(kind: .redaction, id: request.id).text,
      let holds = try? await repository.store.holds(path, at: commit)
    {
      return !holds
    }
    guard let fitted = report.time, let hidden = request.value.time else { return true }
    return hidden >= fitted
  }

  private static func texts(of value: JSONValue) -> [String] {
    if let text = value.stringValue { return [text] }
    if let object = value.objectValue { return object.flatMap { texts(of: $0.value) } }
    return (value.arrayValue ?? []).flatMap { texts(of: $0) }
  }
}
