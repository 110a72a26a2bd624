import JudgeJSON
import JudgeRecords
import JudgeTestSupport

/// What a random history is expected to come to.
struct HistoryModel {
  /// The sources that every clone pins; `lead` is the owner.
  static let pinned: Set<String> = ["bob", "kim"]

  /// What the history of each clone ever had.
  var had: [String: Set<RecordPath>] = [:]
  /// Who brought each record to a history that never had it.
  var bringers: [RecordPath: Set<String>] = [:]
  var labels: [RecordPath: (trace: Int, source: String, time: Int64, id: String)] = [:]
  /// Deletions and restorations of labels: of which label, in whose name, when.
  var changes: [RecordPath: (label: RecordPath, source: String, time: Int64, deletes: Bool)] = [:]
  /// Requests to hide a record.
  var redactions: [RecordPath: (hash: ContentID, source: String)] = [:]
  var traceHashes: Set<ContentID> = []
  /// All records, and the labels, in the order in which they were made.
  private(set) var made: [RecordPath] = []
  private(set) var madeLabels: [RecordPath] = []

  mutating func bring(_ path: RecordPath, by actor: String, in clone: String) {
    if bringers[path] == nil {
      made.append(path)
      if path.kind == .assessment { madeLabels.append(path) }
    }
    if had[clone, default: []].insert(path).inserted { bringers[path, default: []].insert(actor) }
  }

  /// One of some records that a clone ever had; `nil` if none is met soon.
  func pick(
    _ records: [RecordPath], in clone: String, _ random: inout SeededGenerator
  ) -> RecordPath? {
    guard !records.isEmpty else { return nil }
    for _ in 0..<40 {
      let path = records[random.below(records.count)]
      if had[clone]?.contains(path) == true { return path }
    }
    return nil
  }

  private func isOwn(_ path: RecordPath, _ source: String) -> Bool {
    bringers[path]?.contains(source) == true
  }

  /// The hashes that must be hidden.
  var hidden: Set<ContentID> {
    var found: Set<ContentID> = []
    let sources = Dictionary(uniqueKeysWithValues: labels.map { ($0.key.id, $0.value.source) })
    for (path, request) in redactions where isOwn(path, request.source) {
      if traceHashes.contains(request.hash) {
        if request.source == "lead" { found.insert(request.hash) }
        continue
      }
      // Of labels only pinned reviewers' are asked for here: their source alone.
      if sources[request.hash] == request.source { found.insert(request.hash) }
    }
    return found
  }

  /// The labels of pinned reviewers that must count.
  var counting: Set<RecordPath> {
    let hidden = hidden
    let changes = Dictionary(grouping: changes) { $0.value.label }
    var best: [String: (path: RecordPath, time: Int64, id: String)] = [:]
    for (path, label) in labels
    where Self.pinned.contains(label.source) && isOwn(path, label.source)
      && !hidden.contains(path.id)
    {
      let said = (changes[path] ?? []).filter {
        $0.value.source == label.source && isOwn($0.key, label.source)
      }
      let last = said.max {
        ($0.value.time, $0.key.id) < ($1.value.time, $1.key.id)
      }
      if last?.value.deletes == true { continue }
      let key = "\(label.trace) \(label.source)"
      if let known = best[key], (known.time, known.id) > (label.time, label.id) { continue }
      best[key] = (path, label.time, label.id)
    }
    return Set(best.values.map(\.path))
  }
}
