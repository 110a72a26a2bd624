public import JudgeAlignment
public import JudgeJSON
public import JudgeRecords

/// The stored result of an alignment.
public struct AlignResult: Sendable {
  /// The base judge's name.
  public let judge: String
  /// The base judge as shown: `NAME@vN`, or its name and the first digits of its hash.
  public let base: String
  /// The figures.
  public let report: AlignmentReport
  /// The aligned body's identity.
  public let hash: ContentID
  /// The report's identity.
  public let reportID: ContentID
  /// The report as stored.
  public let stored: Report

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var object = stored.figures
    object["judge"] = .string(judge)
    object["program"] = report.fitted.body.program(of: stored).map { .string($0) } ?? .null
    object["hash"] = .string(hash.hex)
    object["report"] = .string(reportID.hex)
    return .object(object)
  }
}
