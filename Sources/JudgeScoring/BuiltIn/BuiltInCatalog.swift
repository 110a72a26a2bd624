public import JudgeJSON
public import JudgeRecords

/// The built-in judges, under the names of both generations.
///
/// Each is an ordinary body, so it is registered, overridden and aligned like any other, and can
/// use what it learns. The judges ask the same questions as MLflow's judges of the same names
/// (3.17), in git-judge's own words.
public enum BuiltInCatalog {
  /// The unit that a built-in judge rates.
  public enum Level: String, Hashable, Sendable {
    /// One trace or row.
    case turn
    /// Each retrieved document of a trace.
    case chunk
    /// A whole session.
    case session
    /// One trace, with a check that needs no model.
    case check
  }

  /// A built-in judge.
  public struct Entry: Hashable, Sendable {
    /// The judge's name.
    public let name: String
    /// Other names for the judge.
    public let aliases: [String]
    /// The judge's question, in one sentence.
    public let summary: String
    /// The unit that the judge rates.
    public let level: Level
    /// The expectations of which a row must have at least one; empty if it needs none.
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

  /// The settings that each built-in judge accepts, by name.
  private static let settable: [String: [String]] = [
    "regex_match": ["pattern", "full"], "response_length": ["min", "max", "unit"],
    "tool_call_correctness": ["match"],
  ]

  /// Returns the fault in the settings of a built-in judge, or `nil` if they are valid.
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

  /// Returns the built-in judge of a name.
  ///
  /// - Parameter name: a name of either generation, or a class name such as `RelevanceToQuery`.
  /// - Returns: the judge, or `nil` if there is none.
  public static func entry(named name: String) -> Entry? {
    let known = canonical(name)
    return all.first { $0.name == known || $0.aliases.contains(known) }
  }

  /// Returns the judge's name for the name of a class, such as `relevance_to_query` for
  /// `RelevanceToQuery`; other names are returned as they are.
  ///
  /// - Parameter name: any name.
  /// - Returns: the judge's name.
  public static func canonical(_ name: String) -> String {
    guard name.utf8.first.map({ (0x41...0x5a).contains($0) }) == true,
      name.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x5f })
    else { return name }
    let folded = name.lowercased()
    return (all.flatMap { [$0.name] + $0.aliases } + GuidelinesBody.ofRules.keys)
      .first { $0.filter { $0 != "_" } == folded } ?? name
  }

  /// Returns the body of a built-in judge.
  ///
  /// - Parameters:
  ///   - name: its name, of either generation.
  ///   - settings: the settings of the check or judge, such as `pattern` or `max`.
  /// - Returns: a body under that name, or `nil` for other names.
  public static func body(named name: String, settings: JSONObject = [:]) -> JudgeBody? {
    guard let entry = entry(named: name) else { return nil }
    var body = JudgeBody(name: canonical(name), instructions: entry.instructions)
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

  /// All built-in judges, by name.
  public static let all: [Entry] = (answers + grounded + tools + sessions + checks)
    .sorted { $0.name < $1.name }
}
