import Foundation
import Testing

/// Every command has examples in its help, and the scripts that complete it.
@Suite struct HelpTests {
  /// All commands that do something, from the help of the program itself, with their help.
  private static func leaves(
    _ world: World, _ path: [String] = []
  ) throws -> [(path: [String], help: Outcome)] {
    let help = try world.run(Binary.path, path + ["--help"]).expecting(0)
    var names: [String] = []
    var isList = false
    for line in help.text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasSuffix("SUBCOMMANDS:") {
        isList = true
      } else if isList, let match = line.prefixMatch(of: #/ {2}([a-z][a-z-]*)( |$)/#) {
        names.append(String(match.1))
      }
    }
    return names.isEmpty ? [(path, help)] : try names.flatMap { try leaves(world, path + [$0]) }
  }

  @Test func everyCommandHasExamples() throws {
    let world = try World()
    let leaves = try Self.leaves(world)
    #expect(leaves.count >= 35, "\(leaves.map(\.path))")
    for (path, help) in leaves {
      let name = path.joined(separator: " ")
      #expect(help.errorText.isEmpty, "\(name)")
      let examples = help.text.components(separatedBy: "EXAMPLES").dropFirst().joined()
      #expect(examples.contains("git judge \(name)"), "\(name): \(help.text)")
    }
  }

  @Test func gitFindsTheCommand() throws {
    let world = try World()
    #expect(try world.run("git", ["judge", "--version"]).expecting(0).trimmed.isEmpty == false)
    let help = try world.run("git", ["judge", "-h"])
    #expect(help.status == 0)
    #expect(help.text.contains("EXAMPLES"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let world = try World()
    let script = try world.run(Binary.path, ["completion", shell]).expecting(0)
    for word in ["learning-curve", "git-judge", "allow-secrets"] {
      #expect(script.text.contains(word), "\(word)")
    }
    let file = try world.write("completion", script.text)
    let check = try world.run(shell, ["-n", file])
    // 127: that shell is not installed here.
    #expect(check.status == 0 || check.status == 127, "\(check.all)")
  }

  @Test func everySchemaIsJSON() throws {
    let world = try World()
    let help = try world.run(Binary.path, ["schema", "--help"]).text
    for kind in ["trace", "assessment", "verdicts", "judge", "registration", "change", "format"] {
      #expect(help.contains(kind))
      let schema = try world.run(Binary.path, ["schema", kind]).expecting(0).json()
      #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    }
  }
}
