import Foundation
import JudgeTestSupport

/// The commands that a page shows, as a script.
enum DocumentCommands {
  /// The `sh` blocks of a page under a heading (all of them where none is given), one after another.
  static func script(of page: String, under heading: String? = nil) throws -> String {
    let url = PackageFolder.root().appendingPathComponent(page)
    var script = ""
    var isInBlock = false
    var isUnderHeading = heading == nil
    for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
      if let heading, !isInBlock, line.hasPrefix("#") { isUnderHeading = line.hasSuffix(heading) }
      if line.hasPrefix("```") {
        isInBlock = isUnderHeading && line == "```sh"
      } else if isInBlock {
        script += line + "\n"
      }
    }
    return script
  }

  /// The `sh` and `python` blocks of a page, one after another, as a script.
  ///
  /// A block of Python whose first line is a comment with a file's name is written to that file;
  /// others are run by `python`.
  ///
  /// - Parameters:
  ///   - page: the page.
  ///   - marks: the further words after a block's language with which it is taken too.
  /// - Returns: the script.
  /// - Throws: what reading the page throws.
  static func pythonScript(of page: String, with marks: Set<String>) throws -> String {
    let url = PackageFolder.root().appendingPathComponent(page)
    var script = ""
    var block: (words: [String], lines: [String])?
    for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
      guard line.hasPrefix("```") else {
        block?.lines.append(line)
        continue
      }
      guard let (words, lines) = block else {
        block = (line.dropFirst(3).split(separator: " ").map(String.init), [])
        continue
      }
      block = nil
      guard let language = words.first, marks.isSuperset(of: words.dropFirst()) else { continue }
      let text = lines.map { $0 + "\n" }.joined()
      if language == "sh" { script += text }
      guard language == "python" else { continue }
      let name = lines.first?.wholeMatch(of: #/# (\w+\.py)/#).map { String($0.1) }
      script += name.map { "cat > \($0)" } ?? "python -"
      script += " <<'END_OF_BLOCK'\n\(text)END_OF_BLOCK\n"
    }
    return script
  }

  /// The lines that a page says are printed: those of its `text` blocks, `…` for anything.
  static func printed(of page: String) throws -> [String] {
    let url = PackageFolder.root().appendingPathComponent(page)
    var lines: [String] = []
    var isInBlock = false
    for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isInBlock = line == "```text"
      } else if isInBlock {
        lines.append(line)
      }
    }
    return lines
  }

  /// Whether a line is printed as a page shows it: its parts between `…`, in their order.
  static func shows(_ line: String, _ output: [String]) -> Bool {
    let parts = line.components(separatedBy: "…")
    return output.contains { printed in
      guard parts.count > 1 else { return printed == line }
      guard printed.hasPrefix(parts[0]), printed.hasSuffix(parts[parts.count - 1]) else {
        return false
      }
      var rest = printed[...]
      for part in parts where !part.isEmpty {
        guard let found = rest.range(of: part) else { return false }
        rest = rest[found.upperBound...]
      }
      return true
    }
  }

  /// Runs a script line by line as a person would type it: the first failure ends it.
  static func run(_ script: String, in world: World, at place: URL? = nil) throws -> Outcome {
    let file = try world.write("commands.sh", "set -eux -o pipefail\n" + script)
    return try world.run("bash", [file], in: place)
  }
}
