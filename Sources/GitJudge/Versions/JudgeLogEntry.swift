public import JudgeJSON
public import JudgeRecords

/// A version with everything recorded about it.
public struct JudgeLogEntry: Sendable {
  /// The version.
  public let version: JudgeVersion
  /// Its aliases, sorted.
  public let aliases: [String]
  /// The bodies that it came from, each with its name if it is registered.
  public let parents: [(hash: ContentID, label: String?)]
  /// The report card, or `nil` if the version has none.
  public let report: Report?
  /// The first reading of test set cases before the version was made, or `nil` if there was none.
  public let reading: TestSetReading?

  /// The command of the program that made it, or `nil` for a built-in optimizer.
  public var program: String? { report.flatMap { version.body.program(of: $0) } }

  /// The entry as JSON with stable keys.
  public var json: JSONValue {
    let registration = version.registration
    let figures = report?.figures
    var object: JSONObject = [
      "name": .string(version.name), "version": version.number.map { .number(Double($0)) } ?? .null,
      "hash": .string(version.hash.hex),
      "registered": registration?.time.map { .string($0.text) } ?? .null,
      "by": registration?.author.map {
        .object(["name": .string($0.name), "email": .string($0.email)])
      } ?? .null,
      "tags": .object(registration?.tags ?? [:]),
      "aliases": .array(aliases.map { .string($0) }),
    ]
    object["parents"] = .array(
      parents.map {
        ["hash": .string($0.hash.hex), "judge": $0.label.map { .string($0) } ?? .null]
      })
    for key in ["optimizer", "improved", "base", "aligned", "selection"] {
      object[key] = figures?[key] ?? .null
    }
    object["program"] = program.map { .string($0) } ?? .null
    object["test_set_read"] = reading?.json ?? .null
    object["report"] = registration?.report.map { .string($0.hex) } ?? .null
    return .object(object)
  }
}
