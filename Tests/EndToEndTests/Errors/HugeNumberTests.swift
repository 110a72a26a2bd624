import JudgeTestSupport
import Testing

/// Numbers at and beyond the ends of what a computer counts: a result or a clear error, no trap.
@Suite struct HugeNumberTests {
  /// Made once: what the commands write hinders none of the others.
  private static let world = Result {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(24))
    try repository.newJudge("tone", "--values", "good,bad", "--model", "recorded:/right")
    return repository
  }

  private static let integers = [
    "9223372036854775807", "9223372036854775806", "4611686018427387904", "-9223372036854775808",
    "9223372036854775808", "1e999",
  ]
  private static let reals = ["1e999", "-1e999", "nan", "1e308", "9223372036854775807"]

  private static let commands: [(arguments: [String], values: [String])] = [
    (["trace", "list", "--limit", "N"], integers), (["runs", "list", "--limit", "N"], integers),
    (["label", "tone", "--plain", "--limit", "N"], integers),
    (["assign", "tone", "--batch", "b", "--reviewers", "ann", "--limit", "N"], integers),
    (["assign", "tone", "--batch", "c", "--reviewers", "ann,bob", "--overlap", "N"], integers),
    (["assign", "tone", "--batch", "d", "--reviewers", "ann,bob", "--repeat-share", "N"], reals),
    (["run", "tone", "--concurrency", "N"], integers),
    (["run", "tone", "--max-calls", "N"], integers),
    (["run", "tone", "--max-cost", "N"], reals),
    (["consensus", "tone", "--method", "dawid-skene", "--iterations", "N"], integers),
    (["learning-curve", "tone", "--optimizer", "calibration", "--sizes", "N"], integers),
    (
      ["learning-curve", "tone", "--optimizer", "calibration", "--sizes", "4", "--seeds", "N"],
      integers
    ),
    (["align", "tone", "--optimizer", "calibration", "--seed", "N"], integers),
    (["align", "tone", "--optimizer", "calibration", "--repeats", "N"], integers),
    (["align", "tone", "--optimizer", "calibration", "--min-labels", "N"], integers),
    (["align", "tone", "--optimizer", "simba", "--set", "batch_size=N"], integers),
    (["align", "tone", "--optimizer", "gepa", "--set", "max_metric_calls=N"], integers),
    (["align", "tone", "--optimizer", "memalign", "--set", "retrieval_k=N"], integers),
    (["gate", "0000", "--max-errors", "N"], integers),
    (["gate", "0000", "--min-kappa", "N"], reals),
    (["gate", "0000", "--min", "tone/pass=N"], reals),
    (["new", "m", "--builtin", "response_length", "--set", "max=N"], reals + integers),
    (["new", "p", "--prompt", "p.txt", "--threshold", "N"], reals),
    (["new", "e", "--exec", "cat", "--timeout", "N"], reals),
    (["evaluate", "--judge", "tone", "--exec", "cat", "--timeout", "N"], reals),
    (["show", "tone@vN"], integers), (["diff", "tone@v1", "tone@vN"], integers),
    (["alias", "tone", "best", "vN"], integers),
    (["trace", "list", "--where", "timestamp > N"], integers + reals),
    (["trace", "list", "--where", "feedback.tone <= N"], integers + reals),
    (["feedback", "add", "case-1", "--name", "score", "--value-json", "N"], integers + reals),
  ]

  @Test(arguments: commands.indices)
  func ends(index: Int) throws {
    let repository = try Self.world.get()
    let command = Self.commands[index]
    // Three ends of each command, others of the next one; the long tests try all.
    let values =
      PropertyRuns.isLong
      ? command.values
      : (0..<3).map { command.values[(index + $0 * 2) % command.values.count] }
    for value in values {
      let arguments = command.arguments.map { $0.replacing("N", with: value) }
      // Standard input of commands that ask is empty.
      let outcome = try repository.judge(arguments)
      #expect([0, 2, 3, 5].contains(outcome.status), "\(outcome.all)")
      #expect(!outcome.errorText.contains("Fatal error"), "\(outcome.all)")
      if outcome.status != 0 {
        #expect(outcome.errorText.lowercased().contains("error: "), "\(outcome.all)")
      }
    }
  }

  @Test("Numbers in files, too")
  func files() throws {
    let repository = try Repository.ready()
    let line = """
      {"client_request_id": "NAME", "inputs": "q", "outputs": "a", FIELD, "assessments": [
      {"name": "tone", "source_type": "HUMAN", "source_id": "ann", "value": VALUE}]}
      """
    let fields = [
      "\"request_time\": N", "\"execution_duration_ms\": N", "\"timestamp_ms\": -N",
      "\"spans\": [{\"name\": \"s\", \"start_time_unix_nano\": N, \"end_time_unix_nano\": 0}]",
      "\"spans\": [{\"name\": \"s\", \"start_time_ns\": \"N\", \"status\": {\"code\": N}}]",
      "\"tags\": {\"n\": N}", "\"metadata\": {\"mlflow.trace.tokenUsage\": {\"input_tokens\": N}}",
    ]
    let values = ["9223372036854775807", "18446744073709551616", "1e308", "1e999", "-1e308"]
    var text = ""
    for (row, field) in fields.enumerated() {
      for (column, value) in values.enumerated() {
        let filled = field.replacing("N", with: value)
        text +=
          line.replacing("NAME", with: "r\(row)-\(column)").replacing("FIELD", with: filled)
          .replacing("VALUE", with: value).replacing("\n", with: " ") + "\n"
      }
    }
    let file = try repository.world.write("numbers.jsonl", text)
    for command in [
      ["trace", "import", file], ["trace", "list"], ["trace", "list", "--json"],
      ["evaluate", "--no-judges", "--data", file, "--json"], ["agreement", "tone"],
      ["consensus", "tone", "--method", "mean"],
      ["trace", "list", "--order-by", "execution_time DESC"],
    ] {
      let outcome = try repository.judge(command)
      #expect([0, 3].contains(outcome.status), "\(outcome.all.suffix(2000))")
      #expect(!outcome.errorText.contains("Fatal error"), "\(outcome.all.suffix(2000))")
    }
  }
}
