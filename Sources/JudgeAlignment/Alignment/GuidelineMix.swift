import JudgeJSON
public import JudgeRecords

/// How many labels of the training part were given under which version of the guideline.
public struct GuidelineMix: Hashable, Sendable {
  /// The version in force.
  public let current: ContentID
  /// The one version whose labels count: its hash or `unknown`; `nil` if all count.
  public var used: String?
  /// Labels of the version in force.
  public var currentLabels = 0
  /// Labels of other versions.
  public var olderLabels = 0
  /// Labels that do not name a version, as most imported ones.
  public var unknownLabels = 0

  /// Counts from 0.
  public init(current: ContentID) { self.current = current }

  /// What a reader of the figures should know, or `nil` if no label is of an older version.
  var warning: String? {
    guard olderLabels > 0, used == nil else { return nil }
    let all = currentLabels + olderLabels + unknownLabels
    return "\(olderLabels) of \(all) training labels were given under an older guideline: "
      + "--guideline current leaves them out, and `git judge assign --stale` hands them out again"
  }

  /// The counts as JSON with stable keys.
  var json: JSONValue {
    [
      "current": .string(current.hex), "used": used.map { .string($0) } ?? .null,
      "labels": [
        "current": .number(Double(currentLabels)), "older": .number(Double(olderLabels)),
        "unknown": .number(Double(unknownLabels)),
      ],
    ]
  }
}
