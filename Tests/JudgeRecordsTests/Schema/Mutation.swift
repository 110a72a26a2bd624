import JudgeJSON
import JudgeTestSupport

/// Changes of one place in a JSON value.
struct Mutation {
  var random: SeededGenerator

  /// A step into a value.
  enum Step {
    case key(String)
    case index(Int)
  }

  /// A changed value, and what was done.
  mutating func mutate(_ value: JSONValue) -> (value: JSONValue, note: String) {
    let paths = Self.paths(in: value)
    guard let path = random.element(of: paths) else { return (value, "nothing") }
    var note = ""
    let changed = replace(value, path[...]) { mutation, old in
      let (new, what) = mutation.change(old)
      note = what
      return new
    }
    return (changed ?? .null, "\(note) at \(path.map(Self.describe).joined(separator: "."))")
  }

  private static func describe(_ step: Step) -> String {
    switch step {
    case .key(let key): key
    case .index(let index): "[\(index)]"
    }
  }

  /// Every place but the top, from outside in.
  private static func paths(in value: JSONValue) -> [[Step]] {
    var result: [[Step]] = []
    for member in value.objectValue ?? JSONObject() {
      result.append([.key(member.key)])
      result += paths(in: member.value).map { [.key(member.key)] + $0 }
    }
    for (index, item) in (value.arrayValue ?? []).enumerated() {
      result.append([.index(index)])
      result += paths(in: item).map { [.index(index)] + $0 }
    }
    return result
  }

  /// Replaces what is at a path; `nil` from `change` removes it.
  private mutating func replace(
    _ value: JSONValue, _ path: ArraySlice<Step>,
    _ change: (inout Mutation, JSONValue) -> JSONValue?
  ) -> JSONValue? {
    guard let step = path.first else { return change(&self, value) }
    switch (step, value) {
    case (.key(let key), .object(var object)):
      object[key] = object[key].flatMap { replace($0, path.dropFirst(), change) }
      return .object(object)
    case (.index(let index), .array(var items)):
      let new = replace(items[index], path.dropFirst(), change)
      items.replaceSubrange(index...index, with: new.map { [$0] } ?? [])
      return .array(items)
    default: return value
    }
  }

  private mutating func change(_ value: JSONValue) -> (JSONValue?, String) {
    switch random.below(12) {
    case 0, 1: return (nil, "removed")
    case 2: return (.null, "null")
    case 3: return (random.pick("", [], [:]), "empty")
    case 4: return (random.pick("text", 1, true, [1], ["a": 1], [["b": "c"]]), "other type")
    case 5: return (.number(outOfRange()), "number")
    case 6: return (.string(random.element(of: Self.words) ?? ""), "word")
    case 7:
      guard case .object(var object) = value else { break }
      object[random.pick("newer", "", "value", "error", "\u{e9}")] = random.pick(1, "a", .null, [:])
      return (.object(object), "field added")
    case 8:
      guard case .array(let items) = value, let first = items.first else { break }
      return (.array(items + [random.pick(first, 1, "x", .null)]), "item added")
    default: break
    }
    guard case .string(let text) = value else { return (.string("plain"), "text") }
    return (.string(edited(text)), "text edited")
  }

  private mutating func outOfRange() -> Double {
    random.pick(
      -1, 0, 1, 0.5, -0.5, 2, 1e300, -1e300, 9_007_199_254_740_991, 9_007_199_254_740_992,
      9_223_372_036_854_775_808, 1e20, 1e21, 1e-7)
  }

  /// Words that some field admits, and some that look like one.
  static let words = [
    "HUMAN", "human", "CODE", "LLM_JUDGE", "LLM-JUDGE", "SOURCE_TYPE_UNSPECIFIED", "OK",
    "O\u{212A}", "ERROR", "IN_PROGRESS", "string", "float", "Bool", "bool", "deleted", "active",
    "name", "lifecycle", "version", "tag/x", "alias/x@y", "tag", "tag/\u{301}", "xtag/x",
    "2026-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z", "0000-01-01T00:00:00.000Z",
    "2026-01-01T00:00:00.000Z\n", "2026-01-01T00:00:60.000Z", "2026-01-01T00:00:00Z",
    "1795210034370", "-1", "12\n", "１２", "",
  ]

  /// One character of a text changed, added or taken away.
  private mutating func edited(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    let new: Unicode.Scalar = random.pick(
      "0", "1", "3", "9", "a", "f", "g", "F", "K", "\n", "/", ":", "-", "é", "\u{301}",
      "\u{212A}", "٣")
    let place = random.below(scalars.count + 1)
    switch random.below(4) {
    case 0: scalars.insert(new, at: place)
    case 1: scalars.append("\n")
    case 2 where place < scalars.count: scalars.remove(at: place)
    default: if place < scalars.count { scalars[place] = new } else { scalars.append(new) }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
