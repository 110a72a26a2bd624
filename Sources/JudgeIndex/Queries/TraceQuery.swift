public import JudgeRecords

/// What traces to list, and in which order.
public struct TraceQuery: Hashable, Sendable {
  /// Only traces of this experiment.
  public var experiment: ContentID?
  /// A search in MLflow's grammar with git-judge's additions, such as
  /// `feedback.quality = 'poor' AND NOT tag.topic = 'billing'`.
  public var filter: String?
  /// Fields such as `timestamp DESC` or `feedback.quality`; ties go by time, latest first, then
  /// by trace id.
  public var orderBy: [String]
  /// How many traces a page has at most, from 1.
  public var limit: Int
  /// `TracePage.next` of the page before, or the id of its last trace (`tr-` and at least four
  /// digits).
  public var cursor: String?
  /// Whether deleted traces are listed too.
  public var includeDeleted: Bool
  /// Whether traces carry their spans.
  public var includeSpans: Bool
  /// Whether rows of evaluations are listed too.
  ///
  /// They are also listed if the filter names a run or a trace.
  public var includeRows: Bool

  /// The default number of traces per page, as in MLflow.
  public static let defaultLimit = 100

  /// Creates a query.
  public init(
    experiment: ContentID? = nil, filter: String? = nil, orderBy: [String] = [],
    limit: Int = TraceQuery.defaultLimit, cursor: String? = nil, includeDeleted: Bool = false,
    includeSpans: Bool = true, includeRows: Bool = false
  ) {
    self.experiment = experiment
    self.filter = filter
    self.orderBy = orderBy
    self.limit = limit
    self.cursor = cursor
    self.includeDeleted = includeDeleted
    self.includeSpans = includeSpans
    self.includeRows = includeRows
  }
}

/// Some traces of a listing.
public struct TracePage: Hashable, Sendable {
  /// The traces, with labels and verdicts.
  public var traces: [Trace]
  /// Which of them are deleted, by id; empty unless asked for.
  public var deleted: [String]
  /// The cursor of the next page, or `nil` if this is the last page.
  ///
  /// It says where this page ended, so traces that come or go meanwhile neither repeat nor skip
  /// others.
  public var next: String?
}
