/// Whether git and every platform's file system can check a path out.
///
/// Stricter than git's own `core.protectNTFS` and `core.protectHFS`: a branch is checked out on
/// machines that nobody here knows.
package enum PortableName {
  /// The most bytes of a path's part.
  package static let longestPart = 255
  /// The most parts of a path.
  package static let mostParts = 32

  /// What is wrong with a path.
  ///
  /// - Parameter path: its bytes, with `/` between the parts.
  /// - Returns: a sentence's end, such as "a part of the path is empty"; `nil` if nothing is wrong.
  package static func complaint(_ path: some Collection<UInt8>) -> String? {
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count <= mostParts else { return "the path has more than \(mostParts) parts" }
    for part in parts {
      if let complaint = complaint(part: Array(part)) { return complaint }
    }
    return nil
  }

  private static func complaint(part: [UInt8]) -> String? {
    guard !part.isEmpty else { return "a part of the path is empty" }
    guard part.count <= longestPart else {
      return "a part of the path has more than \(longestPart) bytes"
    }
    guard let text = String(validating: part, as: UTF8.self) else { return "the path is not UTF-8" }
    if text == "." || text == ".." { return "a part of the path is \"\(text)\"" }
    for scalar in text.unicodeScalars {
      if isControl(scalar) { return "the path has control characters" }
      if forbidden.contains(scalar) {
        return "the path has the character \(scalar), which Windows does not allow"
      }
    }
    if isDotGit(part: text) { return "git takes a part of the path for its own folder .git" }
    if text.hasSuffix(".") || text.hasSuffix(" ") {
      return "a part of the path ends in a dot or blank, which Windows drops"
    }
    var stem = text.prefix { $0 != "." }
    while stem.last == " " { stem.removeLast() }
    guard !devices.contains(stem.uppercased()) else {
      return "Windows takes a part of the path for the device \(stem.uppercased())"
    }
    return nil
  }

  /// Whether git takes a part of the path for its own folder, and refuses to check it out.
  package static func isDotGit(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).contains { part in
      part == ".." || part == "." || part.isEmpty || isDotGit(part: String(part))
    }
  }

  private static let forbidden = Set("\\:<>\"|?*".unicodeScalars)

  private static let devices: Set<String> = {
    let ports = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "\u{b9}", "\u{b2}", "\u{b3}"]
    return Set(
      ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"] + ports.map { "COM" + $0 }
        + ports.map { "LPT" + $0 })
  }()

  /// Controls, line ends of any kind, and marks that turn the direction of writing.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
    default: false
    }
  }

  /// `.git` as some file system would read it: any case, marks that HFS+ passes over, what NTFS
  /// drops at the end, and the short name that it makes.
  private static func isDotGit(part text: String) -> Bool {
    var name = ""
    for scalar in text.unicodeScalars where !isPassedOver(scalar) {
      name.unicodeScalars.append(scalar)
    }
    name = name.lowercased()
    while let last = name.last, last == "." || last == " " { name.removeLast() }
    return name == ".git" || name == "git~1"
  }

  private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfeff: true
    default: false
    }
  }
}
