import JudgeJSON

extension Change {
  /// Checks the value of the keys whose meaning is fixed; other keys take any value.
  ///
  /// A value that could not be applied must not win over one that can.
  static func check(_ value: JSONValue, under key: String) throws(RecordError) {
    if Bytewise.equal(key, "name") {
      guard let text = value.stringValue, !text.isEmpty else {
        throw RecordError(.schema, field: "value", "a name must be a text that is not empty")
      }
    } else if Bytewise.equal(key, "lifecycle") {
      guard value == deleted || value == active else {
        throw RecordError(.schema, field: "value", "a lifecycle must be deleted or active")
      }
    } else if Bytewise.equal(key, "version") {
      guard let number = value.intValue, (1...FieldReader.greatestInt).contains(number) else {
        throw RecordError(.schema, field: "value", "a version must be a whole number from 1")
      }
    } else if key.utf8.starts(with: "tag/".utf8) || key.utf8.starts(with: "alias/".utf8) {
      guard value.stringValue != nil || value.isNull else {
        throw RecordError(
          .schema, field: "value", "a tag or an alias must be a text, or null to take it away")
      }
    }
  }
}
