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

  private(set) var refusals: [Refusal] = []

  /// Checks what a file's change may be, before its bytes are looked at.
  ///
  /// - Parameter change: the change.
  /// - Returns: whether the bytes must be checked too.
  mutating func admits(_ change: TreeEntryChange) -> Bool {
    func refuse(_ reason: String) { refusals.append(Refusal(place: change.path, reason: reason)) }
    let folder = change.path.split(separator: "/").first.map(String.init) ?? ""
    let isRecordFolder = Self.folders.contains(folder) && change.path.contains("/")
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
    guard folder == "blobs" || RecordPath(change.path) != nil else {
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
    let name = change.path.split(separator: "/").last.map(String.init) ?? ""
    guard let hash = RecordPath(change.path)?.id ?? ContentID(hex: name), hidden.contains(hash)
    else { return true }
    refusals.append(
      Refusal(place: change.path, reason: "its hash is redacted: it does not come in again"))
    return false
  }

  /// Checks the bytes of a new file.
  ///
  /// - Parameters:
  ///   - bytes: its bytes.
  ///   - path: its path, which `admits` let through.
  /// - Returns: the record, where it is a good one.
  mutating func check(_ bytes: [UInt8], at path: String) -> Record? {
    guard let place = RecordPath(path) else {
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      if ContentID(hashing: bytes).hex != name {
        refusals.append(Refusal(place: path, reason: "its name is not the SHA-256 of its bytes"))
      }
      return nil
    }
    do {
      let record = try Record(reading: bytes, named: place.id)
      guard record.kind == place.kind else {
        throw RecordError(.schema, "a \(record.kind) record lies among the \(place.kind) records")
      }
      try record.validate()
      return record
    } catch {
      refusals.append(Refusal(place: path, reason: "\(error)"))
      return nil
    }
  }

  /// The person whose word a record is; `nil` for what is nobody's.
  static func human(_ record: Record) -> String? {
    let source: AssessmentSource?
    switch record.kind {
    case .assessment: source = (try? Assessment(record: record))?.source
    case .adjudication: source = (try? Adjudication(record: record))?.source
    default: source = nil
    }
    return source.flatMap { $0.type == .human ? $0.id : nil }
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
      reason = "in a commit that their key has not signed"
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
