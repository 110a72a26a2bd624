import ArgumentParser
import GitJudge

/// `git judge cache`.
struct CacheCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "The answers of models that are kept, so that the same call is never paid twice.",
    subcommands: [CacheList.self, CacheClear.self, CacheVerify.self])
}

/// `git judge cache ls`.
struct CacheList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "Say what the cache holds.",
    discussion: """
      EXAMPLES
        git judge cache ls
      """)

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let listing = try await options.open().callCache.list()
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
    commandName: "clear", abstract: "Forget answers; the next run calls again.",
    discussion: """
      EXAMPLES
        git judge cache clear
        git judge cache clear --model openai:/gpt-4.1-mini
      """)

  @OptionGroup var options: RepositoryOptions

  @Option(help: ArgumentHelp("Only this model's.", valueName: "uri"))
  var model: String?

  func run() async throws {
    let count = try await options.open().callCache.clear(model: model)
    options.confirm(["cleared": .number(Double(count))]) { "Forgot \(Count.of(count, "answer"))\n" }
  }
}

/// `git judge cache verify`.
struct CacheVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that each answer is filed under its request's hash.",
    discussion: """
      A damaged answer is never used; exit 1 says that there are some.

      EXAMPLES
        git judge cache verify
      """)

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let listing = try await options.open().callCache.list()
    options.print(listing.json) {
      listing.damaged.isEmpty
        ? "\(Count.of(listing.count, "answer")), all as filed\n"
        : listing.damaged.map { "damaged: \(SafeText.terminal($0))\n" }.joined()
    }
    if !listing.damaged.isEmpty { throw ExitCode(1) }
  }
}
