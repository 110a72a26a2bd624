public import JudgeJSON

/// The state of every (target, key) pair with changes.
public struct ChangeFold: Sendable, Equatable {
  private var resolutions: [ChangeTarget: TextMap<Resolution<Change>>] = [:]
  private var lifecycles: [ChangeTarget: [Stated<Change>]] = [:]
  private var corrections: [ChangeTarget: [Stated<Change>]] = [:]

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
      if target.kind == .assessment, let list = keys[Change.overriddenBy] {
        corrections[target] = list.sorted { $0.id < $1.id }
      }
    }
  }

  private static func resolved(_ list: [Stated<Change>]) -> Resolution<Change>? {
    resolve(list) { $0.value == $1.value }
  }

  /// Returns all resolutions of a target, by key.
  ///
  /// - Parameter target: the target of the changes.
  /// - Returns: the resolutions; empty if the target was not changed.
  public func resolutions(of target: ChangeTarget) -> TextMap<Resolution<Change>> {
    resolutions[target] ?? TextMap()
  }

  /// Returns the value in force for a key of a target.
  ///
  /// - Parameters:
  ///   - target: the target of the change.
  ///   - key: the key.
  /// - Returns: the value, or `nil` if it was not changed.
  public func value(of target: ChangeTarget, _ key: String) -> JSONValue? {
    resolutions[target]?[key]?.winner.value
  }

  /// Returns whether a target is deleted, according to its `lifecycle`.
  ///
  /// Do not use it for assessments: only their own source can delete them. See ``deletions(of:)``.
  ///
  /// - Parameter target: the target of the change.
  /// - Returns: `true` if the deletion is in force.
  public func isDeleted(_ target: ChangeTarget) -> Bool {
    value(of: target, "lifecycle") == Change.deleted
  }

  /// Returns the deletions of an assessment in force, one per source that deleted it.
  ///
  /// Each source is resolved separately, so a source cannot undo or outlast another's deletion.
  ///
  /// - Parameters:
  ///   - assessmentID: the id that users see.
  ///   - isCounted: returns whether a change counts.
  /// - Returns: the deleting change by source; the source is `nil` for changes without one.
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

  /// Returns the corrections of an assessment: the changes that name a label in its place.
  ///
  /// - Parameter assessmentID: the id that users see.
  /// - Returns: the changes with their identities, in order of identity.
  func corrections(of assessmentID: String) -> [(id: ContentID, change: Change)] {
    let target = ChangeTarget(kind: .assessment, id: assessmentID)
    return (corrections[target] ?? []).map { ($0.id, $0.statement) }
  }

  /// All targets of changes, in order.
  public var targets: [ChangeTarget] { resolutions.keys.sorted() }

  /// Returns a record's tags with the changes applied.
  ///
  /// A `null` removes a tag.
  ///
  /// - Parameters:
  ///   - tags: the tags as recorded.
  ///   - target: the record with the tags.
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

/// The resolution of several statements about the same thing.
///
/// Superseded statements are history. Among the rest (the maximal ones), the greatest (time, id)
/// wins. A missing time sorts first. The result depends only on the set, not on the order of
/// arrival.
public struct Resolution<Statement: Sendable>: Sendable {
  /// The statements that are not superseded, from greatest (time, id) to least; never empty.
  public let maximal: [ContentID]
  /// The values of the maximal statements, in the same order.
  public let contenders: [Statement]
  /// The statement in force.
  public let winner: Statement
  /// The identity of the winner.
  public let winnerID: ContentID
  /// Whether the maximal statements differ, because their authors had not seen each other's.
  ///
  /// Statements with the same content do not contend.
  public let isContended: Bool
}

extension Resolution: Equatable where Statement: Equatable {}

/// A record that replaces earlier records about the same thing.
public protocol SupersedingRecord: RecordValue {
  /// The records that this one replaces.
  var supersedes: [ContentID] { get set }
  /// The time of writing.
  var time: Timestamp? { get set }
}

extension Change: SupersedingRecord {}
extension Adjudication: SupersedingRecord {}
extension Assignment: SupersedingRecord {}
extension Rubric: SupersedingRecord {}

/// A statement with the data that resolution needs.
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
///   - statements: the statements in any order; repetitions of an id are one statement.
///   - agree: returns whether two statements have the same content.
/// - Returns: the resolution, or `nil` if there are no statements.
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

/// Returns whether one time is after another; a missing time precedes every time.
package func later(_ left: Timestamp?, than right: Timestamp?) -> Bool {
  switch (left, right) {
  case (nil, _): false
  case (_?, nil): true
  case (let left?, let right?): right < left
  }
}
