public import JudgeJSON
public import JudgeRecords

/// An experiment as people see it.
public struct ExperimentInfo: Hashable, Sendable {
  /// The identity of its record.
  public var id: ContentID
  /// The `experiment_id` that people and MLflow's client use; a look-up only.
  public var number: String
  /// The name in force.
  public var name: String
  /// Whether it is deleted.
  public var isDeleted: Bool
  /// The tags in force.
  public var tags: JSONObject
  /// How many traces it has, deleted ones left out.
  public var traceCount: Int
  /// How many runs it has, deleted ones left out.
  public var runCount: Int
}

/// A run as people see it.
public struct RunInfo: Hashable, Sendable {
  /// The identity of its record.
  public var id: ContentID
  /// What was recorded when it began.
  public var run: Run
  /// The name in force.
  public var name: String?
  /// `RUNNING`, `FINISHED`, `FAILED` or another status of MLflow, or `nil` if not set.
  public var status: String?
  /// Whether it is deleted.
  public var isDeleted: Bool
  /// The tags in force.
  public var tags: JSONObject
  /// Metrics by name, numbers.
  public var metrics: JSONObject
}
