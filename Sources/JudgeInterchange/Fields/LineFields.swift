import JudgeJSON

/// Reads the fields of a line leniently; several spellings of a field are tried in order.
struct LineFields {
  let object: JSONObject
  let path: FieldPath
  private let filter: KeyFilter

  init(_ object: JSONObject, path: FieldPath = .root) {
    self.object = object
    self.path = path
    filter = KeyFilter(object)
  }

  func fail(_ key: String, _ message: String) -> ImportError {
    ImportError(field: path.text(of: key), message)
  }

  /// Returns the value of a field that exists and is not `null`.
  func value(_ key: String) -> JSONValue? {
    guard filter.mayHold(key), let value = object[key], !value.isNull else { return nil }
    return value
  }

  /// Returns the value of a field that exists, even if it is `null`.
  func valueOrNull(_ key: String) -> JSONValue? {
    filter.mayHold(key) ? object[key] : nil
  }

  func list(_ key: String) throws(ImportError) -> [JSONValue]? {
    guard let value = value(key) else { return nil }
    guard let list = value.arrayValue else { throw fail(key, "must be a list") }
    return list
  }

  func child(_ key: String) throws(ImportError) -> LineFields? {
    guard let value = value(key) else { return nil }
    guard let object = value.objectValue else { throw fail(key, "must be an object") }
    return LineFields(object, path: .member(path, key))
  }

  /// Returns the objects of a list, each with its path.
  func children(_ key: String) throws(ImportError) -> [LineFields] {
    guard let list = try list(key) else { return [] }
    var result: [LineFields] = []
    result.reserveCapacity(list.count)
    for (index, value) in list.enumerated() {
      guard let object = value.objectValue else {
        throw fail("\(key)[\(index)]", "must be an object")
      }
      result.append(LineFields(object, path: .element(path, key, index)))
    }
    return result
  }

  func bool(_ key: String) throws(ImportError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let bool = value.boolValue else { throw fail(key, "must be true or false") }
    return bool
  }
}
