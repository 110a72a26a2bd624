import ArgumentParser
import Foundation
import GitJudge

// Not `@main`, because exit codes follow the design, not ArgumentParser (usage is 2, not 64).

signal(SIGPIPE, SIG_DFL)
ProcessMemory.useOneHeap()
await runCommandLine()

/// Parses and runs one command, and exits with the designed code.
func runCommandLine() async {
  var arguments = Array(CommandLine.arguments.dropFirst())
  do {
    try StartFolder.enter(&arguments)
    ManualPage.open(for: arguments)
    let words = DashedValues.joined(arguments)
    try await ProgressLine.shared.watching {
      var command = try GitJudgeCommand.parseAsRoot(words)
      do {
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
      } catch {
        throw isOfParser(error) ? error : JudgeFailure(wrapping: error)
      }
    }
    Console.flush()
  } catch let code as ExitCode {
    Console.flush()
    exit(code.rawValue)
  } catch {
    Console.flush()
    if let error = error as? JudgeFailure {
      Console.report(error)
      exit(error.exitStatus)
    }
    let status = GitJudgeCommand.exitCode(for: error)
    let text = CommandNames.withoutFarOption(GitJudgeCommand.fullMessage(for: error))
    if status == .success {
      print(HelpText.withWholeExamples(text, of: CommandNames.command(in: arguments)))
      exit(0)
    }
    let code = status == .validationFailure ? 2 : status.rawValue
    let unknown = CommandNames.unknown(arguments)
    let hint = unknown?.hint ?? DashedValues.hint(arguments, missing: text)
    if CommandLine.arguments.contains("--json") {
      let message =
        unknown?.message ?? CommandNames.withoutFarOption(GitJudgeCommand.message(for: error))
      Console.report(
        JudgeFailure(.usage, message, remedy: hint.map { .advice($0) }), exitStatus: code)
    } else if let unknown {
      Console.say("error: \(unknown.message)")
      Console.say("hint: \(hint ?? "`git judge -h` lists the commands")")
    } else {
      Console.say(SafeText.terminal(text, keepLines: true))
      if let hint { Console.say("hint: \(hint)") }
    }
    exit(code)
  }
}

/// Returns whether an error is ArgumentParser's: help, usage, or an exit code.
///
/// All other errors are about data, and become one type with a code and a hint.
func isOfParser(_ error: any Error) -> Bool {
  // Its errors for help and for missing subcommands are not public.
  String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
}
