/// Reads the features of a case off its text.
///
/// The same code reads the case to be judged, an example and a record; it knows nothing of where
/// the text stands.
struct FeatureReader {
  /// More words than this are much.
  static let longFrom = 140

  /// What was read.
  private(set) var features = CaseFeatures()

  private let tokens: [PromptToken]
  private let range: Range<Int>
  private var topics = [0, 0, 0, 0]
  private var steps: Set<String> = []

  init(_ tokens: [PromptToken], _ range: Range<Int>) {
    self.tokens = tokens
    self.range = range
    var sentence: [String] = []
    var seen: Set<[String]> = []
    var words = 0
    func close() {
      // What a trace shows twice is read once.
      if !sentence.isEmpty, seen.insert(sentence).inserted { words += sentence.count }
      sentence = []
    }
    for index in range {
      let token = tokens[index]
      switch token.kind {
      case .word:
        sentence.append(token.text)
        if token.traits.rawValue != 0 { notice(token, at: index) }
      case .number: number(token, at: index)
      case .mark: if token.text == "!" { features.exclaims = true }
      case .lineEnd, .fence: break
      }
      if token.endsSentence { close() }
    }
    close()
    features.isLong = words > Self.longFrom
    features.steps = steps.count
    let most = topics.max() ?? 0
    features.topic = CaseTopic.allCases[topics.firstIndex(of: most) ?? 0]
  }

  private mutating func notice(_ token: PromptToken, at index: Int) {
    let traits = token.traits
    if traits.contains(.delivery) { topics[0] += 1 }
    if traits.contains(.billing) { topics[1] += 1 }
    if traits.contains(.login) { topics[2] += 1 }
    if traits.contains(.device) { topics[3] += 1 }
    if traits.contains(.money) { features.offersMoney = true }
    if traits.contains(.month), isDay(index - 1) || isDay(index + 1) { features.namesDate = true }
    if traits.contains(.ordinal), index + 1 < range.upperBound, tokens[index + 1].text == ",",
      let number = Self.ordinals.firstIndex(of: token.text)
    {
      steps.insert(String(number + 1))
    }
    if traits.contains(.phrase) { phrase(token.text, at: index) }
  }

  private mutating func number(_ token: PromptToken, at index: Int) {
    if token.text.utf8.count == 5 { features.namesOrder = true }
    // Steps are numbered (`2)`) or begin with an ordinal (`Second,`).
    if token.text.utf8.count == 1, index + 1 < range.upperBound, tokens[index + 1].text == ")" {
      steps.insert(token.text)
    }
  }

  private func isDay(_ index: Int) -> Bool {
    range.contains(index) && tokens[index].kind == .number && tokens[index].text.utf8.count <= 2
  }

  private mutating func phrase(_ first: String, at index: Int) {
    for (feature, phrase) in Self.phrasesByWord[first] ?? [] where stands(phrase, at: index) {
      switch feature {
      case .angry: features.isAngry = true
      case .polite: features.isPolite = true
      case .asking: features.asksBack = true
      case .greeting: features.greets = true
      }
    }
  }

  private func stands(_ phrase: [String], at index: Int) -> Bool {
    guard index + phrase.count <= range.upperBound else { return false }
    for offset in phrase.indices where tokens[index + offset].text != phrase[offset] {
      return false
    }
    return true
  }

  static let ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"]

  private enum Shown { case angry, polite, asking, greeting }

  /// The phrases that show a feature.
  private static let phrases: [(feature: Shown, phrases: [[String]])] = [
    (
      .angry,
      [
        ["beyond", "belief"], ["what", "a", "disgrace"], ["absolutely", "ridiculous"],
        ["fed", "up"], ["the", "last", "straw"], ["outrageous"], ["sick", "of"],
      ]
    ),
    (
      .polite,
      [
        ["thank", "you", "for"], ["thanks", "for"], ["we", "are", "sorry"], ["we", "apologise"],
        ["please", "accept", "our"], ["happy", "to", "help"], ["we", "appreciate"],
      ]
    ),
    (
      .asking,
      [
        ["could", "you", "tell", "us"], ["may", "we", "ask"],
        ["would", "you", "let", "us", "know"], ["which", "of", "them"], ["can", "you", "confirm"],
      ]
    ),
    (
      .greeting,
      [["hello", "there"], ["dear", "customer"], ["good", "morning"], ["hi", "from"]]
    ),
  ]

  private static let phrasesByWord: [String: [(Shown, [String])]] = {
    var result: [String: [(Shown, [String])]] = [:]
    for (feature, list) in phrases {
      for phrase in list { result[phrase[0], default: []].append((feature, phrase)) }
    }
    return result
  }()

  /// The words with which these phrases begin.
  static var firstWords: [String] { phrasesByWord.map(\.key) }
}
