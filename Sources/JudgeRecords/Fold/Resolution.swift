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
