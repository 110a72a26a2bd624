public import JudgeJSON

/// Whether figures include the held-out part, and for the best of how many judges they hold.
public struct TestSetLook: Sendable, Hashable {
  /// Whether the figures include the held-out part.
  public let isOpen: Bool
  /// The judges that were measured on this test set, this one included; 0 if it has no labelled
  /// group.
  public let judges: Int
  /// Why it stayed closed, or why the look is not recorded.
  public let note: String?

  /// Creates one.
  public init(isOpen: Bool, judges: Int, note: String? = nil) {
    self.isOpen = isOpen
    self.judges = judges
    self.note = note
  }

  /// No held-out trace was among the measured ones.
  public static let none = TestSetLook(isOpen: true, judges: 0)

  /// The confidence of intervals over the test set.
  public var confidence: Double { Looks.confidence(bestOf: judges) }

  /// "3rd judge measured on this test set", with what that means for the intervals; nil if no
  /// held-out trace was measured.
  public var sentence: String? {
    judges > 0 ? Self.sentence(judges: judges) : nil
  }

  /// The words for a number of judges.
  ///
  /// - Parameter judges: from 1.
  /// - Returns: "1st judge measured on this test set", and so on.
  public static func sentence(judges: Int) -> String {
    let ordinal = "\(judges)\(suffix(judges)) judge measured on this test set"
    return judges > 1 ? ordinal + "; intervals hold for the best of \(judges)" : ordinal
  }

  private static func suffix(_ number: Int) -> String {
    if (11...13).contains(number % 100) { return "th" }
    return switch number % 10 {
    case 1: "st"
    case 2: "nd"
    case 3: "rd"
    default: "th"
    }
  }

  /// The note on figures without the held-out part.
  package var closedNote: String {
    "the figures are those of the training part, and the held-out part stays closed"
      + (note.map { ": \($0)" } ?? "")
  }

  /// The look as JSON with stable keys.
  public var json: JSONValue {
    [
      "open": .bool(isOpen), "judges_measured": .number(Double(judges)),
      "confidence": .number(confidence), "note": note.map { .string($0) } ?? .null,
    ]
  }
}
