internal import JudgeGit
import JudgeWork

extension StoreError {
  /// Creates the store's error for a failure of git.
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

/// Runs work on git and converts its errors to those of the store.
func git<Value>(_ work: () throws(GitError) -> Value) throws(StoreError) -> Value {
  do throws(GitError) { return try work() } catch { throw StoreError(error) }
}
