import ArgumentParser
import GitJudge

/// `git judge register`.
struct RegisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Register what `align` made as the next version, with a tag that carries its report.",
    discussion: """
      It takes the body of the last `git judge align NAME` in this clone, else the only one that \
      is not registered; a hash prefix picks. One that did not improve is exit code 1, unless \
      --force.

      EXAMPLES
        git judge register tone
        git judge register tone --as tone_aligned --tag alignment_date=2026-11-20
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The judge's name, or a prefix of an aligned body's hash.") var judge: String

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Register it under another name.", valueName: "name"))
  var newName: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A tag of the version; may be repeated.", valueName: "key=value"))
  var tag: [String] = []

  @Flag(help: "Register a judge that did not improve too.")
  var force = false

  func run() async throws {
    let result = try await options.open().alignments.registerAligned(
      judge, as: newName, tags: try TagArgument.dictionary(tag), anyway: force)
    options.warn(ofMissingTag: result)
    options.confirm(result.json) {
      let word = result.wasThere ? "is there already as" : "registered as"
      return "\(SafeText.terminal(result.judge)) \(word) version \(result.version) "
        + "(\(result.hash.prefix(12))), tag \(result.tag)\n"
    }
  }
}

/// `git judge unregister`.
struct UnregisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unregister",
    abstract: "Take a version out of the registry; body, history and tag stay.",
    discussion: """
      EXAMPLES
        git judge unregister tone@v2
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "NAME@vN.") var judge: String

  func run() async throws {
    guard judge.contains("@") else {
      throw ValidationError("say which version: NAME@vN")
    }
    let version = try await options.open().judges.unregister(judge)
    options.confirm([
      "judge": .string(version.name),
      "version": version.number.map { .number(Double($0)) } ?? .null,
      "hash": .string(version.hash.hex),
    ]) { "\(SafeText.terminal(version.label)) is no longer registered\n" }
  }
}
