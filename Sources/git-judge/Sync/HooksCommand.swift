import ArgumentParser
import Foundation
import GitJudge

/// `git judge hooks`.
struct HooksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks",
    abstract: "Git hooks that keep a store append-only.",
    subcommands: [HooksInstall.self, HooksCheck.self, HooksRun.self])
}

/// `git judge hooks install`.
struct HooksInstall: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Put the hooks in place; one that is there is kept and run first.",
    discussion: """
      On a server (--server), pre-receive looks at each commit of a push. It refuses what is not \
      append-only, not canonical, not of its schema, or over 1 MiB, tags without their registration, \
      rewritten history, and references and names that would block the store. With git config \
      judge.reviewers FILE (a source id a line), a label of a pinned reviewer comes in only in that \
      reviewer's own commit, signed by their key of judge.allowedSigners where the line goes on with \
      `signed`. In a clone, pre-push checks the same before anything leaves, pre-commit what is \
      staged by hand, secrets among it, and post-merge says what a merge by hand lost. They look \
      at the store's branch only. core.hooksPath is respected.

      EXAMPLES
        git judge hooks install
        git -C support.git judge hooks install --server
      """)

  @OptionGroup var options: RepositoryOptions
  @Flag(help: "Install the hook of a server.") var server = false

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
    abstract: "Check the commits of a push or pull request, as the server's hook would.",
    discussion: """
      For a forge that runs no hooks: a job of it runs this command on each push to the store's \
      branch and on each pull request. BASE..HEAD is a push, and BASE must be in the history of HEAD. \
      BASE...HEAD is a pull request. BASE may be missing or all zeros for a new branch. git config \
      judge.reviewers, judge.allowedSigners and judge.owners count as on a server. Exit code 1 where \
      something is refused.

      EXAMPLES
        git judge hooks check origin/judge...HEAD
        git judge hooks check "$BEFORE..$AFTER"
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: ArgumentHelp("BASE..HEAD or BASE...HEAD.", valueName: "range"))
  var range: String

  func run() async throws {
    let (commits, refused) = try await JudgeHooks.check(range, in: options.folder)
    if !options.json {
      for line in refused { Console.say("git-judge: \(SafeText.terminal(line))") }
      if let remedy = JudgeHooks.remedy(for: refused) {
        Console.say(JudgeHooks.hintMark + RemedyText.of(remedy))
      }
    }
    options.print([
      "ok": .bool(refused.isEmpty), "commits": .number(Double(commits)),
      "refused": .array(refused.map { .string($0) }),
    ]) {
      "\(Count.of(commits, "commit")) checked, "
        + (refused.isEmpty ? "nothing refused\n" : "\(refused.count) refused\n")
    }
    if !refused.isEmpty { throw ExitCode(1) }
  }
}

/// `git judge hooks run`: what the installed scripts call.
struct HooksRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a hook's check; the installed scripts call it.",
    shouldDisplay: false)

  @Argument(help: "The hook.") var hook: String
  @Argument(parsing: .allUnrecognized, help: "What git gives the hook.") var rest: [String] = []

  func run() async throws {
    var input: String {
      String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
    }
    let environment = ProcessInfo.processInfo.environment
    let refused: [String]
    switch hook {
    case "pre-receive":
      refused = try await JudgeHooks.preReceive(input, environment: environment)
    case "pre-push":
      // `<local ref> <local object> <remote ref> <remote object>`, turned to a receiver's order.
      let lines = input.split(separator: "\n").compactMap { line -> String? in
        let parts = line.split(separator: " ")
        return parts.count == 4 ? "\(parts[3]) \(parts[1]) \(parts[2])" : nil
      }
      refused = try await JudgeHooks.preReceive(
        lines.joined(separator: "\n"), environment: environment)
    case "pre-commit": refused = try await JudgeHooks.preCommit(environment: environment)
    case "post-merge":
      let found = try await JudgeHooks.postMerge(environment: environment)
      for line in found { Console.say("git-judge: \(SafeText.terminal(line))") }
      if !found.isEmpty {
        Console.say("git-judge: `git judge fsck` says more, and `git judge fsck --repair` mends it")
      }
      return
    default: throw ValidationError("there is no check for the hook \(hook)")
    }
    guard !refused.isEmpty else { return }
    for line in refused.prefix(20) { Console.say("git-judge: \(SafeText.terminal(line))") }
    if refused.count > 20 { Console.say("git-judge: … \(refused.count - 20) more") }
    if let remedy = JudgeHooks.remedy(for: refused) {
      Console.say(JudgeHooks.hintMark + RemedyText.of(remedy))
    }
    throw ExitCode(1)
  }
}
