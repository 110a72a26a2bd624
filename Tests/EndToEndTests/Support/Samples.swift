import JudgeTestSupport

/// Lines that tests import.
enum Samples {
  /// One trace with labels by source and verdicts by model.
  static func line(
    _ key: String, inputs: JSON = ["question": "Where is my parcel?"],
    outputs: JSON = ["answer": "It arrives on Monday."], labels: [String: JSON] = [:],
    verdicts: [String: JSON] = [:], name: JSON = "tone", more: [String: JSON] = [:]
  ) -> JSON {
    var said: [JSON] = []
    for (source, value) in labels.sorted(by: { $0.key < $1.key }) {
      said.append(assessment(name, "HUMAN", source, value))
    }
    for (source, value) in verdicts.sorted(by: { $0.key < $1.key }) {
      said.append(assessment(name, "LLM_JUDGE", source, value))
    }
    var members: [String: JSON] = [
      "client_request_id": .text(key), "inputs": inputs, "outputs": outputs,
    ]
    if !said.isEmpty { members["assessments"] = .list(said) }
    return .object(members.merging(more) { _, new in new })
  }

  private static func assessment(
    _ name: JSON, _ type: String, _ source: String, _ value: JSON
  ) -> JSON {
    ["name": name, "source_type": .text(type), "source_id": .text(source), "value": value]
  }

  /// Traces whose people agree, and whose recorded judges "right" and "reversed" know everything
  /// and the contrary of it.
  static func labelled(_ count: Int, seed: UInt64 = 1) -> [JSON] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let isGood = random.once(in: 2)
      let answer = isGood ? "Certainly, parcel \(number) arrives soon." : "No. \(number)"
      let (value, contrary): (JSON, JSON) = isGood ? ("good", "bad") : ("bad", "good")
      return line(
        "case-\(number)", inputs: ["question": .text("Where is parcel \(number)?")],
        outputs: ["answer": .text(answer)], labels: ["ann": value, "bob": value],
        verdicts: ["right": value, "reversed": contrary])
    }
  }
}
