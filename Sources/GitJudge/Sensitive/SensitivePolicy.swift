import JudgePrivacy
import JudgeRecords

/// The policy for secrets and personal data.
struct SensitivePolicy: Sendable {
  /// Whether to accept secrets (`--allow-secrets`).
  var allows = false
  /// The value of git config `judge.personalData`: `warn` (the default), `refuse` or `ignore`.
  var personal = Personal.warn

  /// The keys of this machine, including those without a recognizable form.
  var own = SecretScrubber([])

  /// Returns the reason for refusing a document that holds a key of this machine, or `nil`.
  func ownKey(in bytes: [UInt8]) -> String? {
    !allows && own.holds(bytes) ? "this holds a key of this machine's environment" : nil
  }

  /// The treatment of personal data.
  enum Personal: String, Hashable, Sendable { case warn, refuse, ignore }

  /// Returns whether finding this kind refuses a text.
  func refuses(_ kind: SensitiveText.Kind) -> Bool {
    !allows && (kind.isSecret || personal == .refuse)
  }
}

/// Counts the finds in an import, and names the first of each kind.
struct SensitiveTally {
  private let policy: SensitivePolicy
  /// The number of documents by kind.
  private(set) var counts: [SensitiveText.Kind: Int] = [:]
  /// The place of the first find of each kind.
  private var first: [SensitiveText.Kind: String] = [:]

  init(_ policy: SensitivePolicy) { self.policy = policy }

  /// Checks a document.
  ///
  /// - Parameters:
  ///   - bytes: its bytes.
  ///   - place: its file and line, in readable form.
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

  /// A warning for each kind that was found.
  var warnings: [String] {
    SensitiveText.Kind.allCases.compactMap { kind in
      guard let count = counts[kind], let place = first[kind] else { return nil }
      return
        "\(Count.of(count, "line holds", "lines hold")) what looks like \(kind.phrase), first "
        + "\(place); redact such a trace to hide it again"
    }
  }
}
