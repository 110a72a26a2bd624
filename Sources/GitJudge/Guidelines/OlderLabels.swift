import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// The number of labels on a question that have an older version of its guideline.
public struct OlderLabels: Sendable {
  /// The feedback name.
  public let name: String
  /// The version in force.
  public let current: ContentID
  /// The number of older labels by source id.
  public internal(set) var bySource = TextMap<Int>()

  init(name: String, current: ContentID) {
    self.name = name
    self.current = current
  }

  /// The number of all older labels.
  public var labels: Int { bySource.values.reduce(0, +) }

  /// Describes the number of older labels in one sentence, for messages.
  ///
  /// - Parameter reviewer: the person who reads it.
  /// - Returns: the sentence, without a full stop.
  public func sentence(for reviewer: String?) -> String {
    let own = reviewer.flatMap { bySource[$0] } ?? 0
    return "\(Count.of(labels, "label")) on \(name)"
      + (reviewer == nil ? "" : " (\(own) of them yours)")
      + " \(labels == 1 ? "was" : "were") given under an older guideline"
  }

  /// The remedy: handing the labels out again.
  public var remedy: Remedy { .run(.assignStale, [name], to: "hand them out again") }

  /// Returns the counts as JSON with stable keys.
  ///
  /// - Parameter reviewer: the person who asks.
  /// - Returns: the name, the version and the counts.
  func json(for reviewer: String?) -> JSONValue {
    [
      "name": .string(name), "guideline": .string(current.hex),
      "labels": .number(Double(labels)),
      "yours": .number(Double(reviewer.flatMap { bySource[$0] } ?? 0)),
    ]
  }
}
