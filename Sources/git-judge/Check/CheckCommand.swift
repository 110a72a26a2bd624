import ArgumentParser
import GitJudge

/// `git judge check`.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a judge with one file of verdicts and labels, without a repository or a key.",
    discussion: """
      Shows whether the judge is fit for use, how well it agrees with people, and where it \
      disagrees.

      The file is CSV, TSV, JSON lines or a JSON list. Each row is a case with the judge's verdict \
      and the labels of one or more people. Common column names are detected; use options for \
      other names. If each label has a row of its own, use --rater for the column of people and \
      --id for the column of cases.

      A missing verdict counts as wrong. If people disagree on a case, the majority counts; ties \
      are left out. Cases with the same input, or the same --group, count as one group in every \
      interval. The judge is fit for use if the 95 % lower bounds of TPR and TNR reach 0.8 \
      (--bar), or that of kappa reaches 0.6 if there are no passing values.

      EXAMPLES
        git judge check results.csv
        git judge check results.csv --judge verdict --human label
        git judge check results.csv --judge verdict --human ann,bob --passing yes
        git judge check scores.csv --label-map '>=0.5=pass,<0.5=fail'
        git judge check results.csv --html > check.html
        git judge check results.csv --min-kappa 0.6 --require-fit
      """)

  @Argument(help: ArgumentHelp("The file to check; - is standard input.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("The column with the judge's verdicts.", valueName: "column"))
  var judge: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A column with one person's labels; comma-separated or repeated.", valueName: "column"))
  var human: [String] = []

  @Option(
    help: ArgumentHelp(
      "The column with people's names, if each label has a row of its own.",
      valueName: "column"))
  var rater: String?

  @Option(help: ArgumentHelp("The column with the id of the case.", valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp(
      "The column with the group of related cases, such as a conversation.", valueName: "column"))
  var group: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A column with text to show; comma-separated or repeated.", valueName: "column"))
  var text: [String] = []

  @Option(help: ArgumentHelp("The column with the judge's reasons.", valueName: "column"))
  var judgeReason: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A column with one person's reasons, in the order of --human.", valueName: "column"))
  var humanReason: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Replace values, such as good=pass or >=0.5=pass; comma-separated or repeated.",
      valueName: "from=to"))
  var labelMap: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A passing value, or a comparison such as >=4; comma-separated or repeated.",
      valueName: "value"))
  var passing: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "The values from low to high; comma-separated or repeated.", valueName: "values"))
  var ordered: [String] = []

  @Option(
    help: "The bar for the lower bounds, from 0 to 1. Default: git config judge.bar.")
  var bar: Double?

  @Option(help: "The format of the file: csv, tsv or jsonl. Default: detected.")
  var format: String?

  @Option(
    help: ArgumentHelp(
      "Keep cases, labels and verdicts in this repository's store, under this name.",
      valueName: "name"))
  var keep: String?

  @Option(name: .customLong("show"), help: "Number of disagreements to show.")
  var shown = 5

  @Option(help: ArgumentHelp("Exit with 1 if accuracy is lower than this.", valueName: "share"))
  var minAccuracy: Double?

  @Option(
    help: ArgumentHelp("Exit with 1 if Cohen's kappa is lower than this.", valueName: "kappa"))
  var minKappa: Double?

  @Option(
    help: ArgumentHelp(
      "Exit with 1 if the true positive rate is lower than this.", valueName: "share"))
  var minTPR: Double?

  @Option(
    help: ArgumentHelp(
      "Exit with 1 if the true negative rate is lower than this.", valueName: "share"))
  var minTNR: Double?

  @Flag(help: "Exit with 1 unless the judge is fit for use.")
  var requireFit = false

  @Flag(help: "Print a web page.")
  var html = false

  @Flag(help: "Print Markdown.")
  var md = false

  @Flag(help: "Print one JSON document with stable keys.")
  var json = false

  @Flag(name: [.customShort("q"), .long], help: "Print only the answer, gates and errors.")
  var quiet = false

  @OptionGroup var colour: ColourOptions

  func validate() throws {
    guard [html, md, json].count(where: { $0 }) <= 1 else {
      throw ValidationError("--html, --md and --json exclude each other")
    }
    for (name, value) in [
      ("--bar", bar), ("--min-accuracy", minAccuracy), ("--min-tpr", minTPR),
      ("--min-tnr", minTNR),
    ] {
      guard let value else { continue }
      guard (0...1).contains(value) else {
        throw ValidationError("\(name) must lie between 0 and 1")
      }
    }
    if let minKappa, !(-1...1).contains(minKappa) {
      throw ValidationError("--min-kappa must lie between -1 and 1")
    }
    guard shown >= 0 else { throw ValidationError("--show must be at least 0") }
    if let format, CaseTable.Format(rawValue: format) == nil {
      throw ValidationError("--format \(format): it is one of csv, tsv, jsonl")
    }
  }

  func run() async throws {
    var options = try options()
    // A bar in the options is for every figure; the setting is only for TPR and TNR.
    options.bars =
      if let bar { FitForUse.Bars(rate: bar, kappa: bar) } else {
        try await FitnessService.bars(at: ".")
      }
    let result = try CheckFile.check(file, options)
    let gates = try gates(result)
    // The look is recorded before any figure is printed.
    let kept: CheckService.KeptCheck? =
      if let keep { try await JudgeRepository.open().checks.keep(result, as: keep) } else { nil }
    for problem in result.problems.prefix(20) {
      Console.say("\(SafeText.terminal(result.file)):\(problem.line): \(problem.message)")
    }
    if result.problems.count > 20 {
      Console.say("… \(Count.of(result.problems.count, "row")) could not be read in all")
    }
    if json {
      var document = result.json { RemedyText.of($0) }
      if var object = document.objectValue {
        object["gates"] = .array(gates.map(\.json))
        object["passed"] = gates.isEmpty ? .null : .bool(gates.allSatisfy(\.isPassed))
        document = .object(object)
      }
      Console.line(SafeText.json(document.prettyText()))
    } else if html {
      Console.write(CheckPage(result: result, gates: gates).html)
    } else {
      let text = CheckText(
        result: result, gates: gates, format: md ? .markdown : .terminal, shown: shown)
      Console.write(Style.output.words(quiet ? text.brief : text.text))
      if !quiet, !md, keep == nil { Console.write(SafeText.terminal(next, keepLines: true)) }
    }
    if let keep, let kept { try tell(kept, as: keep) }
    if !gates.allSatisfy(\.isPassed) { throw ExitCode(1) }
    if !result.problems.isEmpty { throw ExitCode(3) }
  }

  private func options() throws -> CheckOptions {
    var options = CheckOptions()
    options.judge = judge
    options.humans = try ListArgument.items(human, of: "--human")
    options.rater = rater
    options.id = id
    options.group = group
    options.texts = try ListArgument.items(text, of: "--text")
    options.judgeReason = judgeReason
    options.humanReasons = try ListArgument.items(humanReason, of: "--human-reason")
    options.labelMap = try ListArgument.items(labelMap, of: "--label-map")
    options.passing = try ListArgument.items(passing, of: "--passing")
    options.ordered = try ListArgument.items(ordered, of: "--ordered")
    options.format = format.flatMap { CaseTable.Format(rawValue: $0) }
    return options
  }

  private func gates(_ result: CheckResult) throws -> [CheckGate] {
    let report = result.report
    func rate(_ name: String, _ value: ClusteredProportion?) throws -> Double? {
      guard let value else {
        throw ValidationError("\(name) needs a passing value: specify it with --passing")
      }
      return value.value
    }
    var gates: [CheckGate] = []
    if let minAccuracy {
      gates.append(
        CheckGate(name: "accuracy", value: report.figures.accuracy.value, limit: minAccuracy))
    }
    if let minKappa {
      gates.append(CheckGate(name: "kappa", value: report.figures.kappa, limit: minKappa))
    }
    if let minTPR {
      let value = try rate("--min-tpr", report.figures.truePositive)
      gates.append(CheckGate(name: "tpr", value: value, limit: minTPR))
    }
    if let minTNR {
      let value = try rate("--min-tnr", report.figures.trueNegative)
      gates.append(CheckGate(name: "tnr", value: value, limit: minTNR))
    }
    if requireFit { gates.append(CheckGate(fit: report.figures.fit)) }
    return gates
  }

  private func tell(_ kept: CheckService.KeptCheck, as name: String) throws {
    for problem in kept.imported.rejected.prefix(20) {
      Console.say(
        "\(SafeText.terminal(problem.file)):\(problem.line): \(SafeText.terminal(RemedyText.text(problem.message, problem.remedy)))"
      )
    }
    if !quiet {
      Console.say(
        SafeText.terminal(
          "Kept \(Count.of(kept.imported.traces, "trace")) and "
            + "\(Count.of(kept.imported.assessments, "label and verdict", "labels and verdicts")) in "
            + "the experiment \(kept.experiment); the judge is \(name)@v\(kept.version)\n"
            + "The experiment \(kept.experiment) is now the current one.\n"
            + "Next: git judge agreement \(Shell.quoted(name))\n"
            + "      git judge errors \(Shell.quoted(name))    where the judge is wrong\n"
            + "      git judge disagreements \(Shell.quoted(name))    where people disagree\n"
            + "      git judge align \(Shell.quoted(name))", keepLines: true))
    }
    if !kept.imported.rejected.isEmpty { throw ExitCode(3) }
  }

  /// The command for the next step: this one, with the options that made the result correct.
  private var next: String {
    var words: [String] = []
    var rest = CommandLine.arguments.dropFirst()[...]
    while let word = rest.popFirst() {
      if word == "--show" {
        rest = rest.dropFirst()
      } else if !word.hasPrefix("--show=") {
        words.append(Shell.quoted(word))
      }
    }
    return "\nKeep these labels in git, and align the judge to them:\n  git judge "
      + "\(words.joined(separator: " ")) --keep NAME\n"
  }
}

/// A condition on the result of `check`.
struct CheckGate {
  let name: String
  let value: Double?
  let limit: Double?
  let isPassed: Bool

  /// Creates a condition that a figure reaches a limit; an undefined figure does not.
  init(name: String, value: Double?, limit: Double) {
    self.name = name
    self.value = value
    self.limit = limit
    isPassed = value.map { $0 >= limit } ?? false
  }

  /// Creates a condition that the judge is fit for use.
  init(fit: FitForUse) {
    name = "fit"
    value = nil
    limit = nil
    isPassed = fit.verdict == .fit
  }

  /// The condition as JSON with stable keys.
  var json: JSONValue {
    [
      "name": .string(name), "value": value.map { .number($0) } ?? .null,
      "limit": limit.map { .number($0) } ?? .null, "passed": .bool(isPassed),
    ]
  }

  /// The condition in words.
  var text: String {
    let word = isPassed ? "passed" : "failed"
    guard let limit else { return "\(word): \(isPassed ? "fit" : "not proved fit") for use" }
    return "\(word): \(name) is \(Figures.share(value)); the minimum is \(Figures.share(limit))"
  }
}
