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
}
