/// The bytes of a tree object from entries in any order.
///
/// - Throws: `invalid` for a name that git refuses, or one that is there twice.
func serializedTree(_ entries: [TreeEntry]) throws(GitError) -> [UInt8] {
  let sorted = entries.sorted { left, right in
    left.name.withUnsafeBytes { l in
      right.name.withUnsafeBytes { r in treeOrder(l, left.mode.isTree, r, right.mode.isTree) < 0 }
    }
  }
  var names: Set<[UInt8]> = []
  var bytes: [UInt8] = []
  for entry in sorted {
    guard RawTree.isAcceptable(entry.name[...]) else {
      throw GitError(.invalid, "git refuses the name \"\(entry.text)\" in a tree")
    }
    guard names.insert(entry.name).inserted else {
      throw GitError(.invalid, "the name \"\(entry.text)\" is in a tree twice")
    }
    appendTreeEntry(entry.name, entry.mode, entry.id, to: &bytes)
  }
  return bytes
}

func appendTreeEntry(
  _ name: some Collection<UInt8>, _ mode: FileMode, _ id: ObjectID, to bytes: inout [UInt8]
) {
  switch mode {
  case .file: bytes.append(contentsOf: "100644 ".utf8)
  case .tree: bytes.append(contentsOf: "40000 ".utf8)
  default:
    bytes.append(contentsOf: mode.description.utf8)
    bytes.append(UInt8(ascii: " "))
  }
  bytes.append(contentsOf: name)
  bytes.append(0)
  id.append(to: &bytes)
}
