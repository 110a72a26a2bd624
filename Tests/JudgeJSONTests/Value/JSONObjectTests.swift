import JudgeJSON
import JudgeTestSupport
import Testing

@Suite struct JSONObjectTests {
  @Test func setGetRemove() {
    var object = JSONObject()
    object["b"] = 1
    object["a"] = 2
    object["c"] = .null
    object["b"] = 3
    #expect(object.keys == ["a", "b", "c"])
    #expect(object.values == [2, 3, .null])
    #expect(object["c"] == JSONValue.null)
    #expect(object["d"] == nil)
    object["a"] = nil
    object["d"] = nil
    #expect(object.keys == ["b", "c"])
    #expect(object.map(\.key) == ["b", "c"])
    #expect(object.first?.value == 3)
  }

  /// A nil literal of `JSONValue` would make both sides of the conditional a JSON null.
  @Test func nilIsAbsenceAndNotNull() {
    let object: JSONObject = ["z": .null]
    func optional(_ present: Bool) -> JSONValue? { present ? .null : nil }
    #expect(optional(true) == JSONValue.null)
    #expect(optional(false) == nil)
    #expect(object["z"] != nil)
    #expect(object["y"] == nil)
    #expect(JSONValue.object(object)["y"] == nil)
  }

  @Test func nestedChange() {
    var object: JSONObject = ["a": ["b": 1]]
    object["a"] = .object((object["a"]?.objectValue ?? [:]).merging(["c": 2]))
    #expect(object == ["a": ["b": 1, "c": 2]])
  }

  @Test func laterMembersWin() {
    #expect(JSONObject([("a", 1), ("b", 2), ("a", 3)]) == ["a": 3, "b": 2])
    #expect(JSONObject(["a": 1]) == ["a": 1])
    let literal: JSONValue = ["a": 1, "a": 2]
    #expect(literal == ["a": 2])
    let merged = (["a": 1, "b": 2, "d": 4] as JSONObject).merging(["b": 3, "c": 5, "e": 6])
    #expect(merged == ["a": 1, "b": 3, "c": 5, "d": 4, "e": 6])
  }

  @Test func behavesAsADictionaryOfBytes() {
    let seed: UInt64 = 11
    var random = RandomJSON(seed: seed)
    for _ in 0..<300 {
      var object = JSONObject()
      var model: [[UInt8]: JSONValue] = [:]
      for _ in 0..<40 {
        let key = random.text()
        let value: JSONValue? = random.below(4) == 0 ? nil : random.value(depth: 0)
        object[key] = value
        model[Array(key.utf8)] = value
        #expect(object[key] == value, "seed \(seed): \(key)")
      }
      #expect(object.count == model.count, "seed \(seed)")
      for member in object {
        #expect(model[Array(member.key.utf8)] == member.value, "seed \(seed): \(member.key)")
        #expect(object[member.key] == member.value, "seed \(seed): \(member.key)")
      }
      let ordered = zip(object.keys, object.keys.dropFirst())
      #expect(ordered.allSatisfy { $0.utf16.lexicographicallyPrecedes($1.utf16) }, "seed \(seed)")
    }
  }

  @Test func accessorsRefuseOtherKinds() {
    let value: JSONValue = ["s": "x", "n": 1.5, "b": true, "z": .null, "a": [1], "o": [:]]
    #expect(value["s"]?.stringValue == "x" && value["n"]?.stringValue == nil)
    #expect(value["n"]?.doubleValue == 1.5 && value["s"]?.doubleValue == nil)
    #expect(value["b"]?.boolValue == true && value["n"]?.boolValue == nil)
    #expect(value["a"]?.arrayValue == [1] && value["o"]?.arrayValue == nil)
    #expect(value["o"]?.objectValue == [:] && value["a"]?.objectValue == nil)
    #expect(value["z"]?.isNull == true && value["b"]?.isNull == false)
    #expect(value["s"]?["x"] == nil)
    let name = "x"
    #expect(("a\(name)" as JSONValue) == "ax")
  }
}
