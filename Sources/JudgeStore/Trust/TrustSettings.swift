import FoundationEssentials
import JudgeJSON

/// Whom this clone, or this server, trusts: pinned in git's configuration, never by a record.
package struct TrustSettings: Sendable, Hashable {
  /// The owners that `judge.owners` pins; `nil` where the branch's own list is taken.
  package var owners: [String]?
  /// The bytes of the allowed signers file that is pinned; `nil` for none.
  package var signers: AllowedSigners?

  package init(owners: [String]? = nil, signers: AllowedSigners? = nil) {
    self.owners = owners
    self.signers = signers
  }

  /// The file of the branch that lists owners, a source id a line.
  package static let ownersFile = "owners"

  /// Reads a list of source ids: separated by commas or white space, `#` begins a comment.
  package static func list(_ text: String) -> [String] {
    var found: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let content = line.prefix { $0 != "#" }
      for word in content.split(whereSeparator: { $0.isWhitespace || $0 == "," })
      where !found.contains(String(word)) {
        found.append(String(word))
      }
    }
    return found
  }

  /// A text that differs wherever other people are trusted.
  package var key: String {
    let owners = owners.map { $0.sorted().joined(separator: "\n") } ?? "-"
    return SHA256Digest.hash(Array("\(owners)\u{0}\(signers?.text ?? "-")".utf8)).hex
  }
}
