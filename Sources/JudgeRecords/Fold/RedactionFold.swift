/// The redactions in force: a pure function of the requests and of the rules on who may hide what.
///
/// A request hides a hash if its source's own commit introduced it, and the source was an owner at
/// that commit or may hide that hash. Every other request is pending: it is listed and has no
/// effect. A second request never weakens the first one. Only an owner's endorsement lifts a
/// request.
public struct RedactionFold: Sendable, Hashable {
  /// A redaction record with the data that decides about it.
  public struct Request: Sendable, Hashable {
    /// The record.
    public let id: ContentID
    /// The redaction that it requests.
    public let value: Redaction
    /// Whether its source's own commit introduced it, signed if signatures are required.
    public let isVouched: Bool
    /// Whether its source was an owner at the time of the commit.
    public let isOwners: Bool
    /// Whether the bytes may also be removed from the history, if it is an owner's request.
    public let mayPurge: Bool
    /// Whether its source's own commit introduced it, but without the required signature.
    public let isUnsigned: Bool

    /// Creates a request.
    public init(
      id: ContentID, value: Redaction, isVouched: Bool, isOwners: Bool = false,
      mayPurge: Bool = true, isUnsigned: Bool = false
    ) {
      self.id = id
      self.value = value
      self.isVouched = isVouched
      self.isOwners = isOwners
      self.mayPurge = mayPurge
      self.isUnsigned = isUnsigned
    }
  }

  /// A request that is pending for some or all of its hashes.
  public struct Pending: Sendable, Hashable {
    /// The request.
    public let request: Request
    /// The hashes that it does not hide.
    public let hashes: [ContentID]
  }

  /// The hashes that must not be shown.
  public private(set) var hidden: Set<ContentID> = []
  /// The hidden hashes whose bytes must also be removed from the history; requested by owners only.
  public private(set) var purged: Set<ContentID> = []
  /// The requests in force for some or all of their hashes, in order of their identity.
  public private(set) var inForce: [Request] = []
  /// The requests that wait for somebody with permission, in order of their identity.
  public private(set) var pending: [Pending] = []
  /// The requests that an owner has taken back.
  public private(set) var lifted: [ContentID] = []

  /// Creates a fold without redactions.
  public init() {}

  /// Folds requests, in any order.
  ///
  /// - Parameters:
  ///   - requests: the redaction records.
  ///   - authors: the people other than owners who may hide a hash.
  ///   - reserved: the hashes that owners may not hide: labels of pinned sources.
  ///   - lifted: the requests that an owner has taken back.
  public init(
    _ requests: [Request], authors: [ContentID: Set<Address>] = [:],
    reserved: Set<ContentID> = [], lifted: Set<ContentID> = []
  ) {
    self.lifted = requests.map(\.id).filter(lifted.contains).sorted()
    var waiting: [Pending] = []
    let open = requests.filter { !lifted.contains($0.id) }.sorted { $0.id < $1.id }
    func mayHide(_ request: Request, _ hash: ContentID) -> Bool {
      let source = request.value.source
      guard request.isVouched, source.type == .human else { return false }
      return authors[hash]?.contains(Address(source.id)) == true
        || (request.isOwners && !reserved.contains(hash))
    }
    // An owner may purge a record that its source has hidden.
    let hiddenBySource = Set(
      open.flatMap { request in
        request.value.hashes.filter { reserved.contains($0) && mayHide(request, $0) }
      })
    for request in open {
      let source = request.value.source
      let isOwner = source.type == .human && request.isOwners
      let granted = request.value.hashes.filter { hash in
        mayHide(request, hash)
          || (isOwner && request.isVouched && hiddenBySource.contains(hash))
      }
      if !granted.isEmpty {
        inForce.append(request)
        hidden.formUnion(granted)
        if isOwner, request.mayPurge, request.value.purge == true { purged.formUnion(granted) }
      }
      let rest = request.value.hashes.filter { !granted.contains($0) }
      if !rest.isEmpty { waiting.append(Pending(request: request, hashes: rest)) }
    }
    // Hashes that are already hidden no longer wait.
    for item in waiting {
      let rest = item.hashes.filter { !hidden.contains($0) }
      if !rest.isEmpty { pending.append(Pending(request: item.request, hashes: rest)) }
    }
    // A purge repeats an earlier request: the same request of one person is listed once.
    let sets = pending.map { Set($0.hashes) }
    // A request that covers another one contains that request's first hash.
    var naming: [ContentID: [Int]] = [:]
    for (index, set) in sets.enumerated() {
      for hash in set { naming[hash, default: []].append(index) }
    }
    pending = pending.enumerated().filter { index, item in
      let others = item.hashes.first.flatMap { naming[$0] } ?? []
      return !others.contains { other in
        let wider = pending[other].request
        guard other != index, wider.value.source == item.request.value.source,
          wider.isVouched == item.request.isVouched
        else { return false }
        return sets[other] == sets[index] ? other < index : sets[other].isSuperset(of: sets[index])
      }
    }.map(\.element)
  }

  /// The requests in force that lack the signature required of their source.
  public var unsigned: [Request] { inForce.filter(\.isUnsigned) }

  /// Returns whether a pending request of a source already covers all of these hashes.
  ///
  /// - Parameters:
  ///   - hashes: the hashes to hide.
  ///   - source: the source of the request.
  /// - Returns: whether a pending request of that source names all of them.
  public func isPending(_ hashes: [ContentID], by source: AssessmentSource) -> Bool {
    pending.contains { item in
      item.request.isVouched && item.request.value.source == source
        && Set(item.hashes).isSuperset(of: hashes)
    }
  }

  /// The ids of hidden traces and assessments, in the form in which judges name their training
  /// data.
  public var ids: Set<String> { Set(inForce.flatMap(\.value.ids)) }
}
