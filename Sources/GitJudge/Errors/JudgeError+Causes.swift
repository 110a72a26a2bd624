import JudgeAgreement
import JudgeAlignment
import JudgeIndex
import JudgeModels
import JudgeRecords
import JudgeStore

extension JudgeError {
  /// Any error of the modules below, as one of the library's.
  package init(wrapping error: any Error) {
    switch error {
    case let error as JudgeError: self = error
    case let error as StoreError:
      self.init(
        error.code == .ambiguous ? .ambiguous : .store, error.message,
        hint: error.hint.isEmpty ? nil : error.hint)
    case let error as RecordError: self.init(.invalid, error.description)
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

  /// Runs something and brings its errors to one type.
  ///
  /// - Parameter body: what to run.
  /// - Returns: what it returns.
  /// - Throws: `JudgeError`.
  public static func wrap<Value>(
    _ body: () async throws -> Value
  ) async throws(JudgeError) -> Value {
    do { return try await body() } catch { throw JudgeError(wrapping: error) }
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
