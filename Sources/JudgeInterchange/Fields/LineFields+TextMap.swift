import JudgeJSON

extension LineFields {
  /// Returns an object of texts; other values become their canonical text, and are counted.
  ///
  /// MLflow's older schema writes such an object as `[{key, value}]`.
  func textMap(_ keys: String..., tally: inout RepairTally) throws(ImportError) -> JSONObject {
    for key in keys {
      guard let value = value(key) else { continue }
      let object = try pairs(value, key)
      if object.allSatisfy({ $0.value.stringValue != nil }) { return object }
      return JSONObject(
        object.map { member in
          if member.value.stringValue != nil { return (member.key, member.value) }
          tally.repaired += 1
          return (member.key, .string(member.value.canonicalText))
        })
    }
    return JSONObject()
  }

  private func pairs(_ value: JSONValue, _ key: String) throws(ImportError) -> JSONObject {
    if let object = value.objectValue { return object }
    guard value.arrayValue != nil else { throw fail(key, "must be an object of texts") }
    var result: [(String, JSONValue)] = []
    for item in try children(key) {
      guard let name = item.value("key")?.stringValue else {
        throw item.fail("key", "is missing: the list must be of {key, value}")
      }
      // Protocol buffers omit a value that is the empty text.
      result.append((name, item.valueOrNull("value") ?? ""))
    }
    return JSONObject(result)
  }
}
