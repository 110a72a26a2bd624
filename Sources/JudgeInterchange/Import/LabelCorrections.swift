import JudgeJSON
package import JudgeRecords

/// The labels of the store on the traces of an import.
package struct EarlierLabels {
  /// The labels by trace, with their standing.
  package var labels = TextMap<[Label]>()
  /// The person behind each source of the import, if it is another source.
  package var people: [AssessmentSource: AssessmentSource] = [:]
  /// The records that a redaction hides; they replace nothing.
  package var hidden: Set<ContentID> = []
  /// The time of the import, for its corrections.
  package var time: Timestamp?

  /// Creates an empty collection, as for a new store.
  package init() {}
}

/// Decides which new labels are corrections: they replace older labels of the same source.
///
/// A label's record holds only what the file says, so a correction is a change of the older label,
/// which names the new one.
struct LabelCorrections {
  /// A label that stands, of the store or of an earlier file.
  private struct Standing {
    let id: String
    let time: Timestamp?
    let isEntered: Bool
  }

  /// A new label.
  private struct New {
    let id: String
    let assessment: Assessment
    let file: Int
  }

  private let earlier: EarlierLabels
  private var order: [LabelOrder.Key] = []
  private var groups: [LabelOrder.Key: [New]] = [:]

  init(_ earlier: EarlierLabels) { self.earlier = earlier }

  /// Whether a label needs a look: only if its trace has labels.
  func concerns(_ traceID: String) -> Bool { earlier.labels[traceID] != nil }

  /// Returns the labels of the same source on the same question in the store.
  private func rivals(_ assessment: Assessment) -> [Label] {
    var own = assessment
    own.source = earlier.people[assessment.source] ?? assessment.source
    return (earlier.labels[assessment.traceID] ?? []).filter {
      $0.assessment.question == own.question && $0.assessment.repeatIndex == nil
    }
  }

  /// Returns whether the store has the row already: as an earlier version wrote it, as a correction
  /// in another file, or as a label that counts and says the same.
  ///
  /// A deliberate repeat is never the same as the first label.
  func isPresent(_ assessment: Assessment) -> Bool {
    assessment.repeatIndex == nil
      && rivals(assessment).contains { label in
        let old = label.assessment
        guard old.content == assessment.content else { return false }
        if Self.plain(old) == Self.plain(assessment) { return true }
        return label.standing == .counts && assessment.statedTime == nil
          && assessment.assessmentID == nil
          && (assessment.rationale == nil || assessment.rationale == old.rationale)
          && (old.enteredBy == nil || assessment.enteredBy != nil)
          && assessment.metadata.allSatisfy { old.metadata[$0.key] == $0.value }
      }
  }

  /// A label without what depends on other labels, or on how an earlier version read its source.
  private static func plain(_ assessment: Assessment) -> Assessment {
    var plain = assessment
    plain.source = .human("")
    plain.overrides = nil
    // Earlier versions read a number of seconds as milliseconds, which are times of 1970.
    plain.createTime = plain.createTime.map(Self.asMilliseconds)
    plain.lastUpdateTime = plain.lastUpdateTime.map(Self.asMilliseconds)
    return plain
  }

  private static func asMilliseconds(_ time: Timestamp) -> Timestamp {
    guard abs(time.milliseconds) < 100_000_000_000 else { return time }
    return Timestamp(milliseconds: time.milliseconds * 1000) ?? time
  }

  /// Takes a new label; a deliberate repeat corrects nothing.
  mutating func add(_ assessment: Assessment, id: String, file: Int) {
    guard assessment.valid != false, assessment.repeatIndex == nil else { return }
    let person = earlier.people[assessment.source]
    let key = LabelOrder.Key(assessment, source: person)
    if groups[key] == nil { order.append(key) }
    groups[key, default: []].append(New(id: id, assessment: assessment, file: file))
  }

  /// Returns the corrections.
  ///
  /// - Returns: the changes, and the ids of the labels that replace older ones.
  func changes() -> (changes: [Change], correcting: [String]) {
    var changes: [Change] = []
    var correcting: [String] = []
    for key in order {
      guard let group = groups[key], let first = group.first else { continue }
      var standing = rivals(first.assessment).filter {
        $0.standing == .counts || $0.standing == .contended
      }.map {
        Standing(
          id: $0.id, time: $0.assessment.statedTime, isEntered: $0.assessment.enteredBy != nil)
      }
      var file = group.startIndex
      while file < group.endIndex {
        let end = group[file...].firstIndex { $0.file != group[file].file } ?? group.endIndex
        defer { file = end }
        guard let winner = Self.last(group[file..<end]) else { continue }
        let time = winner.assessment.statedTime
        let isEntered = winner.assessment.enteredBy != nil
        let replaced = standing.filter { old in
          (time == nil || !later(old.time, than: time)) && (!isEntered || old.isEntered)
            && !Bytewise.equal(old.id, winner.id)
            && winner.assessment.overrides.map { !Bytewise.equal($0, old.id) } ?? true
        }
        for old in replaced { changes.append(change(old.id, winner)) }
        if !replaced.isEmpty { correcting.append(winner.id) }
        standing.removeAll { old in replaced.contains { Bytewise.equal($0.id, old.id) } }
        standing.append(Standing(id: winner.id, time: time, isEntered: isEntered))
      }
    }
    return (changes, correcting)
  }

  private func change(_ old: String, _ winner: New) -> Change {
    var change = Change(
      target: ChangeTarget(kind: .assessment, id: old), key: Change.overriddenBy,
      value: .string(winner.id))
    change.source = winner.assessment.source
    change.time = earlier.time
    return change
  }

  /// Returns the label of a file that counts: the latest, or the last of several with one time.
  private static func last(_ labels: ArraySlice<New>) -> New? {
    labels.max { left, right in
      !later(left.assessment.statedTime, than: right.assessment.statedTime)
    }
  }
}
