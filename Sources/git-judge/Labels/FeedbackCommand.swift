import ArgumentParser
import GitJudge

/// `git judge feedback …`.
struct FeedbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feedback",
    abstract: "Add, import, list and delete people's labels.",
    subcommands: [
      FeedbackAdd.self, FeedbackImport.self, FeedbackList.self, FeedbackDelete.self,
    ])
}

/// The options of a label.
struct LabelOptions: ParsableArguments {
  @Argument(help: "The trace's id, or a prefix of at least 4 digits.")
  var trace: String

  @Option(help: "The question, or the name of the expectation.")
  var name: String

  @Option(help: "The value. It is matched with the values that the judge declares.")
  var value: String?

  @Option(
    name: .customLong("value-json"),
    help: ArgumentHelp("The value as JSON.", valueName: "json"))
  var valueJSON: String?

  @Option(help: "The reason.")
  var rationale: String?

  @Option(
    name: .customLong("source-id"),
    help: ArgumentHelp(
      "The person who gives it. Default: your git e-mail address.", valueName: "id"))
  var sourceID: String?

  @Option(
    name: .customLong("span-id"),
    help: ArgumentHelp(
      "The span that it is about, if it is not about the whole trace.", valueName: "id"))
  var spanID: String?

  @Option(
    name: .customLong("entered-by"),
    help: ArgumentHelp(
      "The program that enters the label for a person. The label is listed and does not count.",
      valueName: "name"))
  var enteredBy: String?

  @Flag(
    name: .customLong("allow-secrets"),
    help: "Accept text that looks like a key, a token or a password.")
  var allowsSecrets = false

  func validate() throws {
    guard (value == nil) != (valueJSON == nil) else {
      throw ValidationError("give exactly one of --value and --value-json")
    }
  }

  /// Returns the label.
  func label() throws -> LabelService.NewLabel {
    var label = LabelService.NewLabel(trace: trace, name: name)
    label.text = value
    if let valueJSON {
      do { label.json = try JSONValue(parsing: Array(valueJSON.utf8)) } catch {
        throw ValidationError("--value-json: column \(error.column): \(error.message)")
      }
    }
    label.rationale = rationale
    label.sourceID = sourceID
    label.spanID = spanID
    label.enteredBy = enteredBy
    return label
  }
}

/// `git judge feedback add`.
struct FeedbackAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a label to a trace.",
    discussion: """
      Stores a label of type HUMAN under your git e-mail address. If you have labeled the trace \
      before, the new label replaces the old one. The old label is kept and no longer counts.

      EXAMPLES
        git judge feedback add tr-12ab --name tone --value good --rationale "Friendly, precise."
        git judge feedback add 12ab --name score --value-json 4
      """)

  @OptionGroup var label: LabelOptions

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    var repository = try await options.open()
    repository.allowsSecrets = label.allowsSecrets
    let stored = try await repository.labels.addFeedback(try label.label())
    for note in try await repository.labels.unasked([label.name]) { options.say("note: \(note)") }
    let offered = try await repository.reviews.offered(on: label.name)
    if let value = label.value, !offered.isEmpty, !offered.contains(value) {
      options.say(
        "note: \"\(value)\" is none of the answers that \(label.name) offers: "
          + offered.joined(separator: ", "))
    }
    switch stored.standing {
    case .unconfirmed:
      options.say(
        "note: the label is in the name of a pinned reviewer, so it does not count until an owner "
          + "confirms it: `git judge owners --confirm \(stored.assessmentID)`")
    case .disputed:
      options.say(
        "note: the label does not count: its source, or the person who imported the label that is "
          + "there, has the word")
    default: break
    }
    options.confirm(stored.json) { stored.text }
  }
}

/// `git judge feedback delete`.
struct FeedbackDelete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a label.",
    discussion: """
      You can delete your own labels. With --source-id, you can also delete labels that you \
      imported; owners can delete all imported labels. Any other deletion is stored and shown as a \
      dispute, and the label still counts. If the deleted label had replaced another one, that one \
      counts again.

      EXAMPLES
        git judge feedback delete a-91c2
      """)

  @Argument(help: "The label's id, or a prefix of at least 4 digits.") var id: String

  @Option(
    name: .customLong("source-id"),
    help: ArgumentHelp(
      "The person in whose name you delete it. Default: your git e-mail address.", valueName: "id"))
  var sourceID: String?

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let (label, isDispute) = try await options.open().labels.delete(id, as: sourceID)
    if isDispute {
      options.say(
        "note: the label is \(label.assessment.source.id)'s, and only they, the person who imported "
          + "it or an owner can take it back in their name (--source-id); the deletion is kept as a "
          + "dispute and the label still counts")
    }
    options.confirm([
      "assessment_id": .string(label.id), "trace_id": .string(label.assessment.traceID),
      "dispute": .bool(isDispute),
    ]) { isDispute ? "Disputed \(label.id)\n" : "Took back \(label.id)\n" }
  }
}

extension LabelService.StoredLabel {
  /// The outcome of storing the label, in words.
  var text: String {
    guard commit != nil else { return "\(assessmentID) says that already\n" }
    return "\(assessmentID) on \(traceID)" + (overrides.map { ", replaces \($0)" } ?? "") + "\n"
  }
}
