public import JudgeJSON

/// A tool that a model may call instead of an answer.
public struct ChatTool: Hashable, Sendable {
  /// The name: letters, digits and underscores.
  public let name: String
  /// What it does, for the model.
  public let description: String
  /// The JSON Schema of its arguments.
  public let parameters: JSONObject

  /// Creates a tool.
  public init(_ name: String, _ description: String, parameters: JSONObject) {
    self.name = name
    self.description = description
    self.parameters = parameters
  }
}

/// A model's call of a tool.
public struct ChatToolCall: Hashable, Sendable {
  /// The provider's id of the call, or an empty text.
  public let id: String
  /// The tool's name.
  public let name: String
  /// The arguments as the model wrote them: a JSON object, if it is valid.
  public let arguments: String
  /// The provider's signature of the model's thoughts before the call, which it wants back, or
  /// `nil`.
  public let signature: String?

  /// Creates a call.
  public init(id: String, name: String, arguments: String, signature: String? = nil) {
    self.id = id
    self.name = name
    self.arguments = arguments
    self.signature = signature
  }

  /// The arguments, empty if they are not an object.
  public var object: JSONObject {
    JSONValue.lenientPrefix(of: Array(arguments.utf8), from: 0).value?.objectValue ?? [:]
  }
}

extension ChatToolCall {
  /// The call as JSON.
  package var json: JSONValue {
    var object: JSONObject = [
      "id": .string(id), "name": .string(name), "arguments": .string(arguments),
    ]
    if let signature { object["signature"] = .string(signature) }
    return .object(object)
  }

  /// Reads a call as it was written, or returns `nil`.
  package init?(json: JSONValue) {
    guard let object = json.objectValue, let name = object["name"]?.stringValue else { return nil }
    self.init(
      id: object["id"]?.stringValue ?? "", name: name,
      arguments: object["arguments"]?.stringValue ?? "",
      signature: object["signature"]?.stringValue)
  }
}
