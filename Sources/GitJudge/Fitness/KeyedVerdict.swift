import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore

/// A verdict on a labelled trace, with the key of its group if that is held out.
struct KeyedVerdict: Sendable {
  let key: String?
  let verdict: LabelledVerdict
}
