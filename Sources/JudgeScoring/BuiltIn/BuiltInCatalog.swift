import JudgeJSON
public import JudgeRecords

/// The judges that are built in, under both generations' names.
///
/// Each is an ordinary body of instructions, so that it is registered, overridden and aligned as
/// any other, and uses what it learns. What they ask is that of MLflow's judges of the same names
/// (3.17); the words are git-judge's own.
public enum BuiltInCatalog {
  /// One built-in judge.
  public struct Entry: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its names elsewhere.
    public let aliases: [String]
    /// What it asks, in a sentence.
    public let summary: String
    /// The fields of a row that it needs besides those its instructions name.
    public let expectations: [String]
    let instructions: String
  }

  /// The body of a built-in judge.
  ///
  /// - Parameter name: its name, of either generation.
  /// - Returns: a body under that name, values `yes` and `no`, `yes` good; `nil` for other names.
  public static func body(named name: String) -> JudgeBody? {
    guard let entry = all.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
      return nil
    }
    var body = JudgeBody(name: name, instructions: entry.instructions)
    body.description = entry.summary
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    return body
  }

  /// All of them, by name.
  public static let all: [Entry] = (answers + grounded + tools).sorted { $0.name < $1.name }
}
