import JudgePrivacy
import JudgeRecords

/// What is done about secrets and personal data.
struct SensitivePolicy: Sendable {
  /// Whether to accept secrets (`--allow-secrets`).
  var allows = false
  /// What git config `judge.personalData` says: `warn` unless set, `refuse`, or `ignore`.
  var personal = Personal.warn

  /// Knows the keys of this machine, including those without a form.
  var own = SecretScrubber([])

  /// The reason for refusing a document that holds a key of this machine.
  func ownKey(in bytes: [UInt8]) -> String? {
    !allows && own.holds(bytes) ? "this holds a key of this machine's environment" : nil
  }

  /// What is done about personal data.
  enum Personal: String, Hashable, Sendable { case warn, refuse, ignore }

  /// Whether a find keeps a text out.
  func refuses(_ kind: SensitiveText.Kind) -> Bool {
    !allows && (kind.isSecret || personal == .refuse)
  }
}

/// Counts what an import holds, and names the first of each kind.
struct SensitiveTally {
  private let policy: SensitivePolicy
  /// Documents by kind.
  private(set) var counts: [SensitiveText.Kind: Int] = [:]
  /// Where each kind was met first.
  private var first: [SensitiveText.Kind: String] = [:]

  init(_ policy: SensitivePolicy) { self.policy = policy }

  /// Looks at a document.
  ///
  /// - Parameters:
  ///   - bytes: its bytes.
  ///   - place: its file and line, for people.
  /// - Returns: the reason for refusing it, or `nil` if it is accepted.
  mutating func refusal(_ bytes: [UInt8], at place: @autoclosure () -> String) -> String? {
    if let own = policy.ownKey(in: bytes) {
      return own + "; to accept it unchanged, use --allow-secrets"
    }
    let kinds = Set(SensitiveText.findings(in: bytes).map(\.kind))
    guard !kinds.isEmpty else { return nil }
    if kinds.contains(where: policy.refuses) {
      let finds = SensitiveFields.finds(in: bytes, where: policy.refuses)
      return finds.map(\.text).joined(separator: "; ")
        + "; to accept it unchanged, use --allow-secrets"
    }
    for kind in kinds where kind.isSecret || policy.personal != .ignore {
      counts[kind, default: 0] += 1
      guard first[kind] == nil else { continue }
      let find = SensitiveFields.finds(in: bytes) { $0 == kind }.first
      first[kind] = place() + (find.map { $0.field.isEmpty ? "" : " " + $0.field } ?? "")
    }
    return nil
  }

  /// A warning for each kind that came in.
  var warnings: [String] {
    SensitiveText.Kind.allCases.compactMap { kind in
      guard let count = counts[kind], let place = first[kind] else { return nil }
      return
        "\(Count.of(count, "line holds", "lines hold")) what looks like \(kind.phrase), first "
        + "\(place); "
        + "`git judge redact` hides a trace again"
    }
  }
}

extension JudgeRepository {
  /// What is done about secrets and personal data here.
  ///
  /// - Parameter allow: whether the command was told to take secrets.
  /// - Returns: what git config `judge.secrets` and `judge.personalData` say.
  /// - Throws: `JudgeError` for a setting that is not known.
  func sensitivePolicy(allow: Bool) async throws -> SensitivePolicy {
    var policy = SensitivePolicy(allows: allow)
    if let providers { policy.own = providers.ownKeys }
    switch try await store.config("judge.secrets") {
    case nil, "refuse": break
    case "allow": policy.allows = true
    case let word?:
      throw JudgeError(
        .usage, "git config judge.secrets is \"\(word)\"", hint: "it is refuse or allow")
    }
    let key = "judge.personalData"
    guard let word = try await store.config(key) else {
      return policy
    }
    guard let personal = SensitivePolicy.Personal(rawValue: word) else {
      throw JudgeError(
        .usage, "git config \(key) is \"\(word)\"", hint: "it is warn, refuse or ignore")
    }
    policy.personal = personal
    return policy
  }

  /// Refuses what people and models wrote if it looks like a secret, before it is written (exit 3).
  ///
  /// - Parameters:
  ///   - records: all but traces and verdicts are looked at: those are cleaned, or checked line by
  ///     line, when they come in.
  ///   - message: the message of the commit.
  /// - Throws: `JudgeError` that names the field and what was found, never the find itself.
  func checkSensitive(_ records: [Record], message: String) async throws {
    let written = records.filter { !Self.checkedBefore.contains($0.kind) }
    let policy = try await sensitivePolicy(allow: allowsSecrets)
    guard !policy.allows else { return }
    for record in written {
      let isByPeople = Self.writtenByPeople.contains(record.kind)
      if let own = policy.ownKey(in: record.bytes) {
        throw JudgeError(
          .invalid, "the \(record.kind.rawValue): \(own)",
          hint: "leave it out; nothing was written. `git -c judge.secrets=allow judge …` keeps it")
      }
      let finds = SensitiveFields.finds(in: record.bytes) { kind in
        kind.isSecret || (isByPeople && policy.refuses(kind))
      }
      guard let find = finds.first else { continue }
      throw JudgeError(
        .invalid, isByPeople ? find.text : "the \(record.kind.rawValue)'s \(find.text)",
        hint: isByPeople
          ? "leave it out, or pass --allow-secrets; nothing was written"
          : "leave it out; nothing was written. `git -c judge.secrets=allow judge …` keeps it")
    }
    if let find = SensitiveFields.finds(in: Array(message.utf8), where: \.isSecret).first {
      throw JudgeError(
        .invalid, "the commit's message: \(find.text)",
        hint: "choose other names; nothing was written. `git -c judge.secrets=allow judge …` "
          + "keeps it")
    }
  }

  private static let writtenByPeople: Set<RecordKind> = [.assessment, .adjudication, .rubric]
  private static let checkedBefore: Set<RecordKind> = [.trace, .spans, .verdicts]
}
