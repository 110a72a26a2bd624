import Testing

/// The type that a key of the JSON contract has.
enum Shape: Hashable, Sendable {
  case text, number, bool, list, object
  /// That type, or null.
  indirect case optional(Shape)

  /// Whether a value has this type.
  func fits(_ value: JSON?) -> Bool {
    switch (self, value) {
    case (.optional(let shape), let value): value == .null || shape.fits(value)
    case (.text, .text), (.number, .number), (.bool, .bool), (.list, .list), (.object, .object):
      true
    default: false
    }
  }
}

/// Checks that a document has these keys with these types; more keys are welcome.
func expect(
  _ document: JSON?, has keys: [String: Shape],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for (key, shape) in keys.sorted(by: { $0.key < $1.key }) {
    let value = document?[key]
    #expect(
      shape.fits(value), "\(key) must be \(shape), is \(value?.line ?? "missing")",
      sourceLocation: sourceLocation)
  }
}
