public import JudgeJSON
public import JudgeRecords

/// The judges that are built in, under both generations' names.
///
/// Each is an ordinary body, so that it is registered, overridden and aligned as any other, and
/// uses what it learns. They ask the same questions as MLflow's judges of the same names (3.17), in
/// git-judge's own words.
public enum BuiltInCatalog {
  /// What a built-in judges.
  public enum Level: String, Hashable, Sendable {
    /// One trace or row.
    case turn
    /// Each retrieved document of a trace.
    case chunk
    /// A whole session.
    case session
    /// One trace, by a check that needs no model.
    case check
  }

  /// One built-in judge.
  public struct Entry: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its names elsewhere.
    public let aliases: [String]
    /// What it asks, in a sentence.
    public let summary: String
    /// What it judges.
    public let level: Level
    /// Expectations of which a row must have one; empty for none.
    public let expectations: [String]
    let instructions: String
    let values: [JSONValue]
    let pass: [JSONValue]
    let settings: JSONObject

    init(
      name: String, aliases: [String] = [], summary: String, level: Level = .turn,
      expectations: [String] = [], instructions: String = "",
      values: [JSONValue] = ["yes", "no"], pass: [JSONValue] = ["yes"],
      settings: JSONObject = [:]
    ) {
      self.name = name
      self.aliases = aliases
      self.summary = summary
      self.level = level
      self.expectations = expectations
      self.instructions = instructions
      self.values = values
      self.pass = pass
      self.settings = settings
    }
  }

  /// What may be set of a built-in judge, by its name.
  private static let settable: [String: [String]] = [
    "regex_match": ["pattern", "full"], "response_length": ["min", "max", "unit"],
    "tool_call_correctness": ["match"],
  ]

  /// The fault in the settings of a built-in judge, or `nil` if they are valid.
  public static func fault(of settings: JSONObject, for name: String) -> String? {
    let known = entry(named: name).flatMap { settable[$0.name] } ?? []
    for member in settings {
      guard known.contains(member.key) else {
        return "\(name) has no setting \"\(member.key)\"; it has: "
          + (known.isEmpty ? "none" : known.joined(separator: ", "))
      }
      let isNumber = ["min", "max"].contains(member.key)
      if isNumber, member.value.doubleValue == nil {
        return "\(member.key) must be a number, not \(member.value.stringValue ?? "that")"
      }
    }
    return nil
  }

  /// The built-in judge of a name.
  public static func entry(named name: String) -> Entry? {
    all.first { $0.name == name || $0.aliases.contains(name) }
  }

  /// The body of a built-in judge.
  ///
  /// - Parameters:
  ///   - name: its name, of either generation.
  ///   - settings: of the check or judge, such as `pattern` or `max`.
  /// - Returns: a body under that name; `nil` for other names.
  public static func body(named name: String, settings: JSONObject = [:]) -> JudgeBody? {
    guard let entry = entry(named: name) else { return nil }
    var body = JudgeBody(name: name, instructions: entry.instructions)
    body.description = entry.summary
    body.values = entry.values
    body.pass = entry.pass
    body.settings = entry.settings
    for member in settings { body.settings[member.key] = member.value }
    body.settings[JudgeSettings.builtIn] = .string(entry.name)
    if !entry.expectations.isEmpty {
      body.settings[JudgeSettings.needs] = .array(entry.expectations.map { .string($0) })
    }
    if entry.level == .chunk { body.settings[JudgeSettings.per] = "chunk" }
    let match = body.settings[JudgeSettings.match]?.stringValue
    if entry.level == .check || match == "exact" || match == "ordered" {
      body.form = .builtIn
      body.instructions = ""
    }
    if entry.name == "document_recall" {
      body.valueType = .float
      body.valueSchema = ["type": "number", "minimum": 0, "maximum": 1]
    }
    return body
  }

  /// All of them, by name.
  public static let all: [Entry] = (answers + grounded + tools + sessions + checks)
    .sorted { $0.name < $1.name }
}
