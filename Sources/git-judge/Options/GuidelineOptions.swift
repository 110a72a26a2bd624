import ArgumentParser

/// The option that limits labels to one guideline version.
struct GuidelineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Count only labels of this guideline version: current, unknown, or a hash prefix.",
      valueName: "version"))
  var guideline: String?

  func validate() throws {
    if guideline?.isEmpty == true {
      throw ValidationError(
        "--guideline must be current, unknown, or the start of a version's hash")
    }
  }
}
