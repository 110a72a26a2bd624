import GitJudge

/// Canonical JSON written, verified and read: 100,000 label records.
struct JSONBenchmarks {
  let scale: Int

  func run(_ report: inout Report) {
    var generator = Generator(state: 7)
    let values = (0..<100_000 / scale).map { index in
      JSONValue.object(
        Workload.label("tr-\(index)", reviewer: index % 5, generator: &generator).fields)
    }
    var texts: [[UInt8]] = []
    let written = best(3) { texts = values.map { $0.canonicalBytes() } }
    let megabytes = Double(texts.reduce(0) { $0 + $1.count }) / 1e6
    report.add(
      "canonical JSON written", megabytesPerSecond: megabytes / written, atLeast: 300)
    let verified = best(3) { for text in texts { try? CanonicalJSON.verify(text) } }
    report.add(
      "canonical JSON verified", megabytesPerSecond: megabytes / verified, atLeast: 300)
    var kept = 0
    let read = best(3) {
      for text in texts where (try? JSONValue(parsing: text)) != nil { kept += 1 }
    }
    report.add("JSON read into values", megabytesPerSecond: megabytes / read, atLeast: 150)
  }

  private func best(_ runs: Int, _ body: () -> Void) -> Double {
    (0..<runs).map { _ in seconds(body) }.min() ?? .infinity
  }
}
