/// What `git fsck` would say of a tree's bytes.
package enum TreeForm {
  /// What is wrong; nil for a tree that git itself would write.
  package static func complaint(_ bytes: [UInt8]) -> String? {
    do throws(GitError) {
      _ = try RawTree(bytes: bytes, id: .zero)
      return nil
    } catch {
      let said = error.message
      let cut = said.firstRange(of: "is damaged: ").map { said[$0.upperBound...] } ?? said[...]
      return "git would not write such a tree: \(cut)"
    }
  }
}
