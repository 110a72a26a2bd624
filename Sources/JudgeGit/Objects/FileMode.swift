/// The mode of a tree entry.
package struct FileMode: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// An ordinary file, the only kind of file that a store holds.
  package static let file = FileMode(rawValue: 0o100644)
  /// A file that may be executed.
  package static let executable = FileMode(rawValue: 0o100755)
  /// A symbolic link.
  package static let symlink = FileMode(rawValue: 0o120000)
  /// A submodule: a commit of another repository.
  package static let gitlink = FileMode(rawValue: 0o160000)
  /// A folder.
  package static let tree = FileMode(rawValue: 0o040000)

  /// Whether the entry is a folder.
  package var isTree: Bool { self == .tree }

  /// The octal digits as git writes them in a tree: no leading zero.
  package var description: String { String(rawValue, radix: 8) }
}
