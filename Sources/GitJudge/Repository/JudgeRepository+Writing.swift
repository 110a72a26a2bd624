import JudgeIndex
package import JudgeJSON
import JudgePrivacy
package import JudgeRecords
package import JudgeStore
import JudgeWork

extension JudgeRepository {
  /// Writes a change that supersedes the existing changes with the same target and key.
  package func change(
    _ target: ChangeTarget, _ key: String, _ value: JSONValue, message: CommitMessage
  ) async throws {
    try await change(target, [(key, value)], message: message)
  }

  /// Writes changes of several keys of a target in one commit.
  package func change(
    _ target: ChangeTarget, _ values: [(key: String, value: JSONValue)], message: CommitMessage
  ) async throws {
    try await change(values.map { (target, $0.key, $0.value) }, message: message)
  }

  /// Writes changes of several targets in one commit.
  ///
  /// Each supersedes the existing changes with its target and key. A value that is in force already
  /// is not written again.
  package func change(
    _ values: [(target: ChangeTarget, key: String, value: JSONValue)], message: CommitMessage
  ) async throws {
    let index = try await caughtUp()
    let source = AssessmentSource.human(try await author().email)
    var folds: [ChangeTarget: TextMap<Resolution<Change>>] = [:]
    var records: [Record] = []
    for (target, key, value) in values {
      try await trust.checkMayChange(target, key)
      if folds[target] == nil {
        let known = try await index.changes(on: target).map { ($0.id, $0.value) }
        folds[target] = ChangeFold(known).resolutions(of: target)
      }
      let known = folds[target]?[key]
      if let known, !known.isContended, known.winner.value == value { continue }
      var change = Change(target: target, key: key, value: value)
      change.source = source
      records.append(try change.superseding(known).record())
    }
    if records.isEmpty { return }
    _ = try await append(records, message: message)
  }

  /// Refuses invalid names that are new to the store, and source ids that imitate pinned people.
  ///
  /// - Parameter records: the records to write.
  /// - Throws: `JudgeFailure` with the invalid name.
  func checkNames(_ records: [Record]) async throws {
    let twins = try await store.sourceTwins()
    for record in records {
      // Records to be written may have lost their fields; they were checked when they were read.
      if let message = twins.complaint(in: record) {
        throw JudgeFailure(.usage, message)
      }
      for (kind, text) in RecordName.names(in: record) {
        try await checkName(text, as: kind)
      }
    }
  }

  /// Refuses an invalid name, unless the store has it already.
  func checkName(_ text: String, as kind: RecordName.Kind) async throws {
    guard let complaint = RecordName.complaint(text, as: kind), await !isKnown(text, as: kind)
    else {
      return
    }
    throw JudgeFailure(
      .usage,
      "\"\(text)\" is not a name for \(kind == .experiment || kind == .alias ? "an" : "a") "
        + "\(kind.rawValue): it \(complaint)",
      remedy:
        .advice(
          "a name is one line without control characters, without characters that nobody sees and "
            + "without blanks at its ends"))
  }

  private func isKnown(_ text: String, as kind: RecordName.Kind) async -> Bool {
    func holds(_ names: [String]?) -> Bool {
      names?.contains { $0.utf8.elementsEqual(text.utf8) } == true
    }
    switch kind {
    case .experiment: return holds(try? await experiments.all(includeDeleted: true).map(\.name))
    case .judge: return holds(try? await judges.fold().versions.keys.map(\.name))
    case .question:
      if holds(try? await judges.all().map(\.body.feedbackName)) { return true }
      guard let experiment = try? await experiments.current().id, let index = try? await caughtUp()
      else { return false }
      return holds(try? await index.answeredNames(in: experiment))
    case .batch:
      guard let experiment = try? await experiments.current().id else { return false }
      return holds(try? await reviews.assignments(in: experiment).map(\.assignment.batch))
    case .alias, .source: return false
    }
  }

  /// Returns the model for judges without one: git config `judge.model`, then MLflow's variable.
  func defaultModel() async throws -> String? {
    let configured = try await store.config("judge.model")
    if let configured, !configured.isEmpty { return configured }
    let variable = Environment.variable("MLFLOW_GENAI_JUDGE_DEFAULT_MODEL") ?? ""
    return variable.isEmpty ? nil : variable
  }

  /// Returns the policy for secrets and personal data.
  ///
  /// - Parameter allow: whether the command accepts secrets.
  /// - Returns: the policy of git config `judge.secrets` and `judge.personalData`.
  /// - Throws: `JudgeFailure` for an unknown setting.
  func sensitivePolicy(allow: Bool) async throws -> SensitivePolicy {
    var policy = SensitivePolicy(allows: allow)
    if let providers { policy.own = providers.ownKeys }
    switch try await store.config("judge.secrets") {
    case nil, "refuse": break
    case "allow": policy.allows = true
    case let word?:
      throw JudgeFailure(
        .usage, "git config judge.secrets is \"\(word)\"", remedy: "it is refuse or allow")
    }
    let key = "judge.personalData"
    guard let word = try await store.config(key) else {
      return policy
    }
    guard let personal = SensitivePolicy.Personal(rawValue: word) else {
      throw JudgeFailure(
        .usage, "git config \(key) is \"\(word)\"", remedy: "it is warn, refuse or ignore")
    }
    policy.personal = personal
    return policy
  }

  /// Refuses text of people and models that looks like a secret, before it is written (exit 3).
  ///
  /// - Parameters:
  ///   - records: the records. Traces and verdicts are skipped, because they are cleaned or checked
  ///     line by line when they come in.
  ///   - message: the message of the commit.
  /// - Throws: `JudgeFailure` with the field and the kind of secret, never the secret itself.
  func checkSensitive(_ records: [Record], message: String) async throws {
    let written = records.filter { !Self.checkedBefore.contains($0.kind) }
    let policy = try await sensitivePolicy(allow: allowsSecrets)
    guard !policy.allows else { return }
    for record in written {
      let isByPeople = Self.writtenByPeople.contains(record.kind)
      if let own = policy.ownKey(in: record.bytes) {
        throw JudgeFailure(
          .invalid, "the \(record.kind.rawValue): \(own)",
          remedy: Self.acceptAll)
      }
      let finds = SensitiveFields.finds(in: record.bytes) { kind in
        kind.isSecret || (isByPeople && policy.refuses(kind))
      }
      guard let find = finds.first else { continue }
      throw JudgeFailure(
        .invalid, isByPeople ? find.text : "the \(record.kind.rawValue)'s \(find.text)",
        remedy: .anyOf([
          "leave it out; nothing was written",
          record.kind == .assessment
            ? .supply(.allowSecrets, to: "accept it unchanged")
            : .run(.git, ["config", "judge.secrets", "allow"], to: "accept all such text"),
        ]))
    }
    if let find = SensitiveFields.finds(in: Array(message.utf8), where: \.isSecret).first {
      throw JudgeFailure(
        .invalid, "the commit's message: \(find.text)",
        remedy: .anyOf([
          "choose other names; nothing was written",
          .run(.git, ["config", "judge.secrets", "allow"], to: "accept all such text"),
        ]))
    }
  }

  private static let acceptAll: Remedy = .anyOf([
    "leave it out; nothing was written",
    .run(.git, ["config", "judge.secrets", "allow"], to: "accept all such text"),
  ])
  private static let writtenByPeople: Set<RecordKind> = [.assessment, .adjudication, .rubric]
  private static let checkedBefore: Set<RecordKind> = [.trace, .spans, .verdicts]
}
