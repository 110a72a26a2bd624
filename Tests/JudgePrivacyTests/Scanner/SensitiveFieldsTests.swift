import JudgeJSON
import Testing

@testable import JudgePrivacy

@Suite("Fields with secrets") struct SensitiveFieldsTests {
  private static let key = "gh" + "p_" + MadeUpKeys.mixed(36)

  private func finds(_ text: String) -> [SensitiveFields.Find] {
    SensitiveFields.finds(in: Array(text.utf8), where: \.isSecret)
  }

  @Test("A find names its field and never the key")
  func fields() {
    let found = finds(#"{"a":{"b":["x","see \#(Self.key)"]}}"#)
    #expect(found.map(\.field) == ["a.b[1]"])
    #expect(found.allSatisfy { !$0.text.contains(Self.key.dropFirst(5)) })
    #expect(finds("plain \(Self.key)").map(\.field) == [""])
    #expect(finds(#"{"a":"\u201c\#(Self.key)\u201d"}"#).map(\.field) == ["a"])
  }

  @Test("Names of members and of sources are looked at; the key in a name is not told")
  func names() {
    let found = finds(#"{"tags":{"\#(Self.key)":1},"source_id":"\#(Self.key)"}"#)
    #expect(found.count == 2)
    #expect(found.allSatisfy { !$0.text.contains(Self.key.dropFirst(5)) })
    #expect(finds(#"{"source_id":"a@example.org"}"#) == [])
    // The name beside the value tells it.
    #expect(finds(#"{"password":"Tr0ub4dor&3"}"#).map(\.kind) == [.password])
  }

  @Test("A text is blanked where the find is, or as a whole")
  func blanked() {
    #expect(SensitiveFields.blanked("a \(Self.key) b").text == "a \(Secret.mark) b")
    #expect(SensitiveFields.blanked("fine").kinds == [])
    let hidden = "a \(Self.key.prefix(10))\u{200b}\(Self.key.dropFirst(10)) b"
    #expect(SensitiveFields.blanked(hidden).text == Secret.mark)
    let block = "x -----BEGIN RSA " + "PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"
    #expect(SensitiveFields.blanked(block).text == Secret.mark)
    var kinds: Set<SensitiveText.Kind> = []
    let value = SensitiveFields.blanked(
      ["a": .string(Self.key), "n": 1, "l": [.string("x")]], kinds: &kinds)
    #expect(value == ["a": .string(Secret.mark), "n": 1, "l": ["x"]])
    #expect(kinds == [.token])
  }

  @Test("Names of members are blanked, and no member is lost; nothing is found afterwards")
  func blankedNames() {
    let other = "gh" + "p_" + String(MadeUpKeys.mixed(36).reversed())
    for value in [
      [Self.key: 1, other: ["x": 2], "\(Secret.mark) 2": 3, "n": 4],
      ["inner": [["deep": [Self.key: .string(Self.key)]]]],
      ["password": "Tr0ub4dor&3", "note": "fine"], ["a": ["api_key": "q8vN3xW1mT5yR7uK2pL9aB4c"]],
      [.string("-----BEGIN RSA " + "PRIVATE KEY-----"), "abc", "-----END RSA PRIVATE KEY-----"],
      [["k": .string("-----BEGIN RSA " + "PRIVATE KEY-----")]],
    ] as [JSONValue] {
      var kinds: Set<SensitiveText.Kind> = []
      let blanked = SensitiveFields.blanked(value, kinds: &kinds)
      #expect(finds(blanked.canonicalText) == [], "\(blanked.canonicalText)")
      #expect(!kinds.isEmpty)
      #expect(blanked.objectValue?.count == value.objectValue?.count)
    }
    var kinds: Set<SensitiveText.Kind> = []
    #expect(
      SensitiveFields.blanked(["password": "Tr0ub4dor&3", "n": 1], kinds: &kinds)
        == ["password": .string(Secret.mark), "n": 1])
    #expect(
      SensitiveFields.blanked([Self.key: 1], kinds: &kinds) == [Secret.mark: 1])
  }
}
