/// The path of a field in a document.
///
/// It is rendered only if the field has a problem.
indirect enum FieldPath: Sendable {
  /// The document itself.
  case root
  /// A member of an object.
  case member(FieldPath, String)
  /// An element of the list under a member.
  case element(FieldPath, String, Int)

  /// The path as text, such as `assessments[2].source`; empty for the root.
  var text: String {
    switch self {
    case .root: ""
    case .member(let parent, let key): parent.text(of: key)
    case .element(let parent, let key, let index): "\(parent.text(of: key))[\(index)]"
    }
  }

  /// Returns the path of a member as text.
  func text(of key: String) -> String {
    let parent = text
    return parent.isEmpty ? key : "\(parent).\(key)"
  }
}
