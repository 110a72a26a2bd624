import ArgumentParser
import Foundation
import GitJudge

/// `git judge cache`.
struct CacheCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "List, check, copy and delete cached answers of models.",
    subcommands: [
      CacheList.self, CacheClear.self, CacheVerify.self, CacheExport.self, CacheImportCommand.self,
    ])
}

/// `git judge cache list`.
struct CacheList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the number of cached answers per model.",
    discussion: """
      EXAMPLES
        git judge cache list
      """)

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let listing = try await options.open().calls.cache.list()
    options.print(listing.json) {
      var table = Table(["model", "answers"])
      for (model, count) in listing.models.sorted(by: { $0.key < $1.key }) {
        table.add([model, "\(count)"])
      }
      return "\(Count.of(listing.count, "answer")), \(Count.of(listing.bytes, "byte"))\n"
        + table.text(.terminal)
    }
  }
}

/// `git judge cache clear`.
struct CacheClear: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Delete cached answers; the next run calls the models again.",
    discussion: """
      EXAMPLES
        git judge cache clear
        git judge cache clear --model openai:/gpt-4.1-mini
      """)

  @Option(help: ArgumentHelp("Only answers of this model.", valueName: "uri"))
  var model: String?

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let count = try await options.open().calls.cache.clear(model: model)
    options.confirm(["cleared": .number(Double(count))]) { "Forgot \(Count.of(count, "answer"))\n" }
  }
}

/// `git judge cache verify`.
struct CacheVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that each cached answer belongs to its request.",
    discussion: """
      Each answer is stored under the hash of its request. A damaged answer is never used. If \
      there are any, the exit code is 1.

      EXAMPLES
        git judge cache verify
      """)

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let listing = try await options.open().calls.cache.list()
    options.print(listing.json) {
      listing.damaged.isEmpty
        ? "\(Count.of(listing.count, "answer")), all as filed\n"
        : listing.damaged.map { "damaged: \(SafeText.terminal($0))\n" }.joined()
    }
    if !listing.damaged.isEmpty { throw ExitCode(1) }
  }
}

/// `git judge cache export`.
struct CacheExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write cached answers as JSON lines, for a machine without a key.",
    discussion: """
      Each line has a request, including the judged text, and the answer. It has no key. The same \
      cache always gives the same lines, so you can commit the file.

      EXAMPLES
        git judge cache export --output eval/calls.jsonl
        git judge cache export --model openai:/gpt-4.1-mini > calls.jsonl
      """)

  @Option(help: ArgumentHelp("Only answers of this model.", valueName: "uri"))
  var model: String?

  @Option(help: ArgumentHelp("The file to write. Default: standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    guard let output else {
      _ = repository.calls.cache.forEachLine(model: model) {
        Console.write($0 + [0x0a])
      }
      return
    }
    let count = try await repository.calls.export(to: output, model: model)
    options.confirm(["exported": .number(Double(count)), "file": .string(output)]) {
      "Wrote \(Count.of(count, "answer")) to \(output)\n"
    }
  }
}

/// `git judge cache import`.
struct CacheImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import answers that `cache export` wrote.",
    discussion: """
      Each answer is stored under the hash of its request. An existing answer is not replaced. The \
      file decides the answers of --offline, so import it only from people whom you trust with the \
      verdicts. In CI, use the file of the target branch, not the file of the change.

      EXAMPLES
        git judge cache import eval/calls.jsonl
        git show origin/main:eval/calls.jsonl | git judge cache import -
      """)

  @Argument(help: "The file, or - for standard input.")
  var file: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let result = try await options.open().calls.importFile(from: file)
    for problem in result.rejected.prefix(20) {
      Console.say(
        "\(SafeText.terminal(problem.file)):\(problem.line): \(SafeText.terminal(problem.message))")
    }
    if result.rejected.count > 20 {
      Console.say("… \(Count.of(result.rejected.count, "line was", "lines were")) rejected in all")
    }
    options.confirm(result.json) {
      "Read \(Count.of(result.imported, "new answer")); \(result.present) already in the cache\n"
    }
    if !result.rejected.isEmpty { throw ExitCode(3) }
  }
}
