public import JudgeJSON

/// Whether figures include the held-out part, and the number of judges among which the best is
/// taken.
public struct TestSetLook: Sendable, Hashable {
  /// Whether the figures include the held-out part.
  public let isOpen: Bool
  /// The number of judges measured on this test set, including this one; 0 if the set has no
  /// labelled group.
  public let judges: Int
  /// The reason why it stayed closed, or why the look is not recorded; nil if there is none.
  public let note: String?

  /// Creates a look.
  public init(isOpen: Bool, judges: Int, note: String? = nil) {
    self.isOpen = isOpen
    self.judges = judges
    self.note = note
  }

  /// The look if no held-out trace was among the measured ones.
  public static let none = TestSetLook(isOpen: true, judges: 0)

  /// The confidence of intervals over the test set.
  public var confidence: Double { Looks.confidence(bestOf: judges) }

  /// "3rd judge measured on this test set", with its effect on the intervals; nil if no held-out
  /// trace was measured.
  public var sentence: String? {
    judges > 0 ? Self.sentence(judges: judges) : nil
  }

  /// Returns the words for a number of judges.
  ///
  /// - Parameter judges: the number, from 1.
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
