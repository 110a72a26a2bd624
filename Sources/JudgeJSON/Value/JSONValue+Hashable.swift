extension JSONValue: Hashable {
  /// Whether both values have the same canonical bytes.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.string(let left), .string(let right)): Bytewise.equal(left, right)
    case (.number(let left), .number(let right)):
      left == right || (!left.isFinite && !right.isFinite)
    case (.bool(let left), .bool(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: left.isNull && right.isNull
    }
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value ? 1 : 2 as UInt8)
    case .number(let value):
      if value.isFinite {
        hasher.combine(3 as UInt8)
        hasher.combine(value == 0 ? 0 : value.bitPattern)
      } else {
        hasher.combine(0 as UInt8)
      }
    case .string(let value):
      hasher.combine(4 as UInt8)
      Bytewise.hash(value, into: &hasher)
    case .array(let value):
      hasher.combine(5 as UInt8)
      hasher.combine(value)
    case .object(let value):
      hasher.combine(6 as UInt8)
      hasher.combine(value)
    }
  }
}
