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
      return own
    }
    let kinds = Set(SensitiveText.findings(in: bytes).map(\.kind))
    guard !kinds.isEmpty else { return nil }
    if kinds.contains(where: policy.refuses) {
      let finds = SensitiveFields.finds(in: bytes, where: policy.refuses)
      return finds.map(\.text).joined(separator: "; ")
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
        + "\(place); redact such a trace to hide it again"
    }
  }
}
