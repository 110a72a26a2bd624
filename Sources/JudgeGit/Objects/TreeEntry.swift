/// One entry of a tree: a file, a folder, a link or a submodule.
package struct TreeEntry: Hashable, Sendable {
  /// The name's bytes, which git does not promise to be UTF-8; never empty, no `/`, no NUL.
  package var name: [UInt8]
  package var mode: FileMode
  package var id: ObjectID

  package init(name: [UInt8], mode: FileMode, id: ObjectID) {
    self.name = name
    self.mode = mode
    self.id = id
  }

  package init(name: String, mode: FileMode = .file, id: ObjectID) {
    self.init(name: Array(name.utf8), mode: mode, id: id)
  }

  /// The name as text; bytes that are not UTF-8 become U+FFFD.
  package var text: String { String(decoding: name, as: UTF8.self) }
}

/// Git's order of tree entries: by bytes, a folder as if its name ended in `/`.
func treeOrder(
  _ left: UnsafeRawBufferPointer, _ leftIsTree: Bool,
  _ right: UnsafeRawBufferPointer, _ rightIsTree: Bool
) -> Int {
  let common = min(left.count, right.count)
  var index = 0
  while index < common {
    if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
    index += 1
  }
  let slash = Int(UInt8(ascii: "/"))
  let leftNext = left.count > common ? Int(left[common]) : leftIsTree ? slash : -1
  let rightNext = right.count > common ? Int(right[common]) : rightIsTree ? slash : -1
  return leftNext == rightNext ? 0 : leftNext < rightNext ? -1 : 1
}
