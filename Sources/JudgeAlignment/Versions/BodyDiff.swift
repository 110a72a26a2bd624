public import JudgeJSON
public import JudgeRecords
import JudgeScoring

/// The differences between two judges, field by field: a pure comparison.
public struct BodyDiff: Hashable, Sendable {
  /// A field that differs.
  public struct Change: Hashable, Sendable {
    /// The field, as `show --json` and the records name it.
    public let field: String
    /// The differences, with keys of the field's own: `lines` of instructions; `added`, `removed`
    /// and `superseded` of guidelines; `added`, `removed` and `changed` trace ids of examples;
    /// otherwise `a` and `b`.
    public let detail: JSONObject

    /// The change as JSON with stable keys.
    public var json: JSONValue {
      var object = detail
      object["field"] = .string(field)
      return .object(object)
    }
  }

  /// The fields that differ; empty if the bodies are the same.
  public let changes: [Change]

  /// Compares two bodies.
  ///
  /// - Parameters:
  ///   - a: the earlier body.
  ///   - b: the later body.
  public init(_ a: JudgeBody, _ b: JudgeBody) {
    let (before, after) = (a.fields, b.fields)
    var names = before.map(\.key)
    names += after.map(\.key).filter { before[$0] == nil }
    changes = names.compactMap { name in
      guard before[name] != after[name] else { return nil }
      let detail: JSONObject
      switch name {
      case "instructions":
        detail = ["lines": Self.texts(LineDiff.lines(a.instructions, b.instructions))]
      case "guidelines": detail = Self.guidelines(a.guidelines, b.guidelines)
      case "examples": detail = Self.examples(a.examples, b.examples)
      case "steps": detail = Self.steps(a.steps, b.steps)
      case "calibration":
        detail = ["a": Self.summary(a.calibration), "b": Self.summary(b.calibration)]
      default: detail = ["a": before[name] ?? .null, "b": after[name] ?? .null]
      }
      return Change(field: name, detail: detail)
    }
  }

  private static func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }

  private static func guidelines(_ a: [Guideline], _ b: [Guideline]) -> JSONObject {
    let (before, after) = (Set(a.map(\.text)), Set(b.map(\.text)))
    let standing = Set(a.filter { $0.supersededBy == nil }.map(\.text))
    let superseded = b.filter { standing.contains($0.text) && $0.supersededBy != nil }
    var object: JSONObject = [
      "added": texts(b.map(\.text).filter { !before.contains($0) }),
      "removed": texts(a.map(\.text).filter { !after.contains($0) }),
    ]
    object["superseded"] = .array(
      superseded.map {
        ["guideline": .string($0.text), "by": $0.supersededBy.map { .string($0) } ?? .null]
      })
    let old = Dictionary(a.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first })
    object["relabelled"] = texts(
      b.filter { new in old[new.text].map { $0.labels != new.labels } ?? false }.map(\.text))
    return object
  }

  private static func examples(_ a: [JSONValue], _ b: [JSONValue]) -> JSONObject {
    let (before, after) = (byTrace(a), byTrace(b))
    let both = before.keys.filter { after[$0] != nil }
    return [
      "added": texts(after.keys.filter { before[$0] == nil }.sorted()),
      "removed": texts(before.keys.filter { after[$0] == nil }.sorted()),
      "changed": texts(both.filter { before[$0] != after[$0] }.sorted()),
    ]
  }

  /// Returns examples by their trace id, or by the hash of the case if they have none.
  private static func byTrace(_ examples: [JSONValue]) -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    for example in examples {
      let key =
        Episode(example)?.traceID
        ?? "case " + ContentID(hashing: Array(example.canonicalText.utf8)).prefix(12)
      result[key] = example
    }
    return result
  }

  private static func steps(_ a: [AlignmentStep], _ b: [AlignmentStep]) -> JSONObject {
    func json(_ list: some Sequence<AlignmentStep>) -> JSONValue {
      .array(
        list.map {
          [
            "optimizer": .string($0.title), "seed": .number(Double($0.seed)),
            "labels": .number(Double($0.labels.count)),
          ]
        })
    }
    return [
      "added": json(b.filter { !a.contains($0) }), "removed": json(a.filter { !b.contains($0) }),
    ]
  }

  /// Returns a description of a calibration, because its numbers mean nothing to a reader.
  private static func summary(_ calibration: JSONObject?) -> JSONValue {
    guard let calibration else { return .null }
    let hash = ContentID(hashing: Array(JSONValue.object(calibration).canonicalText.utf8))
    return [
      "features": .number(Double(calibration["features"]?.arrayValue?.count ?? 0)),
      "hash": .string(hash.prefix(12)),
    ]
  }
}
