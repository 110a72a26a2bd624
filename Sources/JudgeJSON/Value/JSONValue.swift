/// A JSON value with I-JSON semantics (RFC 7493).
///
/// Numbers are IEEE 754 doubles. Strings compare by their UTF-8 bytes, never by Unicode
/// equivalence, so `"\u{e9}"` and `"e\u{301}"` are two values and, as keys, two members.
///
/// JSON cannot represent NaN and the infinities. `.number` with one of them behaves as `null`
/// everywhere: it equals `.null`, has the same hash and is written as `null`, as in ECMAScript's
/// `JSON.stringify`. Use ``init(finite:)`` to detect such a number.
public enum JSONValue: Sendable {
  /// The literal `null`.
  case null

  /// `true` or `false`.
  case bool(Bool)

  /// A number; zero has no sign: `-0.0` equals `0` and is written as `0`.
  case number(Double)

  /// A string of Unicode scalars.
  case string(String)

  /// An array.
  case array([JSONValue])

  /// An object with sorted members.
  case object(JSONObject)
}

extension JSONValue {
  /// Creates the number `value`, or `nil` if it is NaN or infinite.
  public init?(finite value: Double) {
    guard value.isFinite else { return nil }
    self = .number(value)
  }

  /// Returns the number `value`, or a string of its digits if no double prints as exactly these
  /// digits.
  ///
  /// Every integer up to 2^53 in magnitude is a number. The rule is that of
  /// ``parseRepairing(_:)-([UInt8])``.
  public static func integer(_ value: some BinaryInteger) -> JSONValue {
    let double = Double(value)
    let digits = String(value)
    return CanonicalJSON.formatNumber(double) == digits ? .number(double) : .string(digits)
  }

  /// The string, or `nil` for a value of another type.
  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The number, or `nil` for a value of another type and for a number that is not finite.
  public var doubleValue: Double? {
    if case .number(let value) = self, value.isFinite { value } else { nil }
  }

  /// The number as an integer, or `nil` if this is not a number, has a fraction or does not fit.
  public var intValue: Int? {
    if case .number(let value) = self { Int(exactly: value) } else { nil }
  }

  /// The Boolean, or `nil` for a value of another type.
  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements of an array, or `nil` for a value of another type.
  public var arrayValue: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The object, or `nil` for a value of another type.
  public var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// Whether this is `null`, or a number that is not finite.
  public var isNull: Bool {
    switch self {
    case .null: true
    case .number(let value): !value.isFinite
    default: false
    }
  }

  /// The value of a key, or `nil` if there is no such member or this is not an object.
  public subscript(key: String) -> JSONValue? {
    if case .object(let value) = self { value[key] } else { nil }
  }
}

extension JSONValue: Hashable {
  /// Returns whether both values have the same canonical bytes.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.string(let left), .string(let right)): Bytewise.equal(left, right)
    case (.number(let left), .number(let right)):
      left == right || (!left.isFinite && !right.isFinite)
    case (.bool(let left), .bool(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: left.isNull && right.isNull
    }
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value ? 1 : 2 as UInt8)
    case .number(let value):
      if value.isFinite {
        hasher.combine(3 as UInt8)
        hasher.combine(value == 0 ? 0 : value.bitPattern)
      } else {
        hasher.combine(0 as UInt8)
      }
    case .string(let value):
      hasher.combine(4 as UInt8)
      Bytewise.hash(value, into: &hasher)
    case .array(let value):
      hasher.combine(5 as UInt8)
      hasher.combine(value)
    case .object(let value):
      hasher.combine(6 as UInt8)
      hasher.combine(value)
    }
  }
}

// There is intentionally no nil literal. With one, `isEmpty ? nil : value` creates a JSON null if a
// `JSONValue?` is expected, and a missing member silently becomes a null one. `nil` always means
// that the value is missing; null is written `.null`.

extension JSONValue: ExpressibleByBooleanLiteral {
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  /// A number, or a string of the digits if ``integer(_:)`` makes one.
  public init(integerLiteral value: Int) { self = .integer(value) }
}

extension JSONValue: ExpressibleByFloatLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSONValue: ExpressibleByStringLiteral {
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByStringInterpolation {}

extension JSONValue: ExpressibleByArrayLiteral {
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object; of two equal keys the later one wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements))
  }
}
