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

  /// Runs a script line by line as a person would type it: the first failure ends it.
  static func run(_ script: String, in world: World, at place: URL? = nil) throws -> Outcome {
    let file = try world.write("commands.sh", "set -eux -o pipefail\n" + script)
    return try world.run("bash", [file], in: place)
  }
}
