public import JudgeJSON

/// A set of traces and judges under one name.
///
/// It does not contain its author or time, so two people who create "support" offline create the
/// same experiment.
public struct Experiment: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.experiment
  /// The name of the experiment that MLflow gives the id `0`.
  public static let defaultName = "Default"

  /// The name at creation; a rename is a change.
  public var name: String
  /// A text that distinguishes it from an earlier experiment with the same name that was renamed.
  public var salt: String?

  /// Creates an experiment.
  public init(name: String, salt: String? = nil) {
    self.name = name
    self.salt = salt
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    name = try reader.text("name")
    salt = try reader.optionalNonEmpty("salt")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object: JSONObject = ["name": .string(name)]
    object.put("salt", salt)
    return object
  }
}

extension ContentID {
  /// Returns the `experiment_id` that people and MLflow's client see: 31 bits of the hash in
  /// decimal.
  ///
  /// MLflow's client needs an int32. It is only for look-up; records refer to the full hash.
  ///
  /// - Parameter name: the experiment's name as created; `Default` has the id `0`.
  /// - Returns: a decimal number from 0 to 2147483647.
  public func experimentNumber(createdAs name: String) -> String {
    if name == Experiment.defaultName { return "0" }
    var value: UInt32 = 0
    for byte in digest.bytes.prefix(4) { value = value << 8 | UInt32(byte) }
    return String(value & 0x7fff_ffff)
  }

  /// The `run_id` that people see: the first 32 hexadecimal digits.
  public var runID: String { prefix(32) }
}
