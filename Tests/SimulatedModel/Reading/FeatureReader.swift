/// Reads the features of a case off its text.
///
/// The same code reads the case to be judged, an example and a record; it knows nothing of where
/// the text stands.
struct FeatureReader {
  /// More words than this are much.
  static let longFrom = 140

  let tokens: ArraySlice<PromptToken>

  var features: CaseFeatures {
    var result = CaseFeatures()
    let words = tokens.filter { $0.kind == .word || $0.kind == .number }.map(\.text)
    result.topic = Self.topic(words)
    result.isAngry = Self.hasAny(Self.angry, words)
    result.namesOrder = tokens.contains { $0.kind == .number && $0.text.utf8.count == 5 }
    result.namesDate = namesDate
    result.isPolite = Self.hasAny(Self.polite, words)
    result.exclaims = tokens.contains { $0.kind == .mark && $0.text == "!" }
    result.asksBack = Self.hasAny(Self.asking, words)
    result.offersMoney = words.contains { Self.money.contains($0) }
    result.greets = Self.hasAny(Self.greeting, words)
    result.steps = steps
    result.isLong = distinctWords > Self.longFrom
    return result
  }

  /// Words of sentences that were not there before: what a trace shows twice is read once.
  private var distinctWords: Int {
    var seen: Set<[String]> = []
    var count = 0
    for sentence in tokens.split(whereSeparator: \.endsSentence) {
      let words = sentence.filter { $0.kind == .word }.map(\.text)
      if seen.insert(words).inserted { count += words.count }
    }
    return count
  }

  private var namesDate: Bool {
    let list = Array(tokens)
    return list.indices.contains { index in
      guard Self.months.contains(list[index].text) else { return false }
      return [index - 1, index + 1].contains { other in
        list.indices.contains(other) && list[other].kind == .number
          && list[other].text.utf8.count <= 2
      }
    }
  }

  /// Steps are numbered (`2)`) or begin with an ordinal (`Second,`).
  private var steps: Int {
    let list = Array(tokens)
    var found: Set<String> = []
    for index in list.indices.dropLast() {
      let (token, next) = (list[index], list[index + 1])
      if token.kind == .number, token.text.utf8.count == 1, next.text == ")" {
        found.insert(token.text)
      } else if let number = Self.ordinals.firstIndex(of: token.text), next.text == "," {
        found.insert(String(number + 1))
      }
    }
    return found.count
  }

  static func topic(_ words: [String]) -> CaseTopic {
    var counts: [CaseTopic: Int] = [:]
    for word in words {
      for (topic, lexicon) in topics where lexicon.contains(word) {
        counts[topic, default: 0] += 1
        break
      }
    }
    // In the order of the cases, so that a draw is always decided alike.
    return CaseTopic.allCases.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) } ?? .delivery
  }

  static func namesTopic(_ word: String) -> Bool { topics.contains { $0.value.contains(word) } }

  private static func hasAny(_ phrases: [[String]], _ words: [String]) -> Bool {
    for index in words.indices {
      for phrase in phrases where phrase[0] == words[index] {
        if words[index...].starts(with: phrase) { return true }
      }
    }
    return false
  }

  static let topics: [CaseTopic: Set<String>] = [
    .delivery: ["parcel", "courier", "shipment", "package", "delivery"],
    .billing: ["invoice", "invoiced", "charged", "bill", "payment", "billed"],
    .login: ["password", "account", "login", "sign-in", "username"],
    .device: ["router", "screen", "speaker", "headset", "printer"],
  ]
  private static let months: Set<String> = [
    "january", "february", "april", "june", "july", "august", "september", "october",
    "november", "december",
  ]
  private static let ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"]
  private static let money: Set<String> = ["voucher", "discount", "coupon"]
  private static let angry = [
    ["beyond", "belief"], ["what", "a", "disgrace"], ["absolutely", "ridiculous"],
    ["fed", "up"], ["the", "last", "straw"], ["outrageous"], ["sick", "of"],
  ]
  private static let polite = [
    ["thank", "you", "for"], ["thanks", "for"], ["we", "are", "sorry"], ["we", "apologise"],
    ["please", "accept", "our"], ["happy", "to", "help"], ["we", "appreciate"],
  ]
  private static let asking = [
    ["could", "you", "tell", "us"], ["may", "we", "ask"], ["would", "you", "let", "us", "know"],
    ["which", "of", "them"], ["can", "you", "confirm"],
  ]
  private static let greeting = [
    ["hello", "there"], ["dear", "customer"], ["good", "morning"], ["hi", "from"],
  ]
}
