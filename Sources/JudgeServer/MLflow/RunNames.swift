/// Names for runs without one, such as `patient-otter-412`.
enum RunNames {
  private static let adjectives = [
    "able", "brave", "bright", "calm", "careful", "clear", "clever", "eager", "early", "fair",
    "fresh", "gentle", "glad", "honest", "humble", "keen", "kind", "lively", "loyal", "mild",
    "modest", "neat", "patient", "plain", "polite", "proud", "quick", "quiet", "ready", "steady",
    "tidy", "warm", "wise",
  ]
  private static let animals = [
    "badger", "beaver", "bison", "crane", "deer", "dove", "falcon", "finch", "fox", "gull",
    "hare", "heron", "ibis", "jay", "koala", "lark", "lynx", "marten", "mole", "newt", "otter",
    "owl", "panda", "plover", "robin", "seal", "stork", "swan", "tern", "trout", "whale", "wren",
  ]

  static func make() -> String {
    let adjective = adjectives.randomElement() ?? "plain"
    let animal = animals.randomElement() ?? "owl"
    return "\(adjective)-\(animal)-\(Int.random(in: 100...999))"
  }
}
