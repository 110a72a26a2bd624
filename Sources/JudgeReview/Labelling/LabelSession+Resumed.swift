public import JudgeRecords

extension LabelSession {
  /// What a reviewer has done in an earlier session with the same items.
  public struct Resumed: Hashable, Sendable {
    /// The labels.
    public var given: [LabelItem: Given] = [:]
    /// The skipped items.
    public var skipped: Set<LabelItem> = []
    /// The reviewer's flags, by trace.
    public var flags: [String: String] = [:]
    /// Tags, confidence and evidence that are not stored.
    public var details: [LabelItem: LabelDetails] = [:]

    /// Creates an empty history.
    public init() {}
  }
}
