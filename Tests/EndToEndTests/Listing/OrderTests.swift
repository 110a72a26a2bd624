import Testing

/// `trace list --order-by`, up and down, on every kind of field.
@Suite struct OrderTests {
  @Test func fields() throws {
    let repository = try Repository.ready()
    var lines: [JSON] = []
    for (key, day, batch, note) in [("a", 3, "y", "q"), ("b", 1, "z", "p"), ("c", 2, "x", "r")] {
      lines.append(
        Samples.line(
          key, labels: ["ann": .text(note)],
          more: [
            "tags": ["batch": .text(batch)],
            "request_time": .text("2026-06-0\(day)T10:00:00Z"),
          ]))
    }
    try repository.load(lines)
    for (order, expected) in [
      ("timestamp ASC", "bca"), ("timestamp DESC", "acb"), ("client_request_id DESC", "cba"),
      ("tag.batch ASC", "cab"), ("tag.batch DESC", "bac"), ("feedback.tone ASC", "bac"),
    ] {
      #expect(try repository.keys("--order-by", order).joined() == expected, "\(order)")
    }
    let ids = try repository.json("trace", "list", "--order-by", "trace_id")["traces"]?.list?
      .compactMap { $0["trace_id"]?.text }
    #expect(ids == ids?.sorted())
  }

  @Test func aMissingTimeComesLastEitherWay() throws {
    let repository = try Repository.ready()
    try repository.load([
      Samples.line("timed", more: ["request_time": "2026-06-01T10:00:00Z"]),
      Samples.line("untimed"),
    ])
    #expect(try repository.keys("--order-by", "timestamp ASC") == ["timed", "untimed"])
    #expect(try repository.keys("--order-by", "timestamp DESC") == ["timed", "untimed"])
  }
}
