import JudgeGit
import JudgeJSON
import JudgeRecords
package import JudgeWork

/// A refusal with its reason.
package struct ReceiveRefusal: Hashable, Sendable {
  /// The path or reference.
  package let place: String
  /// The reason.
  package let reason: String
  /// The remedy for the person who pushed, or `nil` if there is nothing to suggest.
  package let remedy: Remedy?

  /// `place: reason`, with the remedy.
  package var notice: Notice { Notice("\(place): \(reason)", remedy: remedy) }
}

/// Decides which changes the branch accepts: a pure value over the changes of each commit and the
/// new bytes.
///
/// The branch is append-only. Each record has the path of its hash, is canonical JSON of its schema
/// and is at most 1 MiB. Links, submodules, executables, and names that some system cannot check
/// out are refused.
struct ReceiveCheck {
  /// The way in which a commit's changes were found.
  enum View: Hashable {
    /// Compared with its only parent, or with the empty tree.
    case plain
    /// The changes of a merge that differ from all parents.
    case combined
    /// The changes of a merge compared with one of its parents: only removals count.
    case againstParent
  }

  /// The data to read before the decision on a change.
  enum Doubt: Hashable {
    /// The bytes of a new record or payload.
    case content
    /// The new bytes of a changed record file: accepted if they are right.
    case mended
    /// The old bytes of a removed record: accepted if they were wrong.
    case removed
    /// The size of any other file.
    case size
    /// The author of a change of `format.json`.
    case format
  }

  /// The end of the reason for a label in an unsigned commit.
  static let unsigned = "in a commit that their key has not signed"
  /// The maximum number of refusals that are kept.
  static let most = 1000

  private(set) var refusals: [ReceiveRefusal] = []
  private var seen: Set<ReceiveRefusal> = []

  /// The purged hashes, which are not accepted again.
  var hidden: Set<ContentID> = []
  /// The finder of ids that look like those of pinned people.
  var twins = SourceTwins([])
  /// Names that break the rule but may already exist in the store.
  private(set) var doubtfulNames: [(place: String, text: String, message: String)] = []
  /// Whether the maximum number of refusals is reached.
  var isFull: Bool { refusals.count >= Self.most }

  /// Records a refusal.
  ///
  /// Identical messages are kept once.
  mutating func refuse(_ place: String, _ reason: String, remedy: Remedy? = nil) {
    let refusal = ReceiveRefusal(place: place, reason: reason, remedy: remedy)
    if !isFull, seen.insert(refusal).inserted { refusals.append(refusal) }
  }

  /// Checks a change before its bytes are read.
  ///
  /// - Returns: the object that must be read, or `nil` if the decision is made.
  mutating func admits(_ change: CommitChange, _ view: View = .plain) -> Doubt? {
    switch change.path {
    case .record: return admitsRecord(change, view)
    case .other(let path, let isText): return admitsOther(change, path, isText, view)
    }
  }

  private mutating func admitsRecord(_ change: CommitChange, _ view: View) -> Doubt? {
    if change.status == .removed { return view == .combined ? nil : .removed }
    guard isOrdinary(change) else { return nil }
    if change.status == .changed {
      return view == .combined ? nil : .mended
    }
    guard view != .againstParent else { return nil }
    return isHidden(change) ? nil : .content
  }

