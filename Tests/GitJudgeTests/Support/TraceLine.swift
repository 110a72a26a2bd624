import GitJudge

/// A trace with labels and verdicts, as a line of an import.
struct TraceLine {
  /// The caller's key.
  var key: String
  var inputs: JSONValue
  var outputs: JSONValue
  /// What people said, by source.
  var labels: KeyValuePairs<String, String>
  /// What judges said, by source.
  var verdicts: KeyValuePairs<String, String>
  var tags: JSONObject
  /// The question that the labels and verdicts answer.
  var name = "tone"

  init(
    _ key: String, inputs: JSONValue? = nil, outputs: JSONValue? = nil,
    _ labels: KeyValuePairs<String, String> = [:],
    said verdicts: KeyValuePairs<String, String> = [:],
    tags: JSONObject = [:]
  ) {
    self.key = key
    self.inputs = inputs ?? ["issue": .string("issue \(key)")]
    self.outputs = outputs ?? ["response": .string("answer \(key)")]
    self.labels = labels
    self.verdicts = verdicts
    self.tags = tags
  }

  var json: JSONValue {
    func assessment(_ type: String, _ source: String, _ value: String) -> JSONValue {
      [
        "name": .string(name), "source_type": .string(type), "source_id": .string(source),
        "value": .string(value),
      ]
    }
    return [
      "client_request_id": .string(key), "inputs": inputs, "outputs": outputs,
      "tags": .object(tags),
      "assessments": .array(
        labels.map { assessment("HUMAN", $0.key, $0.value) }
          + verdicts.map { assessment("LLM_JUDGE", $0.key, $0.value) }),
    ]
  }

  /// Fifty traces on which the recorded judge `gpt` is always right, and `bad` says the same of all.
  static var proof: [TraceLine] {
    (0..<50).map { number in
      let value = number % 2 == 0 ? "good" : "bad"
      return TraceLine(
        "p\(number)", [Fixture.ann: value], said: ["gpt": value, "bad": "bad"])
    }
  }

  /// Six traces.
  ///
  /// Ann and Bob labelled all of them and differ on `c4` and `c5`; Cy labelled `c4`
  /// only. The recorded judge `gpt` is wrong on `c3`.
  static var team: [TraceLine] {
    let (ann, bob, cy) = (Fixture.ann, Fixture.bob, Fixture.cy)
    let billing: JSONObject = ["topic": "billing"]
    return [
      TraceLine("c0", [ann: "good", bob: "good"], said: ["gpt": "good"], tags: billing),
      TraceLine("c1", [ann: "bad", bob: "bad"], said: ["gpt": "bad"], tags: billing),
      TraceLine("c2", [ann: "good", bob: "good"], said: ["gpt": "good"], tags: billing),
      TraceLine("c3", [ann: "bad", bob: "bad"], said: ["gpt": "good"], tags: ["topic": "login"]),
      TraceLine("c4", [ann: "good", bob: "bad", cy: "bad"], said: ["gpt": "bad"]),
      TraceLine("c5", [ann: "good", bob: "bad"], said: ["gpt": "good"]),
    ]
  }
}
