package import JudgeJSON

/// What a change is about: a kind, and an id within it.
///
/// Traces and assessments are named by the id that users see, all others by their full hash;
/// an alias by its experiment's hash (its name is in the change's key).
public struct ChangeTarget: Hashable, Sendable, Comparable {
  /// The kind of the target.
  public var kind: RecordKind
  /// Its id.
  public var id: String

  /// Creates a target.
  public init(kind: RecordKind, id: String) {
    self.kind = kind
    self.id = id
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    kind = RecordKind(rawValue: try reader.text("kind"))
    id = try reader.text("id")
  }

  package var json: JSONValue { ["kind": .string(kind.rawValue), "id": .string(id)] }

  /// Equal if kind and id have the same bytes.
  public static func == (left: ChangeTarget, right: ChangeTarget) -> Bool {
    left.kind == right.kind && Bytewise.equal(left.id, right.id)
  }

  /// Hashes kind and id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    Bytewise.hash(id, into: &hasher)
  }

  /// Orders by kind, then id, bytewise.
  public static func < (left: ChangeTarget, right: ChangeTarget) -> Bool {
    if left.kind != right.kind { return left.kind < right.kind }
    return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }
}
