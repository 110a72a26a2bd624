import ArgumentParser
import Foundation
import GitJudge

// Not `@main`: exit codes are the design's, not ArgumentParser's (usage is 2, not 64).

signal(SIGPIPE, SIG_DFL)
ProcessMemory.useOneHeap()
await runCommandLine()

/// Parses, runs one command, and exits with the design's code.
func runCommandLine() async {
  var arguments = Array(CommandLine.arguments.dropFirst())
  do {
    try StartFolder.enter(&arguments)
    ManualPage.open(for: arguments)
    let words = DashedValues.joined(arguments)
    try await ProgressLine.shared.watching {
      var command = try GitJudgeCommand.parseAsRoot(words)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    }
    Console.flush()
  } catch let error as JudgeError {
    Console.flush()
    Console.report(error)
    exit(error.exitStatus)
  } catch let code as ExitCode {
    Console.flush()
    exit(code.rawValue)
  } catch {
    Console.flush()
    let status = GitJudgeCommand.exitCode(for: error)
    let text = GitJudgeCommand.fullMessage(for: error)
    if status == .success {
      print(text)
      exit(0)
    }
    let code = status == .validationFailure ? 2 : status.rawValue
    if CommandLine.arguments.contains("--json") {
      let message = GitJudgeCommand.message(for: error)
      let document: JSONValue = [
        "error": "usage", "message": .string(message), "exit_status": .number(Double(code)),
      ]
      Console.say(SafeText.json(document.canonicalText))
    } else {
      if let name = CommandNames.unknown(arguments) { Console.say(name) }
      Console.say(SafeText.terminal(text, keepLines: true))
      if let hint = DashedValues.hint(arguments, missing: text) { Console.say(hint) }
    }
    exit(code)
  }
}
