import ArgumentParser

/// The option `--verbose`, for commands that can print each of their steps.
struct DetailOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print each step on standard error.")
  var verbose = false
}
