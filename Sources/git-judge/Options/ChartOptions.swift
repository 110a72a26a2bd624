import ArgumentParser
import GitJudge

/// The option for a picture of the result.
struct ChartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Also write a picture (SVG) to this file; - prints it instead of the result.",
      valueName: "file"))
  var svg: String?

  /// Whether the picture takes the place of the result on standard output.
  var isOnlyOutput: Bool { svg == OutputFile.standardOutput }

  /// Writes the picture, if one was asked for.
  ///
  /// - Parameter chart: the picture, or `nil` if there is nothing to draw.
  /// - Throws: `JudgeFailure` if there is nothing to draw, or if the file cannot be written.
  func write(_ chart: @autoclosure () -> Chart?) throws {
    guard let svg else { return }
    guard let chart = chart() else {
      throw JudgeFailure(.notFound, "there is nothing to draw for \(svg)")
    }
    try OutputFile.write(chart.svg, to: svg)
  }
}
