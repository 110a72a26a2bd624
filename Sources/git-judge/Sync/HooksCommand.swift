import ArgumentParser
import Foundation
import GitJudge

/// `git judge hooks`.
struct HooksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks",
    abstract: "Install and run git hooks that keep a store append-only.",
    subcommands: [HooksInstall.self, HooksCheck.self, HooksRun.self])
}

/// `git judge hooks install`.
struct HooksInstall: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Install the hooks; existing hooks are kept and run first.",
    discussion: """
      On a server (--server), pre-receive checks each commit of a push. It refuses changes that \
      are not append-only, records that are not canonical JSON, not of their schema or over 1 MiB, \
      tags without their registration, rewritten history, and references and names that would \
      block the store.

      If git config judge.reviewers FILE is set (one source id per line), the server accepts a \
      label of one of these reviewers only in the reviewer's own commit. If the line continues \
      with `signed`, the commit must be signed with a key of judge.allowedSigners.

      In a clone, pre-push makes the same checks before anything is sent. pre-commit checks what \
      you stage by hand, and searches it for secrets. post-merge reports what a manual merge lost. \
      The hooks check only the store's branch. core.hooksPath is respected.

      EXAMPLES
        git judge hooks install
        git -C support.git judge hooks install --server
      """)

  @Flag(help: "Install the hook for a server.") var server = false

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let names = server ? JudgeHooks.serverHooks : JudgeHooks.clientHooks
    let installed = try await JudgeHooks.install(names, in: options.folder)
    options.confirm([
      "hooks": .array(
        installed.map {
          ["path": .string($0.path), "chained": $0.chained.map { .string($0) } ?? .null]
        })
    ]) {
      installed.map { hook in
        SafeText.terminal(hook.path)
          + (hook.chained.map { ", after \(SafeText.terminal($0))" } ?? "") + "\n"
      }.joined()
    }
  }
}

/// `git judge hooks check`: the same check for forges that run no hooks.
struct HooksCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check the commits of a push or pull request, as the server's hook does.",
    discussion: """
      Use this command if your forge runs no hooks: run it in a job, on each push to the store's \
      branch and on each pull request. BASE..HEAD is a push, and BASE must be in the history of \
      HEAD. BASE...HEAD is a pull request. For a new branch, BASE may be missing or all zeros. git \
      config judge.reviewers, judge.allowedSigners and judge.owners apply as on a server. If \
      something is refused, the exit code is 1.

      EXAMPLES
        git judge hooks check origin/judge...HEAD
        git judge hooks check "$BEFORE..$AFTER"
      """)

  @Argument(help: ArgumentHelp("BASE..HEAD or BASE...HEAD.", valueName: "range"))
  var range: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let (commits, refused) = try await JudgeHooks.check(range, in: options.folder)
    if !options.json {
      for line in refused { Self.say(line) }
      if let remedy = JudgeHooks.remedy(for: refused) {
        Console.say(JudgeHooks.hintMark + RemedyText.of(remedy))
      }
    }
    options.print([
      "ok": .bool(refused.isEmpty), "commits": .number(Double(commits)),
      "refused": .array(refused.map { .string(RemedyText.of($0)) }),
    ]) {
      "\(Count.of(commits, "commit")) checked, "
        + (refused.isEmpty ? "nothing refused\n" : "\(refused.count) refused\n")
    }
    if !refused.isEmpty { throw ExitCode(1) }
  }

  /// Prints a refusal as a line of git's own output.
  static func say(_ notice: Notice) {
    Console.say("git-judge: \(SafeText.terminal(RemedyText.of(notice)))")
  }
}

/// `git judge hooks run`, which the installed scripts call.
struct HooksRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the check of a hook; the installed scripts call this command.",
    shouldDisplay: false)

  @Argument(help: "The hook.") var hook: String
  @Argument(parsing: .allUnrecognized, help: "The arguments that git gives the hook.") var rest:
    [String] = []

  func run() async throws {
    var input: String {
      String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
    }
    let environment = ProcessInfo.processInfo.environment
    let refused: [Notice]
    switch hook {
    case "pre-receive":
      refused = try await JudgeHooks.preReceive(input, environment: environment)
    case "pre-push":
      // `<local ref> <local object> <remote ref> <remote object>`, reordered as for a receiver.
      let lines = input.split(separator: "\n").compactMap { line -> String? in
        let parts = line.split(separator: " ")
        return parts.count == 4 ? "\(parts[3]) \(parts[1]) \(parts[2])" : nil
      }
      refused = try await JudgeHooks.preReceive(
        lines.joined(separator: "\n"), environment: environment)
    case "pre-commit": refused = try await JudgeHooks.preCommit(environment: environment)
    case "post-merge":
      let found = try await JudgeHooks.postMerge(environment: environment)
      for line in found { HooksCheck.say(line) }
      if !found.isEmpty {
        Console.say("git-judge: `git judge fsck` says more, and `git judge fsck --repair` mends it")
      }
      return
    default: throw ValidationError("there is no check for the hook \(hook)")
    }
    guard !refused.isEmpty else { return }
    for line in refused.prefix(20) { HooksCheck.say(line) }
    if refused.count > 20 { Console.say("git-judge: … \(refused.count - 20) more") }
    if let remedy = JudgeHooks.remedy(for: refused) {
      Console.say(JudgeHooks.hintMark + RemedyText.of(remedy))
    }
    throw ExitCode(1)
  }
}
