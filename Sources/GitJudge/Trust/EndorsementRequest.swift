import JudgeIndex
import JudgeRecords
import JudgeStore

/// The owner's decisions in one request to endorse, as given on the command line.
public struct EndorsementRequest: Sendable, Hashable {
  /// The labels, records or sources whose imports count as their source's own from now on.
  public var confirm: [String] = []
  /// The first commits of other histories to adopt.
  public var adopt: [String] = []
  /// Addresses of one person.
  ///
  /// The last one represents the person.
  public var samePerson: [String] = []
  /// The redactions to take back.
  public var lift: [String] = []
  /// The endorsements to take back.
  public var withdraw: [String] = []
  /// The reason.
  public var reason: String?

  /// Creates an empty request.
  public init() {}

  /// Whether the request is empty.
  public var isEmpty: Bool {
    confirm.isEmpty && adopt.isEmpty && samePerson.isEmpty && lift.isEmpty && withdraw.isEmpty
  }
}
