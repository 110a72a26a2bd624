import JudgePrivacy
public import JudgeStore
public import JudgeWork

/// The search for secrets and personal data alone, for the benchmarks, which are another package.
@_spi(Benchmarks) public enum SecretScan {
  /// Counts the texts with something that looks like a secret or personal data.
  public static func finds(in texts: [[UInt8]]) -> Int {
    texts.count { !SensitiveText.findings(in: $0).isEmpty }
  }
}

extension JudgeHooks {
  /// Checks staged files of the store's branch, for people who edit its files by hand.
  ///
  /// - Parameters:
  ///   - folder: the repository.
  ///   - environment: the hook's variables.
  /// - Returns: the refused places, as `place: reason`; empty on any other branch.
  /// - Throws: `JudgeFailure` if git fails.
  public static func preCommit(
    in folder: String = ".", environment: [String: String]
  ) async throws -> [Notice] {
    try await preCommit(in: folder, environment: environment) { bytes in
      SensitiveFields.finds(in: bytes, where: \.isSecret).map(\.text)
    }
  }
}
