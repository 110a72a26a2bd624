import JudgeRecords

/// Labels that a squash merge, a rebase or a web edit has moved into another person's commit.
struct LostAuthors: Hashable {
  /// The number of labels by source.
  private(set) var counts: [String: Int] = [:]
  /// The sources that are pinned.
  private(set) var pinned: Set<String> = []

  /// Adds a label that waits for an owner, because its source is pinned to another person.
  mutating func add(pinned source: String) {
    counts[source, default: 0] += 1
    pinned.insert(source)
  }

  /// Adds a label that another commit had from its own author.
  mutating func add(moved source: String) { counts[source, default: 0] += 1 }

  /// The warnings, one sentence per source.
  var warnings: [String] {
    counts.sorted { $0.key < $1.key }.map { source, count in
      let labels = Count.of(count, "label")
      let what =
        pinned.contains(source)
        ? "they do not count until an owner confirms their sources"
        : "they count as imports"
      return
        "\(labels) of \(OneLine.escaped(source)) in commits of others, as after a squash merge "
        + "or a rebase: \(what); merge the original commits instead, if they are still there"
    }
  }
}
