import ArgumentParser

/// The option `--no-color`.
///
/// ``Style`` reads it from the command line itself, because errors can occur before options are
/// parsed.
struct ColourOptions: ParsableArguments {
  @Flag(
    name: .customLong("no-color"),
    help: "Print without color. NO_COLOR, CLICOLOR=0 and TERM=dumb do the same.")
  var noColor = false
}
