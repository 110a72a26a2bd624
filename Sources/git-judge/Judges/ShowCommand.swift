import ArgumentParser
import GitJudge

/// `git judge show`.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a judge: instructions, values, calibration and report card.",
    discussion: """
      With --mlflow, prints the judge as a serialized scorer for MLflow's own client. Guidelines \
      and examples go into the instructions; what cannot be expressed is listed on standard error. \
      --measure asks the written judge about labeled traces that did not teach the judge, and \
      prints how often the two agree. That is a recorded look at the test set.

      EXAMPLES
        git judge show tone
        git judge show tone@v2 --json
        git judge show 9f8e7d6c
        git judge show tone@v2 --mlflow > tone.json
        git judge show tone@v2 --mlflow --measure --max-cost 1.00 > tone.json
      """)

  @Argument(help: "The judge: NAME, NAME@v3, NAME@v3:hash8, NAME@alias or a hash prefix.")
  var judge: String

  @Flag(help: "Print the judge as a scorer for MLflow's client.")
  var mlflow = false

  @Flag(help: "With --mlflow: ask the scorer's judge, and print what is lost.")
  var measure = false

  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var calls: CallArguments
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard mlflow || !measure else { throw ValidationError("--measure needs --mlflow") }
  }

  func run() async throws {
    guard !mlflow else { return try await runMLflow() }
    let repository = try await options.open()
    let stored = try await repository.judges.find(named: judge)
    let (version, warning) = try await repository.redactions.shown(stored)
    let report = try await repository.versions.report(of: version)
    let parts = options.json ? [] : try await repository.versions.blame(stored)
    let reading = try await repository.looks.reading(before: stored)
    if let warning { options.say("warning: \(RemedyText.of(warning))") }
    options.print(version.json(report: report, reading: reading)) {
      Self.text(version, report, parts, reading)
    }
  }

  private func runMLflow() async throws {
    let quiet = options.quiet
    let written = try await options.open(calls).judges.mlflow(
      judge, measuring: measure, test: testSet.access
    ) { text in
      if !quiet { Console.say(SafeText.terminal(text)) }
    }
    for loss in written.losses { options.say("not expressed: \(loss)") }
    if let measured = written.measured {
      for note in measured.notes { options.say("note: \(note)") }
      options.say(Self.text(written))
    }
    options.print(written.json) { SafeText.json(written.scorer.prettyText()) + "\n" }
    if let measured = written.measured { try calls.checkUnasked(measured.unaskedGroups) }
  }

  private static func text(_ written: MLflowJudge) -> String {
    guard let agreement = written.agreement, let unseen = written.measured?.unseen else {
      return "not measured: there is no labeled trace that did not teach the judge"
    }
    let share = Figures.share(Double(agreement.same) / Double(agreement.n))
    let accuracies = unseen.figures.outcomes
    return "the scorer gives the same verdict on \(agreement.same) of "
      + "\(Count.of(agreement.n, "labeled trace")) (\(share)); accuracy "
      + "\(Figures.share(accuracies.base.value)) here, "
      + "\(Figures.share(accuracies.candidate.value)) as a scorer"
  }

  private static func text(
    _ version: JudgeVersion, _ report: Report?, _ parts: [BlamedPart], _ reading: TestSetReading?
  ) -> String {
    let body = version.body
    var text = ""
    func line(_ name: String, _ value: String) {
      text +=
        name + String(repeating: " ", count: max(1, 16 - name.count))
        + SafeText.terminal(value) + "\n"
    }
    line("Judge", version.label)
    line("Hash", version.hash.hex)
    if body.feedbackName != version.name { line("Answers", body.feedbackName) }
    line("Model", body.model ?? "none chosen")
    line("Values", body.values.map { $0.stringValue ?? $0.canonicalText }.joined(separator: ", "))
    if !body.ordered.isEmpty {
      line(
        "Ordered",
        body.ordered.map { $0.stringValue ?? $0.canonicalText }.joined(separator: " < "))
    }
    if !body.pass.isEmpty {
      line("Pass", body.pass.map { $0.stringValue ?? $0.canonicalText }.joined(separator: ", "))
    }
    if let registration = version.registration {
      line("Registered", registration.time?.text ?? "")
      if let author = registration.author { line("By", "\(author.name) <\(author.email)>") }
      for tag in registration.tags { line("Tag", "\(tag.key)=\(tag.value.stringValue ?? "")") }
    }
    if let reading { line("Test set", reading.sentence) }
    if let calibration = body.calibration {
      let features = calibration["features"]?.arrayValue?.count ?? 0
      line("Calibration", "yes, on \(features) lexical features")
    }
    for step in body.steps {
      line(
        "Learned",
        "by \(step.title) from \(Count.of(step.labels.count, "label")), seed \(step.seed), "
          + "starting from \(step.base.prefix(12))")
    }
    if let retrieval = body.retrieval {
      line(
        "Retrieves",
        "\(Count.of(retrieval.count, "example")) a trace, compared by \(retrieval.model)")
    }
    if let form = body.form { line("Form", form.rawValue) }
    for setting in body.settings where setting.key != "members" {
      line("  \(setting.key)", setting.value.stringValue ?? setting.value.canonicalText)
    }
    for member in body.settings["members"]?.arrayValue ?? [] {
      let command = member["settings"]?["command"]?.arrayValue?.compactMap(\.stringValue) ?? []
      line("  member", (member["name"]?.stringValue ?? "") + " " + command.joined(separator: " "))
    }
    if !body.inference.isEmpty { line("Inference", JSONValue.object(body.inference).canonicalText) }
    for (name, value) in examples(parts) { line(name, value) }
    text += guidelines(body, parts)
    if !body.instructions.isEmpty {
      text += "\nInstructions\n\(SafeText.terminal(body.instructions, keepLines: true))\n"
    }
    if let report {
      text +=
        "\nReport card\n"
        + Style.output.card(
          SafeText.terminal(ReportText.card(report, of: body), keepLines: true),
          isImproved: report.figures["improved"]?.boolValue)
    }
    return text
  }

  private static let shownExamples = 10

  /// Returns the first examples with their labels; `--json` has the rest.
  private static func examples(_ parts: [BlamedPart]) -> [(String, String)] {
    var rows: [(String, String)] = []
    for part in parts {
      guard case .example(let number) = part.part else { continue }
      rows.append(("Example \(number)", part.text + origin(part)))
    }
    guard rows.count > shownExamples else { return rows }
    return rows.prefix(shownExamples)
      + [("", "and \(rows.count - shownExamples) more examples (--json lists them)")]
  }

  private static func guidelines(_ body: JudgeBody, _ parts: [BlamedPart]) -> String {
    guard !body.guidelines.isEmpty else { return "" }
    var text = "\nGuidelines\n"
    for part in parts {
      guard case .guideline(let number) = part.part else { continue }
      let isOver = body.guidelines[number - 1].supersededBy != nil
      text +=
        "\(number). \(SafeText.terminal(part.text))\(origin(part))"
        + (isOver ? " (superseded, not followed)" : "") + "\n"
    }
    return text
  }

  /// Describes the number of labels and reviewers that taught a part.
  private static func origin(_ part: BlamedPart) -> String {
    guard !part.labels.isEmpty else { return "" }
    let (labels, reviewers) = (part.labels.count, part.reviewerCount)
    let redacted = part.labels.count { $0.standing == BlamedPart.Source.redacted }
    let of = reviewers == 0 ? "" : " of " + Count.of(reviewers, "reviewer")
    return "  [\(Count.of(labels, "label"))\(of)\(redacted == 0 ? "" : ", \(redacted) redacted")]"
  }
}

extension JudgeVersion {
  /// Returns the judge as JSON with stable keys.
  func json(report: Report?, reading: TestSetReading? = nil) -> JSONValue {
    let fields = body.fields
    return [
      "name": .string(name), "version": number.map { .number(Double($0)) } ?? .null,
      "hash": .string(hash.hex), "instructions": .string(body.instructions),
      "values": .array(body.values), "pass": .array(body.pass), "ordered": .array(body.ordered),
      "model": body.model.map { .string($0) } ?? .null,
      "feedback_name": .string(body.feedbackName),
      "feedback_value_type": .string(body.valueType.rawValue),
      "guidelines": fields["guidelines"] ?? [], "examples": .array(body.examples),
      "form": body.form.map { .string($0.rawValue) } ?? .null,
      "settings": .object(body.settings), "inference_params": .object(body.inference),
      "calibration": body.calibration.map { .object($0) } ?? .null,
      "retrieval": fields["retrieval"] ?? .null, "steps": fields["steps"] ?? [],
      "registration": registration.map { .object($0.fields) } ?? .null,
      "report": report.map { .object($0.figures) } ?? .null,
      "test_set_read": reading?.json ?? .null,
    ]
  }
}
