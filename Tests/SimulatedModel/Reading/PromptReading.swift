/// What the model makes of a prompt: the cases in it, and the rules that are stated in it.
///
/// It looks for what people would look for: a case begins where a customer speaks of a thing of
/// their own, and its verdict is the first one given after it. Headings and field names are not
/// known to it.
struct PromptReading {
  /// The cases in order; the last is the one to be judged, where one is.
  let cases: [PromptCase]
  /// The rules that the text outside the cases states, each once.
  let conveyedRules: [SimulatedRule]

  init(_ text: String) { self.init(PromptTokenizer.tokens(of: text), words: .common) }

  init(_ tokens: [PromptToken], words: VerdictWords) {
    let starts = Self.starts(tokens)
    var cases: [PromptCase] = []
    var stated = Self.lines(tokens, 0..<(starts.first ?? tokens.count))
    var lastVerdict = 0
    for (number, start) in starts.enumerated() {
      let isLast = number + 1 == starts.count
      let end = isLast ? tokens.count : starts[number + 1]
      let verdicts = Self.verdicts(tokens, start..<end, words)
      let objectEnd = Self.objectEnd(tokens, start..<end, verdicts.first?.at, isLast: isLast)
      let object = tokens[start..<objectEnd]
      let gap = tokens[min(lastVerdict, start)..<start]
      let remarksEnd = verdicts.count > 1 ? verdicts[1].at : end
      cases.append(
        PromptCase(
          features: FeatureReader(tokens, start..<objectEnd).features,
          fingerprint: Self.fingerprint(object), passes: verdicts.first.map { $0.rank > 0 },
          spoken: Self.spoken(tokens, start..<remarksEnd),
          numbers: gap.filter { $0.kind == .number && $0.text.utf8.count < 5 }
            .compactMap { Int($0.text) },
          id: gap.last { $0.text.hasPrefix("tr-") }?.text))
      // After a case, only what is plainly meant as a rule is one; the rest is talk about it.
      stated += Self.lines(tokens, objectEnd..<end, normsOnly: true)
      lastVerdict = verdicts.first?.at ?? objectEnd
    }
    self.cases = cases
    conveyedRules = Self.rules(in: stated)
  }

  /// Where customers begin to speak: the first word of theirs in a sentence of their own.
  private static func starts(_ tokens: [PromptToken]) -> [Int] {
    var starts: [Int] = []
    var last: [String] = []
    var first: Int?
    var seen = WordTraits()
    for index in 0...tokens.count {
      guard index == tokens.count || tokens[index].endsSentence else {
        let traits = tokens[index].traits.intersection([.own, .anyTopic])
        if traits.rawValue != 0 {
          first = first ?? index
          seen.formUnion(traits)
        }
        continue
      }
      if let first, seen.contains(.own), !seen.isDisjoint(with: .anyTopic) {
        let words = tokens[first..<index].map(\.text)
        // A trace shows its inputs again in its spans; that is no other case.
        if words != last { starts.append(first) }
        last = words
      }
      first = nil
      seen = []
    }
    return starts
  }

  private static func verdicts(
    _ tokens: [PromptToken], _ range: Range<Int>, _ words: VerdictWords
  ) -> [(at: Int, rank: Int)] {
    range.compactMap { index in
      words.verdict(in: tokens, at: index).map { (index, $0.rank) }
    }
  }

  /// Where the text of a case ends: before its verdict, at the last fence, or where the prompt
  /// speaks to its reader again.
  private static func objectEnd(
    _ tokens: [PromptToken], _ range: Range<Int>, _ verdict: Int?, isLast: Bool
  ) -> Int {
    var end = verdict ?? range.upperBound
    if let fence = tokens[range.lowerBound..<end].lastIndex(where: { $0.kind == .fence }) {
      end = fence
    }
    guard isLast else { return end }
    return tokens[range.lowerBound..<end].firstIndex { $0.traits.contains(.toReader) } ?? end
  }

  /// FNV-1a over the words.
  private static func fingerprint(_ tokens: ArraySlice<PromptToken>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for token in tokens where token.kind == .word || token.kind == .number {
      for byte in token.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }
    return hash ^ (hash >> 29)
  }

  private static func spoken(_ tokens: [PromptToken], _ range: Range<Int>) -> Set<Concept> {
    lines(tokens, range).joined().reduce(into: Set()) { $0.formUnion(Concept.all(in: $1)) }
  }

  /// The sentences of each line, as words; with `normsOnly` those that speak of rules.
  private static func lines(
    _ tokens: [PromptToken], _ range: Range<Int>, normsOnly: Bool = false
  ) -> [[[String]]] {
    var lines: [[[String]]] = []
    var line: [[String]] = []
    var sentence: [String] = []
    var isNorm = false
    func endSentence() {
      if !sentence.isEmpty, isNorm || !normsOnly { line.append(sentence) }
      sentence = []
      isNorm = false
    }
    func endLine() {
      endSentence()
      if !line.isEmpty { lines.append(line) }
      line = []
    }
    for index in range {
      let token = tokens[index]
      if token.isBreak {
        endLine()
      } else if token.endsSentence {
        endSentence()
      } else if token.kind == .mark {
        // Texts of a list on one line end with `",`.
        if token.text == ",", index > range.lowerBound, tokens[index - 1].text == "\"" {
          endSentence()
        }
      } else {
        sentence.append(token.text)
        if token.traits.contains(.norm) { isNorm = true }
      }
    }
    endLine()
    return lines
  }

  /// What lines state: by sentence, and where sentences next to each other together say something
  /// more exact, that.
  private static func rules(in lines: [[[String]]]) -> [SimulatedRule] {
    var found: [SimulatedRule] = []
    for line in lines {
      var stated: [SimulatedRule] = []
      let concepts = line.map { Concept.all(in: $0) }
      for index in concepts.indices {
        for reach in 1...3 where index + reach <= concepts.count {
          let window = concepts[index..<(index + reach)].reduce(into: Set()) { $0.formUnion($1) }
          stated += SimulatedRule.conveyed(by: window)
        }
      }
      found += stated.filter { rule in
        !stated.contains { $0.concepts.isStrictSuperset(of: rule.concepts) }
      }
    }
    var names: Set<String> = []
    return found.filter { names.insert($0.name).inserted }
  }
}
