import Foundation

/// One figure beside what it is measured against.
struct Row {
  let name: String
  let ours: String
  let peer: String
  let ratio: String
  let target: String
  let isMet: Bool
}

/// Collects figures and prints them as they come.
struct Report {
  private(set) var rows: [Row] = []

  /// A time against a peer's time: the ratio must not pass the target.
  mutating func add(
    _ name: String, seconds: Double, peer: String, peerSeconds: Double, atMost target: Double
  ) {
    let ratio = seconds / peerSeconds
    let text = target < 0.1 ? "1/\(Int((1 / target).rounded()))" : String(format: "%.2f", target)
    let shown = ratio < 0.1 ? String(format: "1/%.0f", 1 / ratio) : String(format: "%.2f", ratio)
    print(
      Row(
        name: name, ours: time(seconds), peer: "\(peer) \(time(peerSeconds))", ratio: shown,
        target: "at most \(text)", isMet: ratio <= target))
  }

  /// A time against a limit.
  mutating func add(_ name: String, seconds: Double, atMost limit: Double) {
    print(
      Row(
        name: name, ours: time(seconds), peer: "", ratio: "", target: "at most \(time(limit))",
        isMet: seconds <= limit))
  }

  /// A rate against a limit.
  mutating func add(_ name: String, megabytesPerSecond rate: Double, atLeast limit: Double) {
    print(
      Row(
        name: name, ours: String(format: "%.0f MB/s", rate), peer: "", ratio: "",
        target: String(format: "at least %.0f MB/s", limit), isMet: rate >= limit))
  }

  private mutating func print(_ row: Row) {
    rows.append(row)
    let text = [
      row.name.padding(toLength: 44, withPad: " ", startingAt: 0),
      row.ours.padding(toLength: 12, withPad: " ", startingAt: 0),
      row.peer.padding(toLength: 28, withPad: " ", startingAt: 0),
      row.ratio.padding(toLength: 8, withPad: " ", startingAt: 0),
      row.target.padding(toLength: 20, withPad: " ", startingAt: 0), row.isMet ? "met" : "MISSED",
    ].joined()
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  private func time(_ seconds: Double) -> String {
    seconds < 1 ? String(format: "%.1f ms", seconds * 1000) : String(format: "%.2f s", seconds)
  }
}
