public import JudgeWork

/// The result of an import.
public struct ImportResult: Hashable, Sendable {
  /// A line that was not imported, or one that contradicts the store.
  public struct Problem: Error, Hashable, Sendable {
    /// The name of the file.
    public var file: String
    /// The line on which the document begins, from 1.
    public var line: Int
    /// The fault, with the field before it.
    public var message: String
    /// The remedy that accepts the line as it is, or `nil` if the line must be changed.
    public var remedy: Remedy?

    /// Creates a problem.
    package init(file: String, line: Int, message: String, remedy: Remedy? = nil) {
      self.file = file
      self.line = line
      self.message = message
      self.remedy = remedy
    }
  }

  /// The number of documents read.
  public var read = 0
  /// The number of new traces.
  public var traces = 0
  /// The ids of the traces that the documents hold, new or not, in the order of the documents.
  public var traceIDs: [String] = []
  /// The number of new labels, expectations and verdicts.
  public var assessments = 0
  /// The number of documents whose trace existed already.
  public var alreadyPresent = 0
  /// The documents that could not be imported.
  public var rejected: [Problem] = []
  /// The number of values that had to be repaired to be kept.
  public var repaired = 0
  /// The number of labels, expectations and verdicts that were left out because they have no value.
  public var withoutValue = 0
  /// The number of labels that a later row of the same file replaces.
  public var replaced = 0
  /// The number of new labels that replace an older label of the same source in the store.
  public var corrections = 0
  /// The number of new skips and flags of reviewers.
  public var marks = 0
  /// The number of traces that have spans, and neither inputs nor outputs.
  public var withoutContent = 0
  /// The number of records that were left out because a redaction hides them.
  public var redacted = 0
  /// The number of documents with text that looks sensitive, by kind.
  ///
  /// It counts text that looks like personal data, and with `--allow-secrets` also like a secret.
  public var sensitive: [String: Int] = [:]
  /// The documents with other inputs or outputs under a key that exists.
  public var conflicting: [Problem] = []
  /// Warnings for the reader.
  public var warnings: [String] = []
  /// The commit with the records, or `nil` if nothing was new.
  public var commit: String?

  /// Creates an empty result.
  package init() {}

  /// Whether everything in the files was imported.
  ///
  /// Spans whose content is not found are imported, but a file with nothing else is not understood.
  public var isClean: Bool {
    let isEmpty = traces + assessments + alreadyPresent + redacted == 0
    return rejected.isEmpty && conflicting.isEmpty && !(isEmpty && withoutContent > 0)
  }
}
