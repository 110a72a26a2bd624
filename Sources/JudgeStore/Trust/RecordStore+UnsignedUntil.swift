import JudgeGit
import JudgeRecords

extension RecordStore {
  /// The tips at which this clone began to demand signatures, by the address of which it does.
  ///
  /// Kept in git's configuration beside the pinned roots: it is what this clone has seen, and no
  /// cache. An unsigned redaction that came later never counts.
  ///
  /// - Parameters:
  ///   - log: the history.
  ///   - settings: whom this clone trusts.
  ///   - tip: the branch's tip, for addresses of which it is new; `nil` to note nothing.
  /// - Returns: nothing of an address of which it is not known.
  /// - Throws: if git's configuration cannot be read or written.
  func unsignedUntil(
    _ log: IntroductionLog, _ settings: TrustSettings, tip: ObjectID?
  ) throws(StoreError) -> [Address: ObjectID] {
    let key = "judge.\(location.branch).unsignedUntil"
    let text = try config(key)
    let list = settings.signersKey
    guard let list else {
      if text != nil, tip != nil, !location.isReadOnly { try? setConfig(key, nil) }
      return [:]
    }
    var noted: [String: ObjectID] = [:]
    for word in (text ?? "").split(separator: " ") {
      let parts = word.split(separator: ":")
      guard parts.count == 2, let id = ObjectID(hex: parts[1]), log.place(of: id) != nil else {
        continue
      }
      noted[String(parts[0])] = id
    }
    var found: [Address: ObjectID] = [:]
    var next: [String: ObjectID] = [:]
    // Under an unchanged list, people who are new in the history were demanded to sign all along.
    let limit = noted[list] ?? tip
    next[list] = limit
    for email in log.emails where settings.demandsSignature(of: email) {
      let name = String(ContentID(hashing: Array(email.text.utf8)).hex.prefix(16))
      let known = noted[name] ?? limit
      found[email] = known
      next[name] = known
    }
    if tip != nil, next != noted, !location.isReadOnly {
      let words = next.map { "\($0.key):\($0.value.hex)" }.sorted()
      // If it cannot be noted, the next command notes a later tip.
      try? setConfig(key, words.joined(separator: " "))
    }
    return found
  }
}
