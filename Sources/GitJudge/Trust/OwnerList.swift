public import JudgeJSON
import JudgeRecords
import JudgeStore

/// The owners of a store, and their decisions.
public struct OwnerList: Hashable, Sendable {
  /// The owners in force.
  public let inForce: [String]
  /// The owners that git config `judge.owners` pins in this clone, or `nil` if it pins none.
  public let pinned: [String]?
  /// The people whom owners have named in the branch's file `owners`.
  public let listed: [String]
  /// The first commits of the histories whose commits vouch for their authors.
  public var roots: [String] = []
  /// The first commits of the histories whose commits do not vouch for their authors.
  public var foreignRoots: [String] = []
  /// The owners' endorsements in force, by record.
  public var endorsements: [ContentIDText: JSONValue] = [:]

  /// A record's identity: 64 hexadecimal digits.
  public typealias ContentIDText = String

  /// Whether the branch's list differs from the pinned one.
  public var differs: Bool {
    pinned.map { Set($0.map { Address($0) }) != Set(listed.map { Address($0) }) } ?? false
      && !listed.isEmpty
  }

  /// The list as JSON with stable keys.
  public var json: JSONValue {
    [
      "owners": .array(inForce.map { .string($0) }),
      "pinned": pinned.map { .array($0.map { .string($0) }) } ?? .null,
      "listed": .array(listed.map { .string($0) }),
      "roots": .array(roots.map { .string($0) }),
      "foreign_roots": .array(foreignRoots.map { .string($0) }),
      "endorsements": .array(
        endorsements.sorted { $0.key < $1.key }.map { id, fields in
          ["endorsement": .string(id), "fields": fields]
        }),
    ]
  }
}
