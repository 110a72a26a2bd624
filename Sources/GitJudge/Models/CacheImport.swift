import Foundation
public import JudgeJSON
import JudgeProviders

/// The result of importing answers into the call cache.
public struct CacheImport: Sendable {
  /// The number of new answers.
  public var imported = 0
  /// The number of answers that the cache already had.
  public var present = 0
  /// Lines without an answer.
  public var rejected: [ImportResult.Problem] = []

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    [
      "imported": .number(Double(imported)), "present": .number(Double(present)),
      "rejected": .array(rejected.map(\.json)),
    ]
  }
}
