public import JudgeJSON
import JudgeRecords

/// A word that stands for a version, such as `production`.
public struct JudgeAlias: Hashable, Sendable {
  /// The judge's name.
  public let name: String
  /// The alias.
  public let alias: String
  /// The version, or `nil` if it is contended.
  ///
  /// It is contended if people set the alias to different versions without seeing each other's
  /// change.
  public let version: Int?
  /// The identity of the version's body.
  public let hash: ContentID?
  /// The known fitness of the judge, if it got the alias without being fit for use.
  public var allowedUnfit: String?
  /// The bar for TPR and TNR (`judge.bar`) at which the judge got the alias.
  ///
  /// `nil` if it is the default.
  public var bar: Double?

  /// The alias for judges in productive use, which only a judge that is fit for use gets.
  public static let production = "production"

  /// The alias as JSON with stable keys.
  ///
  /// `allowed_unfit` and `bar` are present only if they have a value.
  public var json: JSONValue {
    var object: JSONObject = [
      "judge": .string(name), "alias": .string(alias),
      "version": version.map { .number(Double($0)) } ?? .null,
      "hash": hash.map { .string($0.hex) } ?? .null,
    ]
    if let allowedUnfit { object["allowed_unfit"] = .string(allowedUnfit) }
    if let bar { object["bar"] = .number(bar) }
    return .object(object)
  }
}
