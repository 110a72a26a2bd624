import ArgumentParser
import GitJudge

/// `git judge export`.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write each record to a plain file, for grep and other tools.",
    discussion: """
      EXAMPLES
        git judge export --output records && grep -rl billing records/traces
      """)

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let (count, redacted) = try await options.open().maintenance.export(to: output)
    options.confirm([
      "files": .number(Double(count)), "folder": .string(output),
      "redacted": .number(Double(redacted)),
    ]) {
      "\(Count.of(count, "file")) in \(output)\n" + (redacted > 0 ? "redacted: \(redacted)\n" : "")
    }
  }
}
