import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring

/// A judge's verdicts in the store on labelled traces that did not teach it.
struct StoredVerdicts: Sendable {
  /// Its verdicts.
  var said: [KeyedVerdict] = []
  /// The traces without a verdict, as failed verdicts.
  var missing: [KeyedVerdict] = []
  /// The people who brought verdicts and are neither owners nor the user of this clone.
  var strangers: Set<Address> = []
  /// The number of their verdicts.
  var fromStrangers = 0
}
