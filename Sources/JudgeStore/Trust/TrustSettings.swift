import FoundationEssentials
import JudgeJSON
package import JudgeRecords

/// The people that this clone or server trusts: pinned in git's configuration, never by a record.
package struct TrustSettings: Sendable, Hashable {
  /// The owners that `judge.owners` pins, or `nil` if the history decides.
  package var owners: [Address]?
  /// The pinned allowed signers file; `nil` if there is none.
  package var signers: AllowedSigners?
  /// The sources that `judge.reviewers` pins, and whether each must sign.
  package var reviewers: [Address: Bool]
  /// The first commits of the histories that this clone accepts, or empty if none are pinned.
  package var roots: [String]

  package init(
    owners: [Address]? = nil, signers: AllowedSigners? = nil, reviewers: [Address: Bool] = [:],
    roots: [String] = []
  ) {
    self.owners = owners
    self.signers = signers
    self.reviewers = reviewers
    self.roots = roots
  }

  /// The file of the branch that lists owners, a source id a line.
  package static let ownersFile = "owners"

  /// The git configuration key that pins the first commits of a branch's history.
  package static func rootKey(branch: String) -> String { "judge.\(branch).root" }

  /// Parses a list of source ids, separated by commas or white space; `#` begins a comment.
  package static func list(_ text: String) -> [Address] {
    var found: [Address] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let content = line.prefix { $0 != "#" }
      for word in content.split(whereSeparator: { $0.isWhitespace || $0 == "," })
      where !found.contains(Address(word)) {
        found.append(Address(word))
      }
    }
    return found
  }

  /// Parses a file of reviewers: one source id per line, followed by `signed` for those who must
  /// sign.
  package static func reviewers(_ text: String) -> [Address: Bool] {
    var found: [Address: Bool] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard let id = words.first else { continue }
      found[Address(id)] = words.dropFirst().contains("signed")
    }
    return found
  }

  /// Returns whether this author's commits must be signed by the author's key.
  package func demandsSignature(of address: Address) -> Bool {
    reviewers[address] == true || signers?.lists(address.text) == true
  }

  /// The people who are pinned by name: reviewers, and everybody with a listed key.
  var pinnedNames: Set<Address> {
    var names = Set(reviewers.keys)
    for line in signers?.lines ?? [] {
      for part in line.principals.split(separator: UInt8(ascii: ",")) {
        // A pattern is not a name.
        guard !part.contains(where: { Self.patternMarks.contains($0) }) else { continue }
        let name = String(decoding: part, as: UTF8.self)
        if signers?.lists(name) == true { names.insert(Address(name)) }
      }
    }
    return names
  }

  private static let patternMarks = Array("*?!".utf8)

  /// A text that differs if signatures of different people are required; `nil` if none are.
  var signersKey: String? {
    let signed = reviewers.filter(\.value).keys.sorted().map(\.text)
    guard signers != nil || !signed.isEmpty else { return nil }
    let text = signed.joined(separator: "\n") + "\u{0}" + (signers?.text ?? "")
    return String(SHA256Digest.hash(Array(text.utf8)).hex.prefix(16))
  }

  /// A text that differs if different people or roots are trusted.
  package var key: String { peopleKey + " " + roots.sorted().joined(separator: " ") }

  /// A text that differs if different people are trusted.
  package var peopleKey: String {
    let owners = owners.map { $0.sorted().map(\.text).joined(separator: "\n") } ?? "-"
    let reviewers = self.reviewers.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    let parts = [owners, signers?.text ?? "-", reviewers]
    return SHA256Digest.hash(Array(parts.joined(separator: "\u{0}").utf8)).hex
  }
}
