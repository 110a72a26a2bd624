import ArgumentParser
import GitJudge

/// Whether a command looks at the held-out part.
struct TestSetOptions: ParsableArguments {
  @Flag(
    name: .customLong("open-test"),
    help: "Use the test set even if the look cannot be recorded.")
  var opensTest = false

  /// What the command may do.
  var access: TestAccess { opensTest ? .opened : .recorded }
}
