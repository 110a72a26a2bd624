/// What a word may be part of, looked up once a token: prompts are long, and tests call often.
struct WordTraits: OptionSet {
  let rawValue: UInt16

  /// A word with which a customer speaks of themselves.
  static let own = WordTraits(rawValue: 1)
  static let delivery = WordTraits(rawValue: 2)
  static let billing = WordTraits(rawValue: 4)
  static let login = WordTraits(rawValue: 8)
  static let device = WordTraits(rawValue: 16)
  static let anyTopic: WordTraits = [.delivery, .billing, .login, .device]
  static let month = WordTraits(rawValue: 32)
  static let money = WordTraits(rawValue: 64)
  static let ordinal = WordTraits(rawValue: 128)
  /// The first word of a phrase that shows a feature.
  static let phrase = WordTraits(rawValue: 256)
  /// A word of rules.
  static let norm = WordTraits(rawValue: 512)
  /// A word with which a prompt speaks to its reader.
  static let toReader = WordTraits(rawValue: 1024)

  static func of(_ word: String) -> WordTraits { table[word] ?? [] }

  private static let table: [String: WordTraits] = {
    var table: [String: WordTraits] = [:]
    func add(_ trait: WordTraits, _ words: [String]) {
      for word in words { table[word, default: []].insert(trait) }
    }
    add(.own, ["i", "my", "me", "mine"])
    add(.delivery, ["parcel", "courier", "shipment", "package", "delivery"])
    add(.billing, ["invoice", "invoiced", "charged", "bill", "payment", "billed"])
    add(.login, ["password", "account", "login", "sign-in", "username"])
    add(.device, ["router", "screen", "speaker", "headset", "printer"])
    add(
      .month,
      [
        "january", "february", "april", "june", "july", "august", "september", "october",
        "november", "december",
      ])
    add(.money, ["voucher", "discount", "coupon"])
    add(.ordinal, FeatureReader.ordinals)
    add(.phrase, FeatureReader.firstWords)
    add(
      .norm,
      [
        "must", "should", "always", "never", "unless", "guideline", "guidelines", "rule", "rules",
        "fails", "passes", "reject", "requires",
      ])
    add(.toReader, ["json", "respond", "verdict", "schema", "judge"])
    return table
  }()
}
