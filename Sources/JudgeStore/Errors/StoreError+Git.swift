internal import JudgeGit
import JudgeWork

extension StoreError {
  /// What a failure of git means for a store.
  init(_ error: GitError) {
    let code: Code =
      switch error.code {
      case .notFound: .notFound
      case .exists: .exists
      case .modified, .locked: .contention
      case .invalid: .invalid
      case .unsupportedRepository: .unsupportedRepository
      case .notOwned: .notOwned
      case .readOnly: .readOnly
      case .damaged: .damaged
      case .noIdentity: .identityMissing
      case .program: .program
      case .programMissing: .programMissing
      case .timeout: .timeout
      default: .io
      }
    self.init(code, error.message, remedy: error.remedy)
  }
}

/// Runs work on git and turns its errors into those of the store.
func git<Value>(_ work: () throws(GitError) -> Value) throws(StoreError) -> Value {
  do throws(GitError) { return try work() } catch { throw StoreError(error) }
}
