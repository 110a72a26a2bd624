import JudgeEvaluation
import JudgeRecords
import JudgeScoring

/// The traces that taught judges, in a form that recognizes them among others.
///
/// A trace is recognized by its group and by its text: a case that was imported again with another
/// `group` tag is not a new one.
struct Lessons: Sendable {
  private let groups: Set<String>
  private let contents: Set<ContentID>
  private let shingles: [Shingles?]

  /// Gathers lessons.
  ///
  /// - Parameters:
  ///   - traces: the traces.
  ///   - episodes: the groups of further cases.
  init(_ traces: [Trace], episodes: [String]) {
    groups = Set(traces.map(HeldOutSplit.group(of:))).union(episodes)
    contents = Set(traces.map { TraceFold.content(inputs: $0.inputs, outputs: $0.outputs) })
    shingles = traces.map { Shingles(inputs: $0.inputs, outputs: $0.outputs) }
  }

  /// Returns the positions of traces or rows that are equal or nearly equal to a lesson.
  func places(in rows: [Trace]) -> Set<Int> {
    guard !groups.isEmpty else { return [] }
    var found: Set<Int> = []
    var others: [Int] = []
    for (place, row) in rows.enumerated() {
      if groups.contains(HeldOutSplit.group(of: row))
        || contents.contains(TraceFold.content(inputs: row.inputs, outputs: row.outputs))
      {
        found.insert(place)
      } else {
        others.append(place)
      }
    }
    let rest = others.map { Shingles(inputs: rows[$0].inputs, outputs: rows[$0].outputs) }
    return found.union(Shingles.nearDuplicates(among: rest, of: shingles).map { others[$0] })
  }
}
