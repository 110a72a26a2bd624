import JudgeJSON
import JudgeRecords

/// A time of a file, and how it was written.
///
/// A number can have four units. Their size tells them apart: times of this century in seconds,
/// milliseconds, microseconds and nanoseconds differ by a factor of 1,000 each.
struct TimeReading: Hashable {
  /// How a time was written, if a reader should hear about it.
  enum Form: String, Hashable, Sendable, CaseIterable {
    case seconds
    case microseconds
    case nanoseconds
    /// A text without a time zone, which is read as UTC.
    case naive
  }

  let time: Timestamp
  /// `nil` for a text with its time zone, and for milliseconds, which is MLflow's unit.
  let form: Form?

  /// Reads a time.
  ///
  /// - Parameters:
  ///   - value: a text or a number.
  ///   - isMilliseconds: whether the name of the field gives the unit of a number.
  init?(_ value: JSONValue, isMilliseconds: Bool) {
    if let text = value.stringValue, let time = Timestamp(text) ?? Self.zoned(text) {
      self.init(time, nil)
      return
    }
    if let number = value.doubleValue ?? value.stringValue.flatMap(LineFields.decimal) {
      self.init(number, isMilliseconds: isMilliseconds)
      return
    }
    let text = Blanks.trimmed(value.stringValue ?? "")
    for rest in ["Z", ":00Z", "T00:00:00Z"] {
      if let time = Timestamp(text + rest) {
        self.init(time, .naive)
        return
      }
    }
    return nil
  }

  /// Reads a time whose zone is written otherwise than in RFC 3339: `+0100`, `+01`, ` UTC` or ` GMT`.
  private static func zoned(_ text: String) -> Timestamp? {
    let text = Blanks.trimmed(text)
    for zone in ["UTC", "GMT", "Z"] where text.uppercased().hasSuffix(zone) {
      return Timestamp(Blanks.trimmed(text.dropLast(zone.count)) + "Z")
    }
    guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return nil }
    let offset = text[text.index(after: sign)...]
    let start = Blanks.trimmed(text[..<sign]) + String(text[sign])
    switch offset.count {
    case 4: return Timestamp(start + offset.prefix(2) + ":" + offset.suffix(2))
    case 2: return Timestamp(start + offset + ":00")
    case 5: return Timestamp(start + offset)
    default: return nil
    }
  }

  private init(_ time: Timestamp, _ form: Form?) {
    self.time = time
    self.form = form
  }

  private init?(_ number: Double, isMilliseconds: Bool) {
    let scale: (factor: Double, form: Form?) =
      switch abs(number) {
      case _ where isMilliseconds: (1, nil)
      case ..<1e11: (1000, .seconds)
      case ..<1e14: (1, nil)
      case ..<1e17: (1e-3, .microseconds)
      default: (1e-6, .nanoseconds)
      }
    let milliseconds = (number * scale.factor).rounded(.towardZero)
    guard abs(milliseconds) < 1e15, let time = Timestamp(milliseconds: Int64(milliseconds)) else {
      return nil
    }
    self.init(time, scale.form)
  }
}

extension TimeReading.Form {
  /// Returns what a reader should hear about times in this form.
  func note(_ count: Int) -> String {
    switch self {
    case .naive:
      "\(Count.of(count, "time has", "times have")) no time zone: read as UTC"
    case .seconds, .microseconds, .nanoseconds:
      "\(Count.of(count, "time is a number", "times are numbers")) of \(rawValue), by the size"
    }
  }
}
