public import JudgeJSON
public import JudgeStore
public import JudgeWork

extension JudgeStore.Problem {
  /// The problem as JSON with stable keys: `kind`, `path`, `message`, and `remedy` if there is one.
  public var json: JSONValue {
    var object: JSONObject = [
      "kind": .string(kind), "path": .string(path), "message": .string(message),
    ]
    object["remedy"] = remedy?.json
    return .object(object)
  }
}

extension Remedy {
  /// The remedy as JSON with stable keys, for programs.
  ///
  /// The first key of the object is the kind: `advice`, `run`, `supply`, `omit`, `any_of` or
  /// `in_order`.
  public var json: JSONValue {
    var object: JSONObject
    switch self {
    case .advice(let text): return ["advice": .string(text)]
    case .anyOf(let remedies): return ["any_of": .array(remedies.map(\.json))]
    case .inOrder(let remedies): return ["in_order": .array(remedies.map(\.json))]
    case .run(let operation, let arguments, let parameters, let purpose):
      object = [
        "run": .string(operation.rawValue), "arguments": .array(arguments.map { .string($0) }),
      ]
      if !parameters.isEmpty {
        var values = JSONObject()
        for (parameter, value) in parameters { values[parameter.rawValue] = .string(value) }
        object["with"] = .object(values)
      }
      object["to"] = purpose.map { .string($0) }
    case .supply(let parameter, let value, let purpose):
      object = ["supply": .string(parameter.rawValue)]
      object["value"] = value.map { .string($0) }
      object["to"] = purpose.map { .string($0) }
    case .omit(let parameter, let purpose):
      object = ["omit": .string(parameter.rawValue)]
      object["to"] = purpose.map { .string($0) }
    }
    return .object(object)
  }
}
