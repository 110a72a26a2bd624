import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeWork

extension JudgeFailure {
  /// Any error as a failure: those of the modules below keep their remedy, all that are not known
  /// are invalid data.
  package init(wrapping error: any Error) {
    switch error {
    case let error as JudgeFailure: self = error
    case let error as StoreError:
      self.init(
        error.code == .ambiguous ? .ambiguous : .store, error.message, remedy: error.remedy)
    case let error as RecordError: self.init(.invalid, error.description)
    case let error as JSONError: self.init(.invalid, "\(error)")
    case let error as ImportError: self.init(.invalid, error.description)
    default: self.init(.invalid, "\(error)")
    }
  }
}
