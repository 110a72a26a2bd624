import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore

extension JudgeBody {
  /// Whether a judge's parts name what taught them, or show it, so that `unalign` can take it out.
  var recordsSources: Bool {
    !steps.isEmpty || calibration == nil
  }
}
