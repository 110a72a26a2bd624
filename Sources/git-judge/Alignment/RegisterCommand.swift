import ArgumentParser
import GitJudge

/// `git judge register`.
struct RegisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Register an aligned judge as the next version, with its report card.",
    discussion: """
      Registers the result of the last `git judge align NAME` in this clone. If there is none, it \
      registers the only aligned judge that is not yet registered. To select another one, give the \
      prefix of its hash. The version gets a git tag with the report card as its message.

      --alias sets an alias of the new version, as `git judge alias` does. If the alias is refused, \
      the version is registered all the same.

      If the judge did not improve, it is not registered and the exit code is 1, unless you use \
      --force.

      EXAMPLES
        git judge register tone
        git judge register tone --alias staging
        git judge register tone --as tone_aligned --tag alignment_date=2026-11-20
      """)

  @Argument(help: "The judge's name, or a prefix of an aligned body's hash.") var judge: String

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Register the judge under this name.", valueName: "name"))
  var newName: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A tag for the version; may be repeated.", valueName: "key=value"))
  var tag: [String] = []

  @Option(help: "Set this alias of the version, such as staging or production.")
  var alias: String?

  @Flag(help: "Register the judge even if it did not improve.")
  var force = false

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let result = try await repository.alignments.registerAligned(
      judge, as: newName, tags: try TagArgument.dictionary(tag), anyway: force)
    options.warn(ofMissingTag: result)
    var refusal: (any Error)?
    var document = result.json.objectValue ?? [:]
    if let alias {
      do {
        _ = try await repository.versions.setAlias(
          alias, to: "\(result.judge)@v\(result.version)", allowUnfit: false)
        document["alias"] = .string(alias)
      } catch {
        refusal = error
        document["alias"] = .null
      }
    }
    let isAliased = refusal == nil
    options.confirm(.object(document)) {
      let word = result.wasThere ? "is there already as" : "registered as"
      return "\(SafeText.terminal(result.judge)) \(word) version \(result.version) "
        + "(\(result.hash.prefix(12))), tag \(result.tag)"
        + (isAliased ? alias.map { ", alias \(SafeText.terminal($0))" } ?? "" : "") + "\n"
    }
    if let refusal { throw refusal }
  }
}

/// `git judge unregister`.
struct UnregisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unregister",
    abstract: "Remove a version from the registry; its body, history and tag stay.",
    discussion: """
      EXAMPLES
        git judge unregister tone@v2
      """)

  @Argument(help: "The version: NAME@vN.") var judge: String

  @OptionGroup var options: RepositoryOptions

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
