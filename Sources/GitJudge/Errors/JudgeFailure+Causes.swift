import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeWork

extension JudgeFailure {
  /// Converts any error to a failure.
  ///
  /// Errors of the lower modules keep their remedy. Unknown errors become invalid data.
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
