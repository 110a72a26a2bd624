import JudgeIndex
public import JudgeJSON
import JudgeRecords

/// A part of a judge with the labels that taught it.
public struct BlamedPart: Sendable {
  /// A label behind a part.
  public struct Source: Hashable, Sendable {
    /// The assessment id.
    public let assessmentID: String
    /// The trace, or `nil` if the label is redacted or no longer in the store.
    public let traceID: String?
    /// The label's source, or `nil` if the label is redacted or no longer in the store.
    public let sourceID: String?
    /// What it says; `nil` likewise.
    public let value: JSONValue?
    /// Its state today.
    ///
    /// `redacted` if the label or its trace must not be shown; `missing` if the label is not in the
    /// store.
    public let standing: String

    /// The standing of a label that must not be shown.
    public static let redacted = "redacted"

    init(_ id: String, of found: (label: Label, traceID: String)?, isRedacted: Bool) {
      assessmentID = id
      traceID = found?.traceID
      sourceID = found?.label.assessment.source.id
      value = found?.label.assessment.value
      standing = isRedacted ? Self.redacted : found?.label.standing.rawValue ?? "missing"
    }

    /// The label as JSON with stable keys.
    public var json: JSONValue {
      [
        "assessment_id": .string(assessmentID), "trace_id": traceID.map { .string($0) } ?? .null,
        "source_id": sourceID.map { .string($0) } ?? .null, "value": value ?? .null,
        "standing": .string(standing),
      ]
    }
  }

  /// Which part.
  public let part: Lineage.Part
  /// The rule, or the example's value.
  public let text: String
  /// The example's trace.
  public let traces: [String]
  /// The labels.
  public let labels: [Source]

  /// How many reviewers gave the labels.
  public var reviewerCount: Int { Set(labels.compactMap(\.sourceID)).count }

  /// The part as JSON with stable keys.
  public var json: JSONValue {
    var object = JSONObject()
    switch part {
    case .guideline(let number):
      object["guideline"] = .number(Double(number))
      object["text"] = .string(text)
    case .example(let number):
      object["example"] = .number(Double(number))
      object["text"] = .string(text)
      object["trace_id"] = traces.first.map { .string($0) } ?? .null
    case .other(let name): object["part"] = .string(name)
    }
    object["labels"] = .array(labels.map(\.json))
    return .object(object)
  }
}

extension JudgeRepository {
  /// Whose labels taught a judge what.
  ///
  /// - Parameter text: `NAME`, `NAME@v1`, with `:guideline:4`, `:example:1`, `:instructions` or
  ///   `:calibration` for one part.
  /// - Returns: the version and its parts in the order of the body; examples and guidelines that
  ///   no label taught have none.
  /// - Throws: `JudgeError` if the judge or the part does not exist (3).
  public func blame(
    _ text: String
  ) async throws -> (version: JudgeVersion, parts: [BlamedPart]) {
    let reference = try BlameReference(text)
    let version = try await judge(named: reference.judge)
    let all = try await blame(version)
    guard let part = reference.part else { return (version, all) }
    guard let found = all.first(where: { $0.part == part }) else {
      throw JudgeError(.notFound, Self.absence(of: part, in: version, all))
    }
    return (version, [found])
  }

  /// The parts of a version with the labels that taught them.
  ///
  /// Of redacted labels, only the ids that the version itself names are left.
  ///
  /// - Parameter version: the version, as it is stored or as it may be shown.
  /// - Returns: the parts in the order of the body.
  /// - Throws: `JudgeError`.
  public func blame(_ version: JudgeVersion) async throws -> [BlamedPart] {
    let lineage = Lineage(version.body)
    let index = try await caughtUp()
    let wanted = Set(lineage.entries.flatMap(\.labels))
    let known = try await index.labels(ids: wanted)
    let redactions = try await store.redactions()
    let hidden = redactions.ids
    // The same parts in the same order, without the words that came from what is hidden.
    let shown = try await Lineage(self.shown(version).version.body).entries
    return zip(lineage.entries, shown).map { entry, shown in
      BlamedPart(
        part: entry.part, text: shown.text == entry.text ? entry.text : "(redacted)",
        traces: entry.traces.filter { !hidden.contains($0) },
        labels: entry.labels.map { id in
          let found = known[id]
          let isHidden =
            hidden.contains(id) || found.map { hidden.contains($0.traceID) } ?? false
          return BlamedPart.Source(id, of: isHidden ? nil : found, isRedacted: isHidden)
        })
    }
  }

  private static func absence(
    of part: Lineage.Part, in version: JudgeVersion, _ all: [BlamedPart]
  ) -> String {
    switch part {
    case .guideline(let number):
      let count = version.body.guidelines.count
      return "\(version.label) has no guideline \(number): it has \(count)"
    case .example(let number):
      let count = version.body.examples.count
      return "\(version.label) has no example \(number): it has \(count)"
    case .other(let name): return "no label taught \(version.label) its \(name)"
    }
  }
}
