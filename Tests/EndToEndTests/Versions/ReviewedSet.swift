import JudgeTestSupport

/// Traces that three people reviewed, of whom one says much that the others do not, and a judge
/// on a stub server that knows less than they do.
struct ReviewedSet: Sendable {
  /// Lines with the labels of some people.
  static func lines(_ count: Int, of people: Set<String>, seed: UInt64 = 3) -> [JSON] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let isGood = random.once(in: 2)
      let (value, contrary): (JSON, JSON) = isGood ? ("good", "bad") : ("bad", "good")
      var labels: [String: JSON] = ["ann": value]
      // Ties without cleo, outvoted or deciding with her; some traces only she has labelled.
      if !random.once(in: 4) { labels["bob"] = random.once(in: 6) ? contrary : value }
      if !random.once(in: 3) { labels["cleo"] = random.once(in: 3) ? contrary : value }
      if random.once(in: 6) { labels = ["cleo": value] }
      return Samples.line(
        "case-\(number)", inputs: ["question": .text("Where is parcel \(number)?")],
        outputs: [
          "answer": .text(isGood ? "Certainly, parcel \(number) arrives soon." : "No. \(number)")
        ], labels: labels.filter { people.contains($0.key) })
    }
  }

  static let everybody: Set<String> = ["ann", "bob", "cleo"]

  /// The stub's answer: guidelines of its own where it is asked for some; a verdict that follows
  /// them where the prompt has them and it can, and is the contrary else.
  static func answer(_ prompt: String, follows: Bool = true) -> String {
    if prompt.contains("guideline_text") {
      // Another prompt, another rule: what was shown can be told from the judge's bytes.
      let length = prompt.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) } % 100_000
      return #"{"guidelines":[{"guideline_text":"Certainty is good, rule \#(length).","#
        + #""source_trace_ids":[1,2],"replaces":[]}]}"#
    }
    let isGood =
      (prompt.ranges(of: "Certainly, parcel").last?.lowerBound ?? prompt.startIndex)
      > (prompt.ranges(of: "No. ").last?.lowerBound ?? prompt.startIndex)
    let knows =
      follows
      && (prompt.contains("Certainty is good") || prompt.contains("arrives soon.\"}"))
    return #"{"rationale":"","result":"\#(isGood == knows ? "good" : "bad")"}"#
  }

  /// A store with the labels of some people and a judge.
  static func store(
    _ world: World, _ name: String, of people: Set<String> = everybody, url: String?
  ) throws -> Repository {
    let repository = try Repository.ready(world, name)
    try repository.load(Array(lines(80, of: people).prefix(60)), as: "\(name).jsonl")
    try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good", "--model",
      url == nil ? "embedded:/lexical" : "openai:/stub")
    if let url { try repository.git("config", "judge.openai.baseUrl", url + "/v1") }
    return repository
  }
}
