import ArgumentParser
import Foundation
import GitJudge

/// The options of commands that call models.
struct CallArguments: ParsableArguments {
  @Option(help: "Maximum number of model calls at the same time.")
  var concurrency = 8

  @Option(
    name: .customLong("max-calls"),
    help: ArgumentHelp("Stop after this many model calls (exit code 6).", valueName: "n"))
  var maxCalls: Int?

  @Option(
    name: .customLong("max-cost"),
    help: ArgumentHelp(
      "Stop before calls cost more than this, in US dollars (exit code 6).", valueName: "usd"))
  var maxCost: Double?

  @Option(
    name: .customLong("shared-budget"),
    help: ArgumentHelp(
      "Share --max-calls and --max-cost with all commands that use this name.",
      valueName: "name"))
  var sharedBudget: String?

  @Option(
    help: ArgumentHelp(
      "Maximum number of seconds per model call (default: git config judge.timeout, or 600), or "
        + "per row for a program.", valueName: "s"))
  var timeout: Double?

  @Flag(help: "Call no models; use only answers from the call cache.")
  var offline = false

  /// The maximum number of connections: the default limit of open files of a process.
  private static let mostConcurrent = 1024

  func validate() throws {
    guard (1...Self.mostConcurrent).contains(concurrency) else {
      throw ValidationError("--concurrency is from 1 to \(Self.mostConcurrent)")
    }
    guard maxCalls ?? 0 >= 0, maxCost ?? 0 >= 0, maxCost?.isFinite ?? true else {
      throw ValidationError("--max-calls and --max-cost are numbers from 0")
    }
    if let timeout, !(timeout > 0 && timeout <= CallOptions.longestTimeout) {
      throw ValidationError("--timeout is a number of seconds over 0, at most 86400")
    }
  }

  /// The options in the library's form.
  var options: CallOptions {
    var options = CallOptions()
    options.concurrency = concurrency
    options.maxCalls = maxCalls
    options.maxCost = maxCost
    options.sharedBudget = sharedBudget
    options.timeout = timeout
    options.isOffline = offline
    return options
  }

  /// Prints on Ctrl-C that all answers are kept, and exits with 130.
  static func speakWhenInterrupted() {
    signal(SIGINT) { _ in
      // Uses only functions that a signal handler may call.
      let text: StaticString =
        "\ninterrupted: answers so far are kept; run again to go on, nothing is paid twice\n"
      _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
      _exit(130)
    }
  }

  /// Exits with the code for the reason of missing verdicts.
  ///
  /// - Parameters:
  ///   - unasked: The verdicts that were not asked for.
  ///   - errors: The verdicts that failed.
  /// - Throws: `ExitCode` if a verdict was not asked for, or if the provider's quota is used up.
  func checkUnasked(_ unasked: VerdictErrors, errors: VerdictErrors = VerdictErrors()) throws {
    for group in unasked.groups.prefix(3) {
      let reason =
        group.code == "OFFLINE"
        ? "they are not in the cache" : group.message ?? "the budget is used up"
      Console.say(
        "\(Count.of(group.count, "verdict was", "verdicts were")) not asked for: "
          + SafeText.terminal(reason))
    }
    if unasked.codes["OFFLINE"] != nil { throw ExitCode(125) }
    if unasked.codes["BUDGET"] != nil || errors.codes["QUOTA"] != nil { throw ExitCode(6) }
    if unasked.count > 0 { throw Self.exitCode(of: errors) }
  }

  /// The exit code if all verdicts are errors: that of their reason, if they have the same one.
  static func exitCode(of errors: VerdictErrors) -> ExitCode {
    if Set(errors.codes.keys).isSubset(of: ["RATE_LIMITED", "QUOTA"]), errors.count > 0 {
      return ExitCode(6)
    }
    return ExitCode(errors.codes.count == 1 && errors.codes["NO_CREDENTIALS"] != nil ? 4 : 3)
  }

  /// Returns the numbers of errors and of unasked verdicts, as the end of a line.
  static func text(errors: Int, unasked: Int) -> String {
    Count.of(errors, "error") + (unasked > 0 ? ", \(unasked) not asked for" : "") + "\n"
  }

  /// Describes the calls in readable form.
  static func text(_ calls: CallStatistics) -> String {
    guard calls.calls + calls.cached > 0 else { return "" }
    return "\(Count.of(calls.calls, "call")) (\(calls.costText)), \(calls.cached) from the cache\n"
  }
}

extension CallStatistics {
  /// The cost in words.
  var costText: String {
    guard unpriced == 0 else { return "cost unknown" }
    return "\(Figures.fixed(cost, 4)) US dollars" + (estimated > 0 ? ", estimated" : "")
  }
}
