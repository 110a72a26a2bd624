import ArgumentParser
import GitJudge

/// `git judge doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check git, your identity, keys, the store, the remote and the disk.",
    discussion: """
      Checks only whether keys are set; it never shows or sends them. The exit code is 1 if a \
      check fails. A warning does not change it.

      EXAMPLES
        git judge doctor
        git judge doctor --offline --json
      """)

  @Option(
    name: .customShort("C"), help: ArgumentHelp("Work in this folder.", valueName: "folder"))
  var folder = "."

  @Flag(help: "Do not contact the remote.")
  var offline = false

  @Flag(help: "Print one JSON document with stable keys.")
  var json = false

  @OptionGroup var colour: ColourOptions

  func run() async throws {
    let diagnosis = await Diagnosis.make(in: folder, isOffline: offline)
    if json {
      Console.line(SafeText.json(Self.document(diagnosis).prettyText()))
    } else {
      for check in diagnosis.checks {
        let (word, tone): (String, Style.Tone) =
          switch check.outcome {
          case .ok: ("ok     ", .good)
          case .warning: ("warning", .caution)
          case .failure: ("FAILED ", .bad)
          }
        let name = check.name + String(repeating: " ", count: max(0, 10 - check.name.count))
        Console.line("\(Style.output(word, tone))  \(name)  \(SafeText.terminal(check.text))")
        if let hint = check.remedy.map(RemedyText.of) {
          let text = Style.output(SafeText.terminal(hint), .dim)
          Console.line("                     \(text)")
        }
      }
    }
    if !diagnosis.isHealthy { throw ExitCode(1) }
  }

  /// Returns the checks as JSON, each with the command line's hint.
  private static func document(_ diagnosis: Diagnosis) -> JSONValue {
    let checks = diagnosis.checks.map { check -> JSONValue in
      var object = check.json.objectValue ?? JSONObject()
      object["hint"] = check.remedy.map { .string(RemedyText.of($0)) } ?? .null
      return .object(object)
    }
    return ["ok": .bool(diagnosis.isHealthy), "checks": .array(checks)]
  }
}
