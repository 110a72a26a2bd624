public import JudgeJSON

/// The state of every (target, key) that changes speak of.
public struct ChangeFold: Sendable, Equatable {
  private var resolutions: [ChangeTarget: TextMap<Resolution<Change>>] = [:]
  private var lifecycles: [ChangeTarget: [Stated<Change>]] = [:]

  /// Folds changes, in any order.
  ///
  /// - Parameter changes: the changes with their identities.
  public init(_ changes: some Sequence<(ContentID, Change)>) {
    var grouped: [ChangeTarget: TextMap<[Stated<Change>]>] = [:]
    for (id, change) in changes {
      let stated = Stated(
        id: id, time: change.time, supersedes: change.supersedes, statement: change)
      grouped[change.target, default: TextMap()][change.key, default: []].append(stated)
    }
    for (target, keys) in grouped {
      for (key, list) in keys {
        if let resolution = Self.resolved(list) {
          resolutions[target, default: TextMap()][key] = resolution
        }
      }
      if target.kind == .assessment, let list = keys["lifecycle"] {
        lifecycles[target] = list.sorted { $0.id < $1.id }
      }
    }
  }

  private static func resolved(_ list: [Stated<Change>]) -> Resolution<Change>? {
    resolve(list) { $0.value == $1.value }
  }

  /// All resolutions of a target, by key.
  ///
  /// - Parameter target: what the changes are about.
  /// - Returns: empty if nobody changed it.
  public func resolutions(of target: ChangeTarget) -> TextMap<Resolution<Change>> {
    resolutions[target] ?? TextMap()
  }

  /// The value in force for a key of a target.
  ///
  /// - Parameters:
  ///   - target: what the change is about.
  ///   - key: which fact.
  /// - Returns: `nil` if nobody changed it.
  public func value(of target: ChangeTarget, _ key: String) -> JSONValue? {
    resolutions[target]?[key]?.winner.value
  }

  /// Whether a target is deleted, by its `lifecycle`.
  ///
  /// Not for assessments, whose deletion counts only from their own source: see
  /// ``deletions(of:)``.
  ///
  /// - Parameter target: what the change is about.
  /// - Returns: `true` if the deletion is in force.
  public func isDeleted(_ target: ChangeTarget) -> Bool {
    value(of: target, "lifecycle") == Change.deleted
  }

  /// The deletions of an assessment in force, one per source that wants it deleted.
  ///
  /// Each source is resolved by itself: nobody can undo or outlive another's deletion.
  ///
  /// - Parameters:
  ///   - assessmentID: the id that users see.
  ///   - isCounted: which changes take part.
  /// - Returns: the sources, `nil` for changes without one, with the change that deletes.
  public func deletions(
    of assessmentID: String, _ isCounted: (ContentID, Change) -> Bool = { _, _ in true }
  ) -> [AssessmentSource?: ContentID] {
    let target = ChangeTarget(kind: .assessment, id: assessmentID)
    let counted = (lifecycles[target] ?? []).filter { isCounted($0.id, $0.statement) }
    return Dictionary(grouping: counted, by: \.statement.source).compactMapValues { list in
      guard let resolution = Self.resolved(list), resolution.winner.value == Change.deleted
      else { return nil }
      return resolution.winnerID
    }
  }

  /// Every target that some change speaks of, in order.
  public var targets: [ChangeTarget] { resolutions.keys.sorted() }

  /// A record's tags after the changes on them.
  ///
  /// A `null` removes a tag.
  ///
  /// - Parameters:
  ///   - tags: the tags as recorded.
  ///   - target: the record they are on.
  /// - Returns: the tags in force.
  public func tags(_ tags: JSONObject, of target: ChangeTarget) -> JSONObject {
    var result = tags
    let prefix = "tag/".utf8
    for (key, resolution) in resolutions(of: target) where key.utf8.starts(with: prefix) {
      // By bytes: a combining mark at the start of the name makes one character with the slash.
      let name = String(decoding: key.utf8.dropFirst(prefix.count), as: UTF8.self)
      result[name] = resolution.winner.value.isNull ? nil : resolution.winner.value
    }
    return result
  }
}

/// The result of several statements about the same thing.
///
/// Statements that another one supersedes are history. Among the rest (the maximal ones), the
/// greatest (time, id) wins. A missing time sorts first. The result depends on the set only, not on
/// the order of arrival.
public struct Resolution<Statement: Sendable>: Sendable {
  /// The statements that no other supersedes, from greatest (time, id) to least; never empty.
  public let maximal: [ContentID]
  /// What they state, in the same order.
  public let contenders: [Statement]
  /// The statement that counts.
  public let winner: Statement
  /// The identity of the winner.
  public let winnerID: ContentID
  /// Whether people stated different things without having seen each other's.
  ///
  /// Several that state the same do not contend.
  public let isContended: Bool
}

extension Resolution: Equatable where Statement: Equatable {}

/// A record that replaces earlier records about the same thing.
public protocol SupersedingRecord: RecordValue {
  /// The records that it replaces.
  var supersedes: [ContentID] { get set }
  /// The time of writing.
  var time: Timestamp? { get set }
}

extension Change: SupersedingRecord {}
extension Adjudication: SupersedingRecord {}
extension Assignment: SupersedingRecord {}
extension Rubric: SupersedingRecord {}

/// One statement with all that resolution needs to know of it.
package struct Stated<Statement: Sendable>: Sendable {
  package let id: ContentID
  package let time: Timestamp?
  package let supersedes: [ContentID]
  package let statement: Statement

  package init(id: ContentID, time: Timestamp?, supersedes: [ContentID], statement: Statement) {
    self.id = id
    self.time = time
    self.supersedes = supersedes
    self.statement = statement
  }
}

extension Stated: Equatable where Statement: Equatable {}

/// Resolves statements about one thing.
///
/// - Parameters:
///   - statements: in any order; the same id twice is one statement.
///   - agree: whether two statements say the same.
/// - Returns: the resolution, or `nil` for none.
package func resolve<Statement>(
  _ statements: [Stated<Statement>], agree: (Statement, Statement) -> Bool
) -> Resolution<Statement>? {
  var superseded = Set<ContentID>()
  for stated in statements { superseded.formUnion(stated.supersedes) }
  var seen = Set<ContentID>()
  var maximal = statements.filter { !superseded.contains($0.id) && seen.insert($0.id).inserted }
  maximal.sort { left, right in
    if left.time != right.time { return later(left.time, than: right.time) }
    return right.id < left.id
  }
  guard let first = maximal.first else { return nil }
  return Resolution(
    maximal: maximal.map(\.id), contenders: maximal.map(\.statement),
    winner: first.statement, winnerID: first.id,
    isContended: !maximal.allSatisfy { agree($0.statement, first.statement) })
}

/// Whether one time is after another; a missing time is before every time.
package func later(_ left: Timestamp?, than right: Timestamp?) -> Bool {
  switch (left, right) {
  case (nil, _): false
  case (_?, nil): true
  case (let left?, let right?): right < left
  }
}
