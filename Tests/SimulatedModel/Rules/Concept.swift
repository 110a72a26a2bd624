/// A notion that people write about when they talk about answers, whatever words they use.
///
/// The words for talking about a feature ("the date is missing") and the text that has the
/// feature ("by 14 March") do not overlap, so a remark about a case is not taken for the case.
enum Concept: CaseIterable, Hashable {
  case order, date, polite, exclamation, steps, three, angry, billing, asking, money
  case long, short, greeting

  /// Groups of words.
  ///
  /// A group is there when all of its words are in a sentence; `*` ends a stem.
  var lexicon: [[String]] {
    switch self {
    case .order:
      [
        ["order", "number*"], ["order", "reference*"], ["order", "id"], ["order", "ids"],
        ["which", "order"], ["purchase", "number*"], ["purchase", "reference*"],
        ["order", "identif*"], ["order's", "number*"],
      ]
    case .date:
      [["date"], ["dates"], ["dated"], ["calendar"], ["specific", "day"], ["concrete", "day"]]
    case .polite:
      [
        ["polite*"], ["impolite"], ["courte*"], ["friendly"], ["friendliness"], ["kind", "words"],
        ["respectful*"], ["rude*"], ["curt"], ["manners"], ["civil"], ["thanks", "or", "apolog*"],
      ]
    case .exclamation:
      [["exclamation*"], ["exclaim*"], ["punctuation", "shout*"], ["it", "shouts"], ["\"!\""]]
    case .steps: [["step"], ["steps"], ["actions"], ["stages"]]
    case .three:
      [["three"], ["3"], ["four"], ["4"], ["many"], ["few"], ["fewer"]]
    case .angry:
      [
        ["angry"], ["anger"], ["furious"], ["fury"], ["upset"], ["irritat*"], ["enraged"],
        ["annoyed"], ["mad"],
      ]
    case .billing: [["bill"], ["bills"], ["billing"], ["invoice*"], ["payment*"]]
    case .asking:
      [
        ["asks", "back"], ["ask", "back"], ["asked", "back"], ["asking", "back"], ["clarif*"],
        ["question", "back"], ["follow-up", "question*"], ["enquir*"], ["asked", "of", "customer"],
        ["ask*", "customer", "question*"],
      ]
    case .money:
      [
        ["voucher*"], ["discount*"], ["coupon*"], ["compensat*"], ["goodwill"], ["gift", "card*"],
      ]
    case .long:
      [
        ["thorough*", "answer*"], ["long", "answer*"], ["detailed", "answer*"],
        ["longer", "repl*"],
      ]
    case .short:
      [
        ["brief", "answer*"], ["short", "answer*"], ["concise", "answer*"], ["shorter", "repl*"],
      ]
    case .greeting: [["greet*"], ["salut*"]]
    }
  }

  /// The concepts of a sentence.
  static func all(in sentence: [String]) -> Set<Concept> {
    var there: Set<String> = []
    for word in sentence {
      if exact.contains(word) { there.insert(word) }
      // By its first letters, so that most words cost one look.
      for stem in stems[String(word.prefix(3))] ?? [] where word.hasPrefix(stem.dropLast()) {
        there.insert(stem)
      }
    }
    guard !there.isEmpty else { return [] }
    return Set(
      lexica.filter { $0.groups.contains { $0.allSatisfy(there.contains) } }.map(\.concept))
  }

  private static let lexica = allCases.map { (concept: $0, groups: $0.lexicon) }
  private static let exact = Set(lexica.flatMap(\.groups).joined().filter { !$0.hasSuffix("*") })
  private static let stems = Dictionary(
    grouping: Set(lexica.flatMap(\.groups).joined().filter { $0.hasSuffix("*") }),
    by: { String($0.prefix(3)) })
}
