import ArgumentParser

/// Which labels count by the guideline that they were given under.
struct GuidelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Count only labels of one guideline version: current, unknown, or the start of its hash.",
      valueName: "version"))
  var guideline: String?

  func validate() throws {
    if guideline?.isEmpty == true {
      throw ValidationError("--guideline is current, unknown, or the start of a version's hash")
    }
  }
}
