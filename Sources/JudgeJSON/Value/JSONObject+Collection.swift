extension JSONObject: RandomAccessCollection {
  /// The position of the first member.
  public var startIndex: Int { 0 }

  /// The position after the last member.
  public var endIndex: Int { members.count }

  /// The member at a position in sorted order.
  public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
  /// Whether both objects have the same canonical bytes.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members == right.members
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(members)
  }
}

extension JSONObject.Member: Hashable {
  /// Whether the keys are the same bytes and the values equal.
  public static func == (left: Self, right: Self) -> Bool {
    Bytewise.equal(left.key, right.key) && left.value == right.value
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    Bytewise.hash(key, into: &hasher)
    hasher.combine(value)
  }
}
