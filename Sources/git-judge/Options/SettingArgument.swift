import GitJudge

/// Parses `key=value` arguments: numbers, true and false in their type, other values as text.
enum SettingArgument {
  /// Returns the object of several arguments.
  static func object(_ arguments: [String]) throws -> JSONObject {
    var object = JSONObject()
    for (key, text) in try TagArgument.dictionary(arguments, as: "setting") {
      let value = try? JSONValue(parsing: Array(text.utf8))
      let isScalar = value?.doubleValue != nil || value?.boolValue != nil
      object[key] = isScalar ? value : .string(text)
    }
    return object
  }
}
