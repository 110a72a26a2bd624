package import JudgeJSON

extension JSONValue {
  /// Whether at most `limit` arrays and objects stand inside each other; looks no deeper than that.
  package func isNested(atMost limit: Int) -> Bool {
    switch self {
    case .array(let items):
      limit > 0 && items.allSatisfy { $0.isNested(atMost: limit - 1) }
    case .object(let members):
      limit > 0 && members.allSatisfy { $0.value.isNested(atMost: limit - 1) }
    default: true
    }
  }
}
