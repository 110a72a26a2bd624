import JudgeTestSupport
import Testing

@testable import JudgePrivacy

@Suite struct SensitiveTextTests {
  private func kinds(_ text: String) -> [String] {
    SensitiveText.findings(in: Array(text.utf8)).map(\.kind.rawValue)
  }

  /// Made up here, so that no scanner of repositories takes them for real ones.
  private static let tail = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"

  @Test(arguments: [
    ("AKIA" + "QWERTY12345ABCDE", "cloud access key"),
    ("ghp_" + tail, "access token"),
    ("xoxb-" + "1234-5678-" + tail, "access token"),
    ("sk-ant-" + "api03-" + tail, "model provider's key"),
    ("sk-proj-" + tail, "model provider's key"),
    ("sk-" + tail, "model provider's key"),
    ("hf_" + tail, "model provider's key"),
    ("-----BEGIN RSA PRIVATE KEY-----", "private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----", "private key"),
    ("eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0." + tail, "signed web token"),
    ("postgres://app:Tr0ub4dor@db.internal/x", "password in a URL"),
  ])
  func secretsAreFound(_ secret: String, _ kind: String) {
    for text in [secret, "the key is \(secret), see", #"{"a":"line\n\#(secret)\n"}"#] {
      #expect(kinds(text).contains(kind), "\(text)")
    }
  }

  @Test(arguments: [
    ("write to ann.lee@example.org please", "e-mail address"),
    ("4111 1111 1111 1111", "card number"), ("5500-0000-0000-0004", "card number"),
    ("GB82 WEST 1234 5698 7654 32", "IBAN"), ("call +49 30 9018 2012", "phone number"),
    ("(555) 123-4567", "phone number"),
  ])
  func personalDataIsFound(_ text: String, _ kind: String) {
    #expect(kinds(text) == [kind], "\(text)")
  }

  @Test(arguments: [
    "", "@", "a@b", "x @ y.z", "task-force sk-learn sk-" + "shortone", "AKIA",
    "AKIAIOSFODNN7EXAMPLE", "sk-your-key-goes-here-please-do-it-now", "ghp_xxxxxxxxxxxxxxxxxxxx",
    "-----BEGIN PUBLIC KEY-----", "-------------------------", "1718000000000000000",
    "1718000000000", "2026-11-20 21:27:14", "2026-11-20T21:27:14.370Z", "3.14159265358979",
    "4111 1111 1111 1112", "GB82 WEST 1234 5698 7654 33", "v1.2.3.4.5.6.7.8.9.10",
    "https://example.org/a:b@c", "postgres://app:${PASSWORD}@db/x", "eyJhbGciOi.not.one",
    "tr-0123456789abcdef0123456789abcdef", "1,234,567,890",
    "task-0123456789abcdef0123456789abcdef", "the password is case-sensitive",
    "password: must be at least 8 characters", "password=********1a", "PASSWORD=$PASSWORD",
    "api_key=YOUR_API_KEY_2_GOES_HERE_1", "api_key = settings.openai_api_key_v2.value",
    "\"api_key\": null", "primary_key: users_2024_01_archive_02", "next_token=1234",
    "Authorization: Bearer $TOKEN", "Authorization: Basic realm",
    "https://example.org/reset?a=%20b",
    "reset your password: https://example.org/Reset1?x=2", "hooks.slack.com/services/", "SG.1",
    "\\u",
    "%", "%4", "\\u12", "12345678:AA", "AKIA\u{200b}",
    "xai-explainable-methods-of-2024-and-more-text",
  ])
  func ordinaryTextIsLeftAlone(_ text: String) {
    #expect(kinds(text) == [], "\(text)")
  }

  @Test func whoSaidItIsNoFind() {
    #expect(kinds(#"{"source_id": "ann@example.org", "value": "good"}"#) == [])
    #expect(kinds(#"{"source_id":"a@example.org","rationale":"b@example.org"}"#).count == 1)
  }

  @Test(
    "Time grows with the length, whatever the text begins again and again",
    arguments: [
      "eyJ-", "eyJ.", "xoxb-", "=", "d:", "key=", "@", "-", "\\", "%4", "password is ", "\u{200b}",
      "ya29.", "://u:p@", "M", "1 ", "\\u00",
    ])
  func linear(_ part: String) {
    let bytes = Array(String(repeating: part, count: 200_000 / part.utf8.count).utf8)
    let start = ContinuousClock.now
    _ = SensitiveText.findings(in: bytes)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("Any bytes are looked through without harm")
  func anyBytes() {
    for seed in PropertyRuns.seeds(300) {
      var random = SeededGenerator(seed: seed)
      let alphabet = Array(
        "@-.:/ ()+0123456789AKIAeyJsk-ghp_xoxb\\n\"BEGIN=%u00e9\u{200b}\u{ff41}password is".utf8)
      let bytes = (0..<random.below(200)).map { _ in
        random.once(in: 9) ? UInt8(random.below(256)) : alphabet[random.below(alphabet.count)]
      }
      for finding in SensitiveText.findings(in: bytes) {
        guard let range = finding.range else { continue }
        #expect(range.upperBound <= bytes.count && !range.isEmpty, "seed \(seed)")
      }
    }
  }
}
