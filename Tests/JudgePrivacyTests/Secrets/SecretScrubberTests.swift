import JudgeJSON
import JudgeTestSupport
import Testing

@testable import JudgePrivacy

@Suite("Scrubbing") struct SecretScrubberTests {
  private static let key = "sk-proj-Zq8vN3+xW1/mT5yR7uK2pL9"
  private let scrubber = SecretScrubber([Secret(key)])

  private static func escaped(_ text: String, _ each: (UInt8) -> String) -> String {
    text.utf8.map(each).joined()
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// Base64 of bytes, as a server would write it.
  private static func base64(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let core = String(decoding: Base64.core(of: bytes + [0, 0], offset: 0), as: UTF8.self)
    return String(core.prefix((bytes.count * 4 + 2) / 3))
  }

  /// A text with a gap after each `width` characters.
  private static func parted(_ text: String, _ width: Int, _ gap: String) -> String {
    var result = ""
    for (place, character) in text.enumerated() {
      if place > 0, place.isMultiple(of: width) { result += gap }
      result.append(character)
    }
    return result
  }

  /// A key that a mail, a terminal or Markdown has broken or marked.
  private static let broken: [String] = {
    var texts = ["\n", "\r\n    ", "\\n", "%0A", " ", "=\r\n", "\t", "\\\n"]
      .map { parted(key, 9, $0) }
    texts.append(escaped(key) { "=" + hex($0).uppercased() })
    texts.append(key.split(separator: "-").joined(separator: "\\-"))
    texts.append(parted(base64(key), 20, "\n"))
    texts.append(parted(escaped(key, hex), 8, " "))
    return texts
  }()

  @Test("In every spelling, and with anything around it")
  func spellings() {
    let key = Self.key
    let texts = [
      key, "Bearer \(key)", "\(key)\u{301}", "\(key)\u{200d}x", "a\(key)b", "[\(key)\\n]",
      Self.escaped(key) { "\\u00" + Self.hex($0) }, Self.escaped(key) { "\\\\u00" + Self.hex($0) },
      Self.escaped(key) { "\\u{\(Self.hex($0))}" }, Self.escaped(key) { "\\x" + Self.hex($0) },
      Self.escaped(key) { "%" + Self.hex($0) },
      Self.escaped(key) { "%" + Self.hex($0).uppercased() },
      Self.escaped(key) { "&#\($0);" }, Self.escaped(key) { "&#x\(Self.hex($0));" },
      Self.escaped(key) {
        "\\" + (String($0, radix: 8).count < 3 ? "0" : "") + String($0, radix: 8)
      },
      Self.escaped(key, Self.hex), Self.escaped(key, Self.hex).uppercased(),
      key.split(separator: "/").joined(separator: "\\/"), Self.base64(key), Self.base64("x" + key),
      Self.base64("xy" + key + "z"), Self.base64("user:\(key)"),
      key.uppercased(), key.lowercased(), key.prefix(9) + "\u{200b}" + key.dropFirst(9),
      key.prefix(9) + "\\u200b" + key.dropFirst(9),
    ]
    for text in texts + Self.broken {
      // By bytes: a combining mark makes another character of what it follows.
      let result = Array(scrubber.scrubbed("before \(text) after").utf8)
      #expect(result.contains(Array(Secret.mark.utf8)), "\(text)")
      #expect(result.starts(with: "before ".utf8) && result.suffix(6).elementsEqual(" after".utf8))
      #expect(!result.contains(Array(text.utf8)), "\(text)")
      let value: JSONValue = ["a": ["b": .string(text)], text: 1]
      #expect(
        !Array(scrubber.scrubbed(value).canonicalText.utf8).contains(Array(text.utf8)), "\(text)")
    }
  }

  @Test("A secret with signs that HTML and JSON escape")
  func signs() {
    let key = "a&b<c>\"d'e\\f/g+h=i"
    let scrubber = SecretScrubber([Secret(key)])
    func html(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
    func json(_ text: String) -> String {
      text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
    for text in [
      key, html(key), html(html(key)), html(html(html(key))), json(key), json(json(key)),
      json(html(key)), html(json(key)),
      html(key).replacing("/", with: "&sol;").replacing("+", with: "&plus;"),
    ] {
      #expect(scrubber.scrubbed("x \(text) y") == "x \(Secret.mark) y", "\(text)")
    }
    let long = "&" + String(repeating: "amp;", count: 100_000)
    #expect(scrubber.scrubbed(long) == long)
  }

  @Test("What is within a secret: behind its scheme, and the password of Basic")
  func variants() {
    let inner = "tok3n-of-the-team"
    for scheme in ["Bearer", "bearer", "Token", "ApiKey"] {
      let scrubber = SecretScrubber([Secret("\(scheme) \(inner)")])
      #expect(scrubber.scrubbed("x \(inner) y") == "x \(Secret.mark) y")
    }
    let basic = SecretScrubber([Secret("Basic " + Self.base64("ann:\(inner)"))])
    #expect(basic.scrubbed("x \(inner) y") == "x \(Secret.mark) y")
    let spaced = SecretScrubber([Secret("  \"\(inner)'\n")])
    #expect(spaced.scrubbed("x \(inner) y") == "x \(Secret.mark) y")
  }

  @Test("Short secrets and other texts are left alone")
  func others() {
    #expect(SecretScrubber([Secret("none"), Secret("")]).scrubbed("none of it") == "none of it")
    #expect(SecretScrubber([]).scrubbed(Self.key) == Self.key)
    for text in [
      "", "sk-proj-", "\\", "%", "&#", "\\u", "a\\\"b", "é\u{301}", "sk-proj-Zq8vN3",
    ] {
      #expect(scrubber.scrubbed(text) == text)
    }
  }

  @Test("JSON within the text stays JSON")
  func json() throws {
    let key = Self.key
    for text in [
      #"{"rationale":"\#(key)","a":"\\\\"}"#, #"{"rationale":"\\\#(key)"}"#,
      #"{"r":"\#(Self.escaped(key) { "\\u00" + Self.hex($0) })"}"#,
      #"{"r":"\\\#(Self.escaped(key) { "\\u00" + Self.hex($0) })"}"#,
    ] {
      let result = scrubber.scrubbed(text)
      #expect(throws: Never.self) { try JSONValue(parsing: Array(result.utf8)) }
      #expect(result.contains(Secret.mark))
    }
  }

  @Test("Any secret in any mixture of spellings, in any bytes")
  func anything() {
    for seed in PropertyRuns.seeds(200) {
      var random = SeededGenerator(seed: seed)
      let secret = String(
        (0..<(8 + random.below(40))).map { _ in
          Character(Unicode.Scalar(UInt8(0x21 + random.below(0x5e))))
        })
      let spelt = secret.utf8.map { byte -> String in
        switch random.below(5) {
        case 0: "\\u00" + Self.hex(byte)
        case 1: "%" + Self.hex(byte)
        case 2: "\\x" + Self.hex(byte)
        default: String(Unicode.Scalar(byte))
        }
      }.joined()
      let noise = (0..<random.below(30)).map { _ in UInt8(random.below(256)) }
      let bytes = noise + Array(spelt.utf8) + noise
      let result = SecretScrubber([Secret(secret)]).scrubbed(bytes)
      #expect(
        result == noise + Array(Secret.mark.utf8) + noise, "seed \(seed): \(secret) as \(spelt)")
    }
  }
}
