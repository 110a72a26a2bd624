import JudgeJSON
import JudgeRecords

/// The order of a file's labels of one source on one question.
///
/// Of two rows without times, or with the same time, the later one counts. It names the earlier one
/// as the label that it overrides, so its place in the file enters its record. A row that is the
/// only one of its source holds nothing but its own content.
struct LabelOrder {
  /// A trace, a question, a span and a source, as a hash of 128 bits within this process.
  ///
  /// Hundreds of thousands of these keys are kept until the files are read.
  struct Key: Hashable {
    private let first: Int
    private let second: Int

    init(_ assessment: Assessment, source: AssessmentSource? = nil) {
      var question = assessment
      if let source { question.source = source }
      first = Self.hash(question, 1)
      second = Self.hash(question, 2)
    }

    private static func hash(_ assessment: Assessment, _ seed: Int) -> Int {
      var hasher = Hasher()
      hasher.combine(seed)
      for byte in assessment.traceID.utf8 { hasher.combine(byte) }
      hasher.combine(assessment.question)
      return hasher.finalize()
    }
  }

  /// The last row so far.
  struct Row {
    /// The id of its label.
    let id: String
    /// The identity that the label would have if it overrode nothing.
    let plain: ContentID
    let time: Timestamp?
    /// Whether a program entered the label in the person's name.
    let isEntered: Bool
    let file: Int
  }

  private var last: [Key: Row] = [:]
  /// The number of the current file.
  private(set) var file = 0

  /// Begins a file: its rows are not in one order with those of the file before.
  mutating func beginFile() { file += 1 }

  /// Returns the last row before another one, if the other one takes its place.
  ///
  /// - Parameters:
  ///   - assessment: the other row.
  ///   - key: its key.
  ///   - staged: rows of the same line, which are not kept yet.
  /// - Returns: the row that it overrides, or `nil`.
  func predecessor(
    of assessment: Assessment, _ key: Key, staged: [Key: Row]
  ) -> Row? {
    guard let row = staged[key] ?? last[key], row.file == file,
      row.time == assessment.statedTime, assessment.overrides == nil,
      row.id != assessment.assessmentID, assessment.repeatIndex == nil,
      assessment.enteredBy == nil || row.isEntered
    else { return nil }
    return row
  }

  /// Keeps the rows of a line that was taken.
  mutating func keep(_ staged: [Key: Row]) {
    last.merge(staged) { _, new in new }
  }
}
