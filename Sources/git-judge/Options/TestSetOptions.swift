import ArgumentParser
import GitJudge

/// The option for looking at the held-out part.
struct TestSetOptions: ParsableArguments {
  @Flag(
    name: .customLong("open-test"),
    help: "Use the test set even if the look cannot be recorded.")
  var opensTest = false

  /// The permitted access to the held-out part.
  var access: TestAccess { opensTest ? .opened : .recorded }
}
