import ArgumentParser

/// `--no-color`, which ``Style`` reads from the command line: errors are coloured before there are
/// options.
struct ColourOptions: ParsableArguments {
  @Flag(
    name: .customLong("no-color"),
    help: "Print without color. NO_COLOR, CLICOLOR=0 and TERM=dumb do the same.")
  var noColor = false
}
