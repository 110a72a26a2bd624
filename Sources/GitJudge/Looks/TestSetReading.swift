public import JudgeJSON
public import JudgeRecords

/// A person's reading of labelled cases of the test set, after which later judges are not blind.
public struct TestSetReading: Hashable, Sendable {
  /// The time of the first reading.
  public let time: Timestamp?
  /// The person.
  public let author: Person?

  /// The reading as JSON with stable keys.
  public var json: JSONValue {
    [
      "time": time.map { .string($0.text) } ?? .null,
      "by": author.map { ["name": .string($0.name), "email": .string($0.email)] } ?? .null,
    ]
  }

  /// The mark of a version that was made after the reading.
  public var sentence: String {
    let who = author.map { " by \($0.name) <\($0.email)>" } ?? ""
    let when = time.map { " on \($0.text.prefix(10))" } ?? ""
    return "cases of the test set were read\(who)\(when), before this version was made; figures "
      + "on the test set may flatter it"
  }
}
