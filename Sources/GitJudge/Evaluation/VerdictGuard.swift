import JudgeJSON
import JudgePrivacy
import JudgeRecords
import JudgeScoring

/// Limits the size of judges' answers and removes secrets from them.
///
/// If a row exceeds a limit, that row is an error and the others keep their verdicts. A run has one
/// guard, so the names of all its rows count together.
struct VerdictGuard {
  /// The maximum number of names under which a row may get verdicts.
  static let mostNamesOfRow = 64
  /// The maximum number of verdicts of a row.
  static let mostVerdictsOfRow = 1_000
  /// The maximum number of names in a run: each has figures, which every later command reads.
  static let mostNamesOfRun = 1_000
  /// The maximum size of a verdict as JSON in bytes, so that a record of 1 MiB holds several.
  static let longestVerdict = 256 << 10
  /// The maximum size of a name in bytes.
  static let longestName = 250
  /// The maximum size of an error message in bytes.
  ///
  /// Longer messages are cut.
  static let longestMessage = 4_000

  private let scrubber: SecretScrubber
  private let keepsSecrets: Bool
  private var names: Set<String> = []
  private var blanked: [SensitiveText.Kind: Int] = [:]

  /// Creates the guard of a run.
  ///
  /// - Parameters:
  ///   - scrubber: removes the keys of this machine.
  ///   - keepsSecrets: whether to keep text that looks like another secret.
  init(_ scrubber: SecretScrubber, keepsSecrets: Bool = false) {
    self.scrubber = scrubber
    self.keepsSecrets = keepsSecrets
  }

  /// Returns the part of a judge's answer about one row that may be kept.
  ///
  /// - Parameters:
  ///   - said: all of the judge's feedback on the row.
  ///   - judge: the judge.
  /// - Returns: the answer without secrets. Feedback that exceeds a limit is replaced by an error.
  mutating func kept(_ said: [Feedback], of judge: any Judge) -> [Feedback] {
    let own = Set(said.map(\.name))
    let reason: String?
    if said.count > Self.mostVerdictsOfRow {
      reason =
        "it gave \(said.count) verdicts on one row; at most \(Self.mostVerdictsOfRow) are kept"
    } else if own.count > Self.mostNamesOfRow {
      reason = "it gave verdicts under \(own.count) names; at most \(Self.mostNamesOfRow) are kept"
    } else if let bad = own.first(where: { !Self.isName($0) }) {
      reason =
        "it gave a verdict under a name of \(bad.utf8.count) bytes that is empty, longer than "
        + "\(Self.longestName) bytes, or holds control characters"
    } else if names.count + own.count(where: { !names.contains($0) }) > Self.mostNamesOfRun {
      reason = "the judges of this run gave more than \(Self.mostNamesOfRun) names"
    } else {
      reason = nil
    }
    if let reason {
      let error = AssessmentError(code: "TOO_LARGE", message: reason)
      return [Feedback(name: judge.name, error: error, source: judge.source)]
    }
    names.formUnion(own)
    return said.map { bounded(cleaned($0)) }
  }

  /// One sentence for each kind of secret that was removed.
  var warnings: [String] {
    SensitiveText.Kind.allCases.compactMap { kind in
      blanked[kind].map { count in
        "\(Count.of(count, "verdict")) held what looks like \(kind.phrase); it was blanked"
      }
    }
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= longestName
      && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }

  private func bounded(_ said: Feedback) -> Feedback {
    let size = JSONValue.object(said.verdict(on: "").json).canonicalBytes().count
    guard size > Self.longestVerdict else { return said }
    var error = Feedback(
      name: said.name,
      error: AssessmentError(
        code: "TOO_LARGE",
        message: "its verdict of \(size) bytes is over the limit of \(Self.longestVerdict) bytes"),
      source: said.source)
    error.judge = said.judge
    error.cost = said.cost
    error.inputTokens = said.inputTokens
    error.outputTokens = said.outputTokens
    return error
  }

  /// Returns feedback without secrets.
  mutating func cleaned(_ said: Feedback) -> Feedback {
    var said = said
    var kinds: Set<SensitiveText.Kind> = []
    said.name = clean(said.name, &kinds)
    switch said.result {
    case .success(let value): said.result = .success(clean(value, &kinds))
    case .failure(var error):
      error.code = clean(error.code, &kinds)
      error.message = error.message.map { Self.cut(clean($0, &kinds)) }
      error.stackTrace = error.stackTrace.map { Self.cut(clean($0, &kinds)) }
      said.result = .failure(error)
    }
    said.rationale = said.rationale.map { clean($0, &kinds) }
    said.spanID = said.spanID.map { clean($0, &kinds) }
    said.metadata = clean(.object(said.metadata), &kinds).objectValue ?? said.metadata
    for kind in kinds { blanked[kind, default: 0] += 1 }
    return said
  }

  private func clean(_ text: String, _ kinds: inout Set<SensitiveText.Kind>) -> String {
    let scrubbed = scrubber.scrubbed(text)
    guard !keepsSecrets else { return scrubbed }
    let (blanked, found) = SensitiveFields.blanked(scrubbed)
    kinds.formUnion(found)
    return blanked
  }

  private func clean(_ value: JSONValue, _ kinds: inout Set<SensitiveText.Kind>) -> JSONValue {
    let scrubbed = scrubber.scrubbed(value)
    return keepsSecrets ? scrubbed : SensitiveFields.blanked(scrubbed, kinds: &kinds)
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > longestMessage else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: longestMessage)
    while end > text.startIndex, end.samePosition(in: text) == nil {
      end = text.utf8.index(before: end)
    }
    return text[..<end] + "…"
  }
}
