import JudgeIndex
import JudgeRecords
import JudgeStore

/// An owner's request to endorse, as given on the command line.
public struct EndorsementRequest: Sendable, Hashable {
  /// Labels, records or sources whose imports count from now on as their source's word.
  public var confirm: [String] = []
  /// First commits of other histories to adopt.
  public var adopt: [String] = []
  /// Addresses of one person.
  ///
  /// The last one represents the person.
  public var samePerson: [String] = []
  /// Redactions to take back.
  public var lift: [String] = []
  /// Endorsements to take back.
  public var withdraw: [String] = []
  /// Why.
  public var reason: String?

  /// Creates an empty request.
  public init() {}

  /// Whether the request is empty.
  public var isEmpty: Bool {
    confirm.isEmpty && adopt.isEmpty && samePerson.isEmpty && lift.isEmpty && withdraw.isEmpty
  }
}
