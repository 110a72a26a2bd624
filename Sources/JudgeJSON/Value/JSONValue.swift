/// A JSON value with I-JSON semantics (RFC 7493).
///
/// Numbers are IEEE 754 doubles. Strings compare by their UTF-8 bytes, never by Unicode
/// equivalence, so `"\u{e9}"` and `"e\u{301}"` are two values and, as keys, two members.
///
/// JSON has no number for NaN and the infinities. `.number` of one of them behaves as `null`
/// everywhere: it equals `.null`, hashes like it and is written as `null`, as in ECMAScript's
/// `JSON.stringify`. Use ``init(finite:)`` if such a number is to be noticed.
public enum JSONValue: Sendable {
  /// The literal `null`.
  case null

  /// `true` or `false`.
  case bool(Bool)

  /// A number. Zero has no sign: `-0.0` equals and is written as `0`.
  case number(Double)

  /// A string of Unicode scalars.
  case string(String)

  /// An array.
  case array([JSONValue])

  /// An object, its members sorted.
  case object(JSONObject)
}

extension JSONValue {
  /// The number `value`, or `nil` if it is NaN or infinite.
  public init?(finite value: Double) {
    guard value.isFinite else { return nil }
    self = .number(value)
  }

  /// The number `value`, or a string of its digits if no double prints as exactly these digits.
  ///
  /// Every integer up to 2^53 in magnitude is a number. The rule is the one of
  /// ``parseRepairing(_:)-([UInt8])``.
  public static func integer(_ value: some BinaryInteger) -> JSONValue {
    let double = Double(value)
    let digits = String(value)
    return CanonicalJSON.formatNumber(double) == digits ? .number(double) : .string(digits)
  }
}
