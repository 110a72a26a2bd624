public import JudgeWork

/// What an import did.
public struct ImportResult: Hashable, Sendable {
  /// A line that was not taken, or one that contradicts the store.
  public struct Problem: Error, Hashable, Sendable {
    /// The file.
    public var file: String
    /// The line on which the document begins, from 1.
    public var line: Int
    /// What is wrong, led by the field.
    public var message: String
    /// What lets it in all the same, or `nil` if the line must be changed.
    public var remedy: Remedy?

    /// Creates a problem.
    package init(file: String, line: Int, message: String, remedy: Remedy? = nil) {
      self.file = file
      self.line = line
      self.message = message
      self.remedy = remedy
    }
  }

  /// Documents read.
  public var read = 0
  /// Traces that are new.
  public var traces = 0
  /// Labels, expectations and verdicts that are new.
  public var assessments = 0
  /// Documents whose trace was there already.
  public var alreadyPresent = 0
  /// Documents that cannot be taken.
  public var rejected: [Problem] = []
  /// Values that had to be repaired to be kept.
  public var repaired = 0
  /// Records that were left out, because a redaction hides them.
  public var redacted = 0
  /// Documents with text that looks like personal data, or with `--allow-secrets` like a secret, by
  /// kind.
  public var sensitive: [String: Int] = [:]
  /// Documents with other inputs or outputs under a key that is taken.
  public var conflicting: [Problem] = []
  /// What a reader should know.
  public var warnings: [String] = []
  /// The commit that holds them, or `nil` if nothing was new.
  public var commit: String?

  /// Nothing yet.
  package init() {}

  /// Whether everything in the files was taken.
  public var isClean: Bool { rejected.isEmpty && conflicting.isEmpty }
}
