import JudgeAlignment
import JudgeRecords
import JudgeScoring

/// The sources that a program may name: those it was shown, and those in its base judge.
///
/// `blame`, `unalign` and redaction rely on these names. A source that was not shown would
/// attribute a rule to a reviewer who had nothing to do with it.
struct ShownSources {
  private let labels: Set<String>
  private let traces: Set<String>

  /// Collects the sources of some examples and of a judge.
  ///
  /// - Parameters:
  ///   - examples: the examples that the program was shown.
  ///   - base: the judge that the program was shown.
  init(_ examples: [AlignmentExample], _ base: JudgeBody) {
    let episodes = base.examples.compactMap(Episode.init)
    labels = Set(examples.flatMap { $0.votes.map(\.id) })
      .union(base.guidelines.flatMap(\.labels)).union(episodes.flatMap(\.labels))
    traces = Set(examples.map(\.trace.id))
      .union(base.guidelines.flatMap(\.traces)).union(episodes.map(\.traceID))
  }

  /// Removes names and examples that the program was not shown from a body.
  ///
  /// It removes names from guidelines, and examples of traces.
  ///
  /// - Parameter body: the body that the program printed.
  /// - Returns: the removed names and examples, for the report; empty if all were shown.
  func keepOnlyShown(_ body: inout JudgeBody) -> [String] {
    var unknown: [String] = []
    func keep(_ names: inout [String], in shown: Set<String>) {
      unknown += names.filter { !shown.contains($0) }
      names.removeAll { !shown.contains($0) }
    }
    for place in body.guidelines.indices {
      keep(&body.guidelines[place].labels, in: labels)
      keep(&body.guidelines[place].traces, in: traces)
    }
    var invented: [String] = []
    body.examples.removeAll { value in
      guard let episode = Episode(value) else { return false }
      let isShown =
        traces.contains(episode.traceID) && episode.labels.allSatisfy(labels.contains)
      if !isShown { invented.append(episode.traceID) }
      return !isShown
    }
    var notes: [String] = []
    if !unknown.isEmpty {
      notes.append(
        "the program named sources that it was not shown, and they were left out: "
          + Self.list(unknown))
    }
    if !invented.isEmpty {
      notes.append(
        "the program gave examples with a trace or a label that it was not shown, and they were "
          + "left out: \(Self.list(invented))")
    }
    return notes
  }

  /// Lists the first names, each once, in the order given.
  private static func list(_ names: [String]) -> String {
    var seen: Set<String> = []
    let distinct = names.filter { seen.insert($0).inserted }
    let rest = distinct.count - 5
    return distinct.prefix(5).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
