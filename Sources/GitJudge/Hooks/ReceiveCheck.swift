import JudgeJSON
import JudgeRecords

/// What a server lets into the branch: a pure value over a push's changes and the new bytes.
///
/// Append-only; each record lies where its hash says, is canonical JSON of its schema and under
/// 1 MiB; nothing is a link, a submodule or a program. It sees no more than the push brings.
struct ReceiveCheck {
  /// Something that is refused, and why.
  struct Refusal: Hashable, Sendable {
    /// The path or reference.
    let place: String
    /// Why.
    let reason: String
  }

  /// The folders whose files are never changed or taken away.
  private static let folders: Set<String> = Set(RecordKind.all.compactMap(\.folder) + ["blobs"])

  /// What is said of a label whose commit is not signed as it must be.
  static let unsigned = "in a commit that their key has not signed"

  private(set) var refusals: [Refusal] = []

  /// Checks what a file's change may be, before its bytes are looked at.
  ///
  /// - Parameter change: the change.
  /// - Returns: whether the bytes must be checked too.
  mutating func admits(_ change: TreeEntryChange) -> Bool {
    func refuse(_ reason: String) { refusals.append(Refusal(place: change.path, reason: reason)) }
    let folder = change.folder.map { String($0) } ?? ""
    let isRecordFolder = change.record != nil || Self.folders.contains(folder)
    if change.status == "D" {
      if isRecordFolder { refuse("records are never deleted: history only grows") }
      return false
    }
    guard change.mode == "100644" else {
      refuse("links, submodules and programs have no place here (mode \(change.mode))")
      return false
    }
    guard isRecordFolder else { return false }
    guard change.status == "A" else {
      refuse("records are never changed: a file's name is the hash of its bytes")
      return false
    }
    guard folder == "blobs" || change.record != nil else {
      refuse("this is no record's place")
      return false
    }
    return true
  }

  /// Refuses a file that a redaction hides already.
  ///
  /// - Parameters:
  ///   - change: a change that `admits` let through.
  ///   - hidden: the hashes that are hidden on the server.
  /// - Returns: whether it may come in.
  mutating func admits(_ change: TreeEntryChange, redacted hidden: Set<ContentID>) -> Bool {
    guard !hidden.isEmpty else { return true }
    guard let hash = change.hash, hidden.contains(hash) else { return true }
    refusals.append(
      Refusal(place: change.path, reason: "its hash is redacted: it does not come in again"))
    return false
  }

  /// Checks the bytes of a new file.
  ///
  /// - Parameters:
  ///   - bytes: its bytes.
  ///   - change: what `admits` let through.
  /// - Returns: the person whose word a good record is; `nil` for what is nobody's, or refused.
  @discardableResult
  mutating func check(_ bytes: [UInt8], of change: TreeEntryChange) -> String? {
    guard let place = change.record else {
      if ContentID(hashing: bytes) != change.hash {
        refusals.append(
          Refusal(place: change.path, reason: "its name is not the SHA-256 of its bytes"))
      }
      return nil
    }
    do {
      let record = try Record(reading: bytes, named: place.id)
      guard record.kind == place.kind else {
        throw RecordError(.schema, "a \(record.kind) record lies among the \(place.kind) records")
      }
      return try Self.human(record)
    } catch {
      refusals.append(Refusal(place: change.path, reason: "\(error)"))
      return nil
    }
  }

  /// The person whose word a record is, by its schema, which is checked by that.
  private static func human(_ record: Record) throws(RecordError) -> String? {
    let source: AssessmentSource
    switch record.kind {
    case .assessment: source = try Assessment(record: record).source
    case .adjudication: source = try Adjudication(record: record).source
    default:
      try record.validate()
      return nil
    }
    return source.type == .human ? source.id : nil
  }

  /// Refuses a label of a pinned reviewer that does not come in their own commit.
  ///
  /// - Parameters:
  ///   - source: the reviewer.
  ///   - path: the label's path.
  ///   - isOwn: whether a commit of theirs brings it.
  ///   - isSigned: whether such a commit is signed by their key, or need not be.
  ///   - author: who else brings it; `nil` where only a merge does.
  mutating func checkAuthor(
    of source: String, at path: String, isOwn: Bool, isSigned: Bool, author: String?
  ) {
    let reason: String
    if !isOwn {
      reason = "in a commit of \(author ?? "a merge alone")"
    } else if !isSigned {
      reason = Self.unsigned
    } else {
      return
    }
    refusals.append(
      Refusal(place: path, reason: "a label of \(source), who is a pinned reviewer, \(reason)"))
  }

  /// Refuses another reference's change.
  mutating func refuse(_ place: String, _ reason: String) {
    refusals.append(Refusal(place: place, reason: reason))
  }
}
