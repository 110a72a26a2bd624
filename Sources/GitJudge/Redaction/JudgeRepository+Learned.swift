import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Refuses a judge that learned from something that is redacted since (exit 4).
  func checkNotRedacted(_ version: JudgeVersion) async throws(JudgeError) {
    let fold = try await JudgeError.wrap { try await store.redactions() }
    guard !fold.inForce.isEmpty else { return }
    guard let why = try await learned(version, fold) else { return }
    throw JudgeError(
      .notTrusted, "\(version.label) learned from \(why), which is redacted",
      hint: "rebuild it without: `git judge unalign \(version.label) --redacted`")
  }

  /// A version as it may be shown: without the words that came from what is redacted since.
  ///
  /// - Parameter version: a version.
  /// - Returns: the version with examples, guidelines and rewritten instructions blanked that came
  ///   from something hidden, and why it no longer runs. `nil` if it still runs.
  /// - Throws: `JudgeError`.
  public func shown(
    _ version: JudgeVersion
  ) async throws(JudgeError) -> (version: JudgeVersion, warning: String?) {
    let fold = try await JudgeError.wrap { try await store.redactions() }
    guard !fold.inForce.isEmpty, let why = try await learned(version, fold) else {
      return (version, nil)
    }
    let ids = fold.ids
    var body = version.body
    for place in body.guidelines.indices {
      let sources = body.guidelines[place].labels + body.guidelines[place].traces
      if sources.contains(where: ids.contains) { body.guidelines[place].text = "(redacted)" }
    }
    let sources = body.steps.flatMap { $0.sources["instructions"]?.arrayValue ?? [] }
    if sources.compactMap(\.stringValue).contains(where: ids.contains) {
      body.instructions = "(redacted)"
    }
    body.examples = body.examples.map { example in
      let content = TraceFold.content(inputs: example["inputs"], outputs: example["outputs"])
      let isHidden =
        ids.contains("content:" + content.hex)
        || Self.texts(of: example).contains(where: ids.contains)
      return isHidden ? ["redacted": true] : example
    }
    return (
      JudgeVersion(
        body: body, hash: version.hash, name: version.name, number: version.number,
        registration: version.registration, registrationID: version.registrationID),
      "\(version.label) learned from \(why), which is redacted, and no longer runs; rebuild it with "
        + "`git judge unalign \(version.label) --redacted`"
    )
  }

  /// The latest versions that refuse to run, `NAME@vN`, in order.
  func judgesToRebuild() async throws(JudgeError) -> [String] {
    let fold = try await JudgeError.wrap { try await store.redactions() }
    guard !fold.inForce.isEmpty else { return [] }
    var found: [String] = []
    for versions in try await versions().versions.values {
      for version in versions {
        guard let judge = try? await judgeVersion(version) else { continue }
        if try await learned(judge, fold) != nil { found.append(judge.label) }
      }
    }
    return found.sorted()
  }

  /// A readable list of the hidden records that a judge learned from, or `nil` if there are none.
  ///
  /// Steps and guidelines name their labels and traces, examples are known by their cases. Weights
  /// without steps are matched by question and time: they were fitted on the labels at the data's
  /// commit, unless that commit had the redaction already.
  private func learned(
    _ version: JudgeVersion, _ fold: RedactionFold
  ) async throws(JudgeError) -> String? {
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
    // A registered version's report, else any of this body's.
    let report: Report?
    if let own = try await self.report(of: version) {
      report = own
    } else {
      report = try await reports(.alignment).last { $0.value.judge == version.hash }?.value
    }
    for request in relevant {
      if try await isLater(request, than: report) {
        return request.value.ids.first { !$0.hasPrefix("content:") } ?? "a label"
      }
    }
    return nil
  }

  /// Whether a redaction came after the data that a judge was fitted on.
  private func isLater(
    _ request: RedactionFold.Request, than report: Report?
  ) async throws(JudgeError) -> Bool {
    guard let report else { return true }
    if let commit = report.figures["data_commit"]?.stringValue,
      let path = RecordPath(kind: .redaction, id: request.id).text,
      let holds = try? await store.holds(path, at: commit)
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
