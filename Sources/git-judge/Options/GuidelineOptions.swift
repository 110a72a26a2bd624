import ArgumentParser

/// Limits labels to those of one guideline version.
struct GuidelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Count only labels of one guideline version: current, unknown, or the start of its hash.",
      valueName: "version"))
  var guideline: String?

  func validate() throws {
    if guideline?.isEmpty == true {
      throw ValidationError(
        "--guideline must be current, unknown, or the start of a version's hash")
    }
  }
}
