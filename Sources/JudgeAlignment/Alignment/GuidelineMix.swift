import JudgeJSON
public import JudgeRecords

/// The number of training labels by guideline version.
public struct GuidelineMix: Hashable, Sendable {
  /// The current version.
  public let current: ContentID
  /// The only version whose labels count: its hash or `unknown`, or `nil` if all labels count.
  public var used: String?
  /// The number of labels of the current version.
  public var currentLabels = 0
  /// The number of labels of other versions.
  public var olderLabels = 0
  /// The number of labels that do not name a version, such as most imported ones.
  public var unknownLabels = 0

  /// Creates a mix without labels.
  public init(current: ContentID) { self.current = current }

  /// A warning for readers of the figures, or `nil` if all labels have the current version or none.
  var warning: String? {
    guard olderLabels > 0, used == nil else { return nil }
    let all = currentLabels + olderLabels + unknownLabels
    return "\(olderLabels) of \(all) training labels were given under an older guideline: "
      + "choose the current guideline to leave them out, or hand their traces out again"
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
