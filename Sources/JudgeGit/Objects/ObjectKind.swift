/// The four kinds of git objects.
package enum ObjectKind: UInt8, Sendable, CustomStringConvertible {
  // the raw values are the type numbers in a pack entry's header
  case commit = 1
  case tree = 2
  case blob = 3
  case tag = 4

  init?(_ name: String) {
    switch name {
    case "commit": self = .commit
    case "tree": self = .tree
    case "blob": self = .blob
    case "tag": self = .tag
    default: return nil
    }
  }

  var name: StaticString {
    switch self {
    case .commit: "commit"
    case .tree: "tree"
    case .blob: "blob"
    case .tag: "tag"
    }
  }

  package var description: String { name.description }
}
