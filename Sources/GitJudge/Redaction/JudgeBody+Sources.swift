import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore

extension JudgeBody {
  /// Whether a judge's parts name or show their sources, so that `unalign` can remove them.
  var recordsSources: Bool {
    !steps.isEmpty || calibration == nil
  }
}
