import JudgeJSON
import JudgeRecords

/// Judge bodies that the tests of this target share.
enum Bodies {
  static let instructions = "Is {{ outputs }} a polite answer to {{ inputs }}?"

  static func yesNo(_ instructions: String = instructions) -> JudgeBody {
    var body = JudgeBody(name: "tone", instructions: instructions)
    body.values = ["yes", "no"]
    return body
  }

  static func typed(_ type: FeedbackValueType, _ values: [JSONValue] = []) -> JudgeBody {
    var body = JudgeBody(name: "tone", instructions: instructions, valueType: type)
    body.values = values
    return body
  }

  static func trace(_ inputs: JSONValue = "Hi", _ outputs: JSONValue = "Hello!") -> Trace {
    Trace(id: "tr-1", inputs: inputs, outputs: outputs)
  }
}
