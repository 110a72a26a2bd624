import JudgeJSON

/// The texts of a case: one per output field, all inputs, and each expectation.
enum CaseText {
  /// Returns a string unchanged, and any other value as its canonical JSON.
  static func text(of value: JSONValue) -> String { value.stringValue ?? value.canonicalText }

  /// Returns the texts at the leaves of a value, in the canonical order of its members.
  static func leaves(of value: JSONValue) -> [String] {
    var result: [String] = []
    var pending = [value]
    while let next = pending.popLast() {
      switch next {
      case .object(let object): pending.append(contentsOf: object.map(\.value).reversed())
      case .array(let elements): pending.append(contentsOf: elements.reversed())
      case .null: break
      default: result.append(text(of: next))
      }
    }
    return result
  }

  /// Returns the output fields in canonical order; outputs that are not an object are one field
  /// without a name.
  static func fields(of outputs: JSONValue) -> [(name: String, text: String)] {
    guard let object = outputs.objectValue else { return [("", text(of: outputs))] }
    return object.prefix(LexicalFeatures.maximumFields).map { ($0.key, text(of: $0.value)) }
  }
}
