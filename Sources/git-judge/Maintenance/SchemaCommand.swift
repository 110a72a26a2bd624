import ArgumentParser
import GitJudge

/// `git judge schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema (2020-12) of a record kind.",
    discussion: """
      EXAMPLES
        git judge schema assessment
      """)

  @Argument(help: "The kind of record: \(RecordSchema.kinds.joined(separator: ", ")).")
  var kind: String

  func run() throws {
    guard let text = RecordSchema.text(of: kind) else {
      throw JudgeFailure(
        .notFound, "there is no record kind \"\(kind)\"",
        remedy: .advice("there are: " + RecordSchema.kinds.joined(separator: ", ")))
    }
    Console.write(text)
  }
}
