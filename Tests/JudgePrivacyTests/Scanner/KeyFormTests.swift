import JudgeTestSupport
import Testing

@testable import JudgePrivacy

/// Keys in the form of each provider, made up and put together here, so that no scanner of
/// repositories takes them for real ones.
enum MadeUpKeys {
  /// A key and what it is found as.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let kind: SensitiveText.Kind
    /// Whether only what stands around it tells it.
    var isNamed = false
    var testDescription: String { name }
  }

  /// Letters and digits that look random, the same each time.
  static func characters(_ count: Int, _ alphabet: String, seed: UInt64 = 7) -> String {
    var random = SeededGenerator(seed: seed &+ UInt64(count))
    let letters = Array(alphabet)
    return String((0..<count).map { _ in letters[random.below(letters.count)] })
  }

  static let small = "abcdefghijkmnpqrstuvwz"
  static let capitals = "ABCDEFGHJKLMNPQRSTUVWZ"
  static let digits = "23456789"

  static func mixed(_ count: Int) -> String {
    "a1" + characters(count - 2, small + capitals + digits)
  }
  static func hex(_ count: Int) -> String { "a1" + characters(count - 2, "0123456789abcdef") }

  static let all: [Example] = prefixed + parts + named

  private static let prefixed: [Example] = [
    ("AWS key id", "AK" + "IA", capital(16), .accessKey),
    ("AWS temporary key id", "AS" + "IA", capital(16), .accessKey),
    ("AWS Bedrock", "AB" + "SK", mixed(128), .accessKey),
    ("GitHub classic", "gh" + "p_", mixed(36), .token),
    ("GitHub OAuth", "gh" + "o_", mixed(36), .token),
    ("GitHub server", "gh" + "s_", mixed(36), .token),
    ("GitHub fine-grained", "github_" + "pat_", mixed(82), .token),
    ("GitLab personal", "gl" + "pat-", mixed(20), .token),
    ("GitLab deploy", "gl" + "dt-", mixed(20), .token),
    ("Slack bot", "xo" + "xb-", "12345678-" + mixed(24), .token),
    ("Slack app", "xa" + "pp-", "1-A12345678-" + mixed(40), .token),
    ("OpenAI", "s" + "k-", mixed(48), .modelKey),
    ("OpenAI project", "sk-" + "proj-", mixed(48), .modelKey),
    ("OpenAI service account", "sk-" + "svcacct-", mixed(48), .modelKey),
    ("OpenAI admin", "sk-" + "admin-", mixed(48), .modelKey),
    ("Anthropic", "sk-" + "ant-", "api03-" + mixed(80), .modelKey),
    ("OpenRouter", "sk-" + "or-", "v1-" + hex(64), .modelKey),
    ("Google API", "AI" + "za", mixed(35), .accessKey),
    ("Google OAuth client", "GOC" + "SPX-", mixed(28), .accessKey),
    ("Google access token", "ya" + "29.", "a0" + mixed(120), .token),
    ("Hugging Face", "h" + "f_", mixed(34), .modelKey),
    ("Databricks", "da" + "pi", hex(32), .token),
    ("Groq", "gs" + "k_", mixed(52), .modelKey),
    ("xAI", "xa" + "i-", mixed(80), .modelKey),
    ("Perplexity", "pp" + "lx-", mixed(48), .modelKey),
    ("Replicate", "r" + "8_", mixed(37), .modelKey),
    ("Fireworks", "f" + "w_", mixed(24), .modelKey),
    ("LangSmith", "lsv2" + "_pt_", hex(32) + "_" + hex(10), .modelKey),
    ("Stripe live", "sk_" + "live_", mixed(24), .token),
    ("Stripe test", "sk_" + "test_", mixed(24), .token),
    ("Stripe restricted", "rk_" + "live_", mixed(24), .token),
    ("Stripe webhook", "wh" + "sec_", mixed(32), .token),
    ("Twilio key", "S" + "K", hex(32), .token),
    ("SendGrid", "S" + "G.", mixed(22) + "." + mixed(43), .token),
    ("Docker", "dckr_" + "pat_", mixed(27), .token),
    ("DigitalOcean", "dop" + "_v1_", hex(64), .accessKey),
    ("npm", "np" + "m_", mixed(36), .token),
    ("PyPI", "pypi-" + "AgE", mixed(80), .token),
    ("Vault", "hv" + "s.", mixed(90), .token),
    ("Slack client", "xo" + "xc-", "12345678-" + mixed(24), .token),
    ("Linear", "lin_" + "api_", mixed(40), .token),
    ("Notion", "nt" + "n_", mixed(46), .token),
    ("Figma", "fig" + "d_", mixed(40), .token),
    ("Postman", "PM" + "AK-", hex(24) + "-" + hex(34), .token),
    ("New Relic", "NR" + "AK-", capital(27), .token),
    ("Supabase", "sb" + "p_", hex(40), .token),
    ("Grafana cloud", "gl" + "c_", mixed(60), .token),
    ("Doppler", "dp" + ".pt.", mixed(43), .token),
    ("Pulumi", "pu" + "l-", hex(40), .token),
    ("Brevo", "xkey" + "sib-", hex(64) + "-" + mixed(16), .token),
    ("Square", "sq0" + "atp-", mixed(22), .token),
    ("Shopify shared", "shp" + "ss_", hex(32), .token),
    ("RubyGems", "ruby" + "gems_", hex(48), .token),
    ("Sentry user", "sntr" + "yu_", hex(64), .token),
    ("GitLab feed", "gl" + "ft-", mixed(20), .token),
    ("Atlassian", "ATA" + "TT3", mixed(180), .token),
    ("Bitbucket", "AT" + "BB", mixed(32), .token),
    ("Jina", "ji" + "na_", mixed(60), .modelKey),
    ("Cerebras", "cs" + "k-", mixed(48), .modelKey),
    ("Together", "tgp" + "_v1_", mixed(43), .modelKey),
    ("age", "AGE-SECRET-" + "KEY-1", capital(58), .privateKey),
    (
      "Slack webhook", "https://hooks.slack" + ".com/services/", "T12345678/B12345678/" + mixed(24),
      .token
    ),
  ].map { Example(name: $0, text: $1 + $2, kind: $3) }

  private static func capital(_ count: Int) -> String {
    "2A" + characters(count - 2, capitals + digits)
  }

  private static let header = "ey" + "JhbGciOiJIUzI1NiJ9"

  private static let parts: [Example] = [
    ("Telegram bot", "123456789" + ":" + "AA" + mixed(33), .token),
    ("Discord bot", "M" + mixed(23) + "." + mixed(6) + "." + mixed(38), .token),
    ("JWT", header + "." + "ey" + "JzdWIiOiIxMjM0In0." + mixed(43), .webToken),
    (
      "JWE", header + "." + mixed(40) + "." + mixed(16) + "." + mixed(60) + "." + mixed(22),
      .webToken
    ),
    ("JWE without a key", header + ".." + mixed(16) + "." + mixed(60) + "." + mixed(22), .webToken),
    ("RSA key", "-----BEGIN RSA " + "PRIVATE KEY-----", .privateKey),
    ("OpenSSH key", "-----BEGIN OPENSSH " + "PRIVATE KEY-----", .privateKey),
    ("PGP key", "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----", .privateKey),
    ("SSH2 key", "---- BEGIN SSH2 ENCRYPTED " + "PRIVATE KEY ----", .privateKey),
    ("PuTTY key", "PuTTY-User-" + "Key-File-3: ssh-ed25519", .privateKey),
    ("URL password", "postgres://app:" + "Tr0ub4dor@db.internal/x", .urlPassword),
  ].map { Example(name: $0, text: $1, kind: $2) }

  private static let named: [Example] = [
    ("AWS secret", "aws_secret_access_key=" + mixed(20) + "/" + mixed(19), .accessKey),
    ("AWS secret in JSON", #""SecretAccessKey": ""# + mixed(40) + "\"", .accessKey),
    ("Azure OpenAI", "AZURE_OPENAI_API_KEY=" + hex(32), .token),
    ("Azure storage", "AccountKey=" + mixed(86) + "==", .token),
    ("Mistral", "MISTRAL_API_KEY=" + mixed(32), .token),
    ("Cohere", "export CO_API_KEY='" + mixed(40) + "'", .token),
    ("Twilio token", "TWILIO_AUTH_TOKEN: " + hex(32), .token),
    ("a variable", "MY_SERVICE_TOKEN=" + mixed(30), .token),
    ("client secret", #""client_secret" : ""# + mixed(30) + "\"", .token),
    ("Bearer", "Authorization: Bearer " + mixed(30), .token),
    ("Bearer in JSON", #"{"Authorization": "Bearer "# + mixed(30) + "\"}", .token),
    ("Basic", "authorization: Basic YW5uOlRyMHViNGRvcg==", .password),
    ("password", "password=" + "Tr0ub4dor&3", .password),
    ("session token", "aws_session_token=" + mixed(80), .token),
    ("passphrase", "passphrase: " + "Tr0ub4dor&3", .password),
    ("password in YAML", "db_password: " + "hunter2hunter2", .password),
    ("password in words", "The password is " + "Tr0ub4dor&3.", .password),
  ].map { Example(name: $0, text: $1, kind: $2, isNamed: true) }
}

@Suite("Forms of keys") struct KeyFormTests {
  private func kinds(_ text: String) -> [SensitiveText.Kind] {
    SensitiveText.findings(in: Array(text.utf8)).map(\.kind)
  }

  @Test("Each is found once, alone and in a text", arguments: MadeUpKeys.all)
  func found(_ key: MadeUpKeys.Example) {
    let quoted = key.text.split(separator: "\"").joined(separator: "\\\"")
    for text in [
      key.text, "the key is \(key.text), see", "(\(key.text))", "a.\n\(key.text)\nb",
      "{\"inputs\":\"line\\n\(quoted)\\n\"}",
    ] {
      #expect(kinds(text).filter(\.isSecret) == [key.kind], "\(text)")
    }
  }

  @Test("The start that is shown is not a key", arguments: MadeUpKeys.all)
  func shown(_ key: MadeUpKeys.Example) {
    for finding in SensitiveText.findings(in: Array(key.text.utf8)) {
      #expect(finding.start.utf8.count <= 4)
    }
  }

  @Test("What hides a key from the eye of a scan does not", arguments: MadeUpKeys.all)
  func hidden(_ key: MadeUpKeys.Example) {
    let scalars = Array(key.text.unicodeScalars)
    let half = String(String.UnicodeScalarView(scalars[..<(scalars.count / 2)]))
    let rest = String(String.UnicodeScalarView(scalars[(scalars.count / 2)...]))
    var ways = [
      "quotes before it": "\u{201c}\(key.text)\u{201d}",
      "JSON's quotes": "\\u201c\(key.text)\\u201d",
      "a zero-width space": half + "\u{200b}" + rest, "a joiner": half + "\u{200d}" + rest,
      "a soft hyphen": half + "\u{ad}" + rest, "an escaped joiner": half + "\\u200d" + rest,
      "escaped letters": half.unicodeScalars.map { "\\u00" + Self.hex($0) }.joined() + rest,
      "escaped twice": half.unicodeScalars.map { "\\\\u00" + Self.hex($0) }.joined() + rest,
      "percent": half + rest.unicodeScalars.map { "%" + Self.hex($0).uppercased() }.joined(),
      "full width": String(
        String.UnicodeScalarView(
          scalars.map { $0.value > 0x20 ? Unicode.Scalar($0.value + 0xfee0) ?? $0 : $0 })),
    ]
    if !key.isNamed, key.kind != .urlPassword, !key.name.contains("web"), key.kind != .privateKey {
      ways["a mark before it"] = "key_\(key.text)"
      ways["a hyphen before it"] = "key-\(key.text)"
    }
    for (way, text) in ways {
      #expect(kinds(text).contains(key.kind), "\(way): \(text)")
    }
  }

  @Test("Distinctive prefixes are found behind a letter, too")
  func glued() {
    for key in MadeUpKeys.all where key.text.hasPrefix("ghp") || key.text.hasPrefix("sk-ant") {
      #expect(kinds("x" + key.text) == [key.kind])
      #expect(kinds(key.text + "_x").contains(key.kind))
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let text = String(scalar.value, radix: 16)
    return text.count < 2 ? "0" + text : text
  }
}
