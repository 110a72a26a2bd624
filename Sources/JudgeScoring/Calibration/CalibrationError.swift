/// Why a stored calibration cannot be used.
package struct CalibrationError: Error, Sendable, Hashable {
  /// A kind of mistake; more may come.
  package struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name, such as `bad-shape`.
    package let rawValue: String

    /// The code with this name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A field is missing or of the wrong type.
    package static let badField = Code(rawValue: "bad-field")

    /// The arrays do not fit each other.
    package static let badShape = Code(rawValue: "bad-shape")

    /// The model reads features that this program does not compute.
    package static let unknownFeatureSet = Code(rawValue: "unknown-feature-set")
  }

  /// What kind of mistake it is.
  package let code: Code

  /// What was found, and in which field.
  package let message: String

  /// What to do about it.
  package let hint: String
}

extension CalibrationError: CustomStringConvertible {
  /// Message and hint in one line.
  package var description: String { "\(message); \(hint)" }
}
