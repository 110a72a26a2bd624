/// Rules for names that end up in arguments of `git` or in references.
package enum GitName {
  /// Whether a full reference name is one that `git check-ref-format` accepts, below `refs/`.
  package static func isReference(_ name: String) -> Bool {
    name.hasPrefix("refs/") && isRelativeName(name.dropFirst(5))
  }

  /// Whether the name can be a branch or tag (`judge`, `team/judge`); never one with `-` in front.
  package static func isBranch(_ name: String) -> Bool {
    name.utf8.first != UInt8(ascii: "-") && name != "HEAD" && isRelativeName(name[...])
  }

  /// Whether the name can be a configured remote; a URL or path is not one.
  package static func isRemote(_ name: String) -> Bool {
    isBranch(name) && !name.contains(":")
  }

  /// Whether git could take the text as a URL or path of a repository and not as an option.
  ///
  /// `ext::` and other remote helpers run commands that the URL names: they are refused.
  package static func isURL(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-"), !text.contains("::") else {
      return false
    }
    return !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
  }

  /// Whether git would write the path into a tree.
  ///
  /// A path that was read and has U+FFFD may have had bytes there that are not text.
  package static func isTreePath(_ path: String) -> Bool {
    !path.unicodeScalars.contains("\u{fffd}")
      && Array(path.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .allSatisfy { RawTree.isAcceptable($0) }
  }

  /// The rules of git-check-ref-format(1), for the part below `refs/…/`.
  private static func isRelativeName(_ name: Substring) -> Bool {
    let bytes = Array(name.utf8)
    guard !bytes.isEmpty, bytes.last != UInt8(ascii: "."), name != "@", !name.contains("@{"),
      !name.contains("..")
    else { return false }
    let forbidden = Set(" ~^:?*[\\".utf8)
    guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || forbidden.contains($0) }) else {
      return false
    }
    return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0.first != UInt8(ascii: ".") && !$0.ends(with: ".lock")
    }
  }
}

extension ArraySlice<UInt8> {
  func ends(with suffix: StaticString) -> Bool {
    let length = suffix.utf8CodeUnitCount
    return count >= length
      && self.suffix(length).elementsEqual(
        UnsafeBufferPointer(start: suffix.utf8Start, count: length))
  }
}
