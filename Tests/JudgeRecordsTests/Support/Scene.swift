import JudgeJSON
import JudgeRecords

/// Records of a small store, written one after the other as people would.
struct Scene {
  var records: [Record] = []

  static let experiment = ContentID(hashing: Array("experiment".utf8))
  static let trace = "tr-1"

  /// What the records come to.
  var state: StoreState { StoreState(records) }

  /// A moment so many hours after the epoch; `nil` stays nil.
  static func hour(_ hour: Int?) -> Timestamp? {
    hour.map { Timestamp(clamping: Int64($0) * 3_600_000) }
  }

  /// Adds a value's record.
  @discardableResult
  mutating func add(_ value: some RecordValue) throws -> ContentID {
    let record = try value.record()
    records.append(record)
    return record.id
  }

  /// Adds a person's feedback, and gives its assessment id.
  @discardableResult
  mutating func label(
    _ source: String, _ value: JSONValue, at hour: Int?, overrides: String? = nil,
    change: (inout Assessment) -> Void = { _ in }
  ) throws -> String {
    var label = Assessment(
      traceID: Self.trace, name: "quality", source: .human(source), content: .feedback(value))
    label.createTime = Self.hour(hour)
    label.overrides = overrides
    change(&label)
    return label.id(in: try add(label))
  }

  /// Adds a change of an assessment's lifecycle by a person.
  @discardableResult
  mutating func set(
    _ id: String, deleted: Bool, by source: String, at hour: Int,
    superseding supersedes: [ContentID] = []
  ) throws -> ContentID {
    try change(
      ChangeTarget(kind: .assessment, id: id), "lifecycle",
      deleted ? Change.deleted : Change.active, by: source, at: hour, superseding: supersedes)
  }

  /// Adds a change.
  @discardableResult
  mutating func change(
    _ target: ChangeTarget, _ key: String, _ value: JSONValue, by source: String? = "ann",
    at hour: Int? = 1, superseding supersedes: [ContentID] = []
  ) throws -> ContentID {
    var change = Change(target: target, key: key, value: value)
    change.source = source.map(AssessmentSource.human)
    change.time = Self.hour(hour)
    change.supersedes = supersedes
    return try add(change)
  }

  /// The label under an id.
  func label(_ id: String) -> Label? { labels.first { $0.id == id } }

  /// The labels of the trace.
  var labels: [Label] { state.labels[Self.trace] ?? [] }

  /// The values that count on the question, in order of (time, id).
  var votes: [JSONValue] {
    labels.compactMap { label in
      guard label.standing == .counts, case .feedback(let value) = label.assessment.content else {
        return nil
      }
      return value
    }
  }
}
