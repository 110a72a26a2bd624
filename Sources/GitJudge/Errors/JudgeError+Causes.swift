import JudgeAgreement
import JudgeAlignment
import JudgeGit
import JudgeIndex
import JudgeInterchange
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeStore

extension JudgeError {
  /// Any error as one of the library's: those of the modules below keep their code and hint, all
  /// others are invalid data.
  package init(wrapping error: any Error) {
    switch error {
    case let error as JudgeError: self = error
    case let error as StoreError:
      self.init(
        error.code == .ambiguous ? .ambiguous : .store, error.message,
        hint: error.hint.isEmpty ? nil : error.hint)
    case let error as GitError: self.init(.store, error.message, hint: error.hint)
    case let error as RecordError: self.init(.invalid, error.description)
    case let error as JSONError: self.init(.invalid, "\(error)")
    case let error as ImportError: self.init(.invalid, error.description)
    case let error as AlignmentError:
      self.init(Self.code(of: error), error.message, hint: error.hint)
    case let error as AgreementError: self.init(.invalid, error.message, hint: error.hint)
    case let error as ModelError:
      self.init(Self.code(of: error), error.message, hint: error.hint)
    case let error as IndexError:
      self.init(
        Self.code(of: error), error.message, hint: error.hint.isEmpty ? nil : error.hint)
    default: self.init(.invalid, "\(error)")
    }
  }

  private static func code(of error: AlignmentError) -> Code {
    switch error.code {
    case .noCredentials: .notTrusted
    case .budget: .budget
    case .offline: .offline
    default: .invalid
    }
  }

  private static func code(of error: ModelError) -> Code {
    switch error.code {
    case .noCredentials, .notTrusted: .notTrusted
    case .budget, .rateLimited: .budget
    case .offline: .offline
    default: .invalid
    }
  }

  private static func code(of error: IndexError) -> Code {
    switch error.code {
    case .ambiguous: .ambiguous
    case .notFound: .notFound
    default: .invalid
    }
  }
}
