import GitJudge

/// Made-up traces and labels of realistic sizes, the same on every machine.
struct Workload {
  let traces: [TraceRecord]
  let labels: [Assessment]

  /// Makes traces with five labels each.
  init(traces count: Int, experiment: ContentID) throws {
    var generator = Generator(state: 20_261_120)
    var traces: [TraceRecord] = []
    var labels: [Assessment] = []
    for index in 0..<count {
      var trace = TraceRecord(experiment: experiment)
      trace.clientRequestID = "request-\(index)"
      trace.requestTime = Timestamp(milliseconds: 1_760_000_000_000 + Int64(index) * 1000)
      trace.state = "OK"
      trace.inputs = ["question": .string(generator.text(words: 90))]
      trace.outputs = ["answer": .string(generator.text(words: 520))]
      trace.tags = ["batch": .string("b\(index % 12)"), "group": .string("g\(index / 2)")]
      let id = trace.id(in: try trace.record().id)
      for reviewer in 0..<5 {
        labels.append(Self.label(id, reviewer: reviewer, generator: &generator))
      }
      traces.append(trace)
    }
    self.traces = traces
    self.labels = labels
  }

  /// One label of about 370 bytes.
  static func label(_ trace: String, reviewer: Int, generator: inout Generator) -> Assessment {
    var label = Assessment(
      traceID: trace, name: "quality", source: .human("reviewer-\(reviewer)@example.org"),
      content: .feedback(generator.below(3) == 0 ? "no" : "yes"),
      rationale: generator.text(words: 12))
    label.createTime = Timestamp(
      milliseconds: 1_761_000_000_000 + Int64(generator.below(1_000_000_000)))
    return label
  }

  /// All records.
  func records() throws -> [Record] {
    try traces.map { try $0.record() } + labels.map { try $0.record() }
  }

  /// The same as lines that `trace import` reads.
  func lines() -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, trace) in traces.enumerated() {
      var line: JSONObject = [
        "client_request_id": .string(trace.clientRequestID ?? ""),
        "inputs": trace.inputs ?? .null, "outputs": trace.outputs ?? .null,
        "tags": .object(trace.tags), "state": "OK",
        "request_time": .string(trace.requestTime?.text ?? ""),
      ]
      let own = labels[index * 5..<index * 5 + 5]
      line["assessments"] = .array(
        own.map { label in
          [
            "name": .string(label.name), "source_type": "HUMAN",
            "source_id": .string(label.source.id), "value": label.value ?? .null,
            "rationale": .string(label.rationale ?? ""),
            "create_time": .string(label.createTime?.text ?? ""),
          ]
        })
      bytes += JSONValue.object(line).canonicalBytes()
      bytes.append(0x0a)
    }
    return bytes
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014), and words drawn with it.
struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Words of 2 to 9 letters, with the skew of real text.
  mutating func text(words count: Int) -> String {
    var bytes: [UInt8] = []
    for _ in 0..<count {
      if !bytes.isEmpty { bytes.append(0x20) }
      var word = Generator(state: UInt64(below(below(4000) + 1)) &* 7919)
      for _ in 0..<2 + word.below(8) { bytes.append(0x61 + UInt8(word.below(26))) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
