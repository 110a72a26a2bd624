package import JudgeJSON
package import JudgeRecords

extension JudgeBody {
  /// Returns the expectations that this judge may see: those of the trace if its instructions name
  /// `{{ expectations }}`, otherwise `nil`.
  ///
  /// A judge whose instructions do not name them must give the same verdict with and without them.
  package func expectations(of trace: Trace) -> JSONValue? {
    guard InstructionsTemplate(instructions).variables.contains("expectations") else { return nil }
    return trace.expectations
  }
}
