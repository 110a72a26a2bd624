import JudgeGit
import JudgeJSON
import JudgeRecords
package import JudgeWork

/// What is refused, and why.
package struct ReceiveRefusal: Hashable, Sendable {
  /// The path or reference.
  package let place: String
  /// Why.
  package let reason: String
  /// What the person who pushed can do, or `nil` if there is nothing to suggest.
  package let remedy: Remedy?

  /// `place: reason`, with the remedy.
  package var notice: Notice { Notice("\(place): \(reason)", remedy: remedy) }
}

/// What may come into the branch: a pure value over the changes of each commit and the new bytes.
///
/// Append-only; each record lies where its hash says, is canonical JSON of its schema and under
/// 1 MiB; nothing is a link, a submodule, a program, or a name that some machine cannot check out.
struct ReceiveCheck {
  /// How a commit's changes were found.
  enum View: Hashable {
    /// Against its only parent, or against nothing.
    case plain
    /// A merge's, as far as no parent has the same.
    case combined
    /// A merge's against one of its parents: only removals count.
    case againstParent
  }

  /// What must be read before a change is decided.
  enum Doubt: Hashable {
    /// A new record or payload: its bytes.
    case content
    /// A record whose file has other bytes than before: good if the new ones are right.
    case mended
    /// A record that is gone: good if the old bytes were not right.
    case removed
    /// Any other file: its size.
    case size
    /// `format.json`: who changed it.
    case format
  }

  /// What a label's commit must be signed for.
  static let unsigned = "in a commit that their key has not signed"
  /// The most refusals that are kept.
  static let most = 1000

  private(set) var refusals: [ReceiveRefusal] = []
  private var seen: Set<ReceiveRefusal> = []

  /// Hashes that do not come in again.
  var hidden: Set<ContentID> = []
  /// The people who are pinned.
  var twins = SourceTwins([])
  /// Names that the rule refuses and that the store may have already.
  private(set) var doubtfulNames: [(place: String, text: String, message: String)] = []
  /// Whether enough was refused.
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
    // What never was a record may go.
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

  /// Decides a change whose object is missing or over the limit.
  mutating func refuseSize(_ change: CommitChange, _ doubt: Doubt) {
    switch doubt {
    case .content, .size, .format:
      refuse(change.text, "its bytes are over the limit of 1 MiB, or missing")
    case .mended: refuseChange(change)
    case .removed: refuseRemoval(change)
    }
  }

  /// Decides a change by bytes: the new ones, or those that are gone.
  ///
  /// - Returns: the record that comes in; `nil` for anything else, and for what is refused.
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