  private mutating func admitsOther(
    _ change: CommitChange, _ path: String, _ isText: Bool, _ view: View
  ) -> Doubt? {
    if path == StoreFormat.path { return view == .combined ? nil : .format }
    let place = Place(path)
    if case .payload = place {
      if change.status == .removed { return view == .combined ? nil : .removed }
      guard isOrdinary(change) else { return nil }
      if change.status == .changed { return view == .combined ? nil : .mended }
      guard view != .againstParent else { return nil }
      return isHidden(change) ? nil : .content
    }
    // Files that were never records may be removed.
    if change.status == .removed || view == .againstParent { return nil }
    guard isText else {
      refuse(path, "the path is not UTF-8")
      return nil
    }
    if let complaint = PortableName.complaint(path.utf8) {
      refuse(path, complaint)
      return nil
    }
    if let twin = Place.twin(of: path) {
      refuse(path, "a file system that does not tell case apart takes it for \(twin)")
      return nil
    }
    guard isOrdinary(change) else { return nil }
    let isFolder = Place.isGrowOnly(path)
    guard place == .other, !isFolder else {
      refuse(
        path,
        isFolder
          ? "a file may not have the name of a folder of records" : "this is not a record's place")
      return nil
    }
    return .size
  }

  private mutating func isOrdinary(_ change: CommitChange) -> Bool {
    if change.mode == .file { return true }
    refuse(
      change.text, "links, submodules and programs have no place here (mode \(change.mode))")
    return false
  }

  private mutating func isHidden(_ change: CommitChange) -> Bool {
    guard !hidden.isEmpty, let hash = change.hash, hidden.contains(hash) else { return false }
    refuse(change.text, "its hash is redacted: it does not come in again")
    return true
  }

  /// Refuses a change whose object is missing or too large.
  mutating func refuseSize(_ change: CommitChange, _ doubt: Doubt) {
    switch doubt {
    case .content, .size, .format:
      refuse(change.text, "its bytes are over the limit of 1 MiB, or missing")
    case .mended: refuseChange(change)
    case .removed: refuseRemoval(change)
    }
  }

  /// Decides on a change by its new or removed bytes.
  ///
  /// - Returns: the accepted record; `nil` for other files and for refusals.
  mutating func check(
    _ bytes: [UInt8], of change: CommitChange, _ doubt: Doubt
  ) -> BroughtRecord? {
    switch doubt {
    case .size, .format: return nil
    case .content: return checkContent(bytes, of: change)
    case .mended:
      if ContentID(hashing: bytes) != change.hash { refuseChange(change) }
      return nil
    case .removed:
      if ContentID(hashing: bytes) == change.hash { refuseRemoval(change) }
      return nil
    }
  }

  private mutating func checkContent(
    _ bytes: [UInt8], of change: CommitChange
  ) -> BroughtRecord? {
    guard let place = change.record else {
      if ContentID(hashing: bytes) != change.hash {
        refuse(change.text, "its name is not the SHA-256 of its bytes")
      }
      return nil
    }
    do {
      let record = try Record(reading: bytes, named: place.id)
      guard record.kind == place.kind else {
        throw RecordError(.schema, "a \(record.kind) record lies among the \(place.kind) records")
      }
      let brought = try BroughtRecord(record, at: place)
      if let id = brought.source?.id, let twin = twins.twin(of: id) {
        refuse(change.text, SourceTwins.message(id, twin))
      } else if brought.source == nil, let message = twins.complaint(in: record) {
        refuse(change.text, message)
      }
      if record.kind == .registration,
        let number = record.fields["version"]?.intValue, number > VersionFold.highest
      {
        refuse(change.text, "v\(number) is not a version's number: they are given one by one")
      }
      if let (text, message) = RecordName.complaint(in: record), doubtfulNames.count < Self.most {
        doubtfulNames.append((change.text, text, message))
      }
      return brought
    } catch {
      refuse(change.text, "\(error)")
      return nil
    }
  }

  /// Refuses the doubtful names that are not known.
  mutating func decideNames(known: Set<String>) {
    for (place, text, message) in doubtfulNames
    where !known.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
      refuse(place, message)
    }
    doubtfulNames = []
  }

  private mutating func refuseChange(_ change: CommitChange) {
    refuse(change.text, "records are never changed: a file's name is the hash of its bytes")
  }

  private mutating func refuseRemoval(_ change: CommitChange) {
    refuse(change.text, "records are never deleted: history only grows")
  }
}
