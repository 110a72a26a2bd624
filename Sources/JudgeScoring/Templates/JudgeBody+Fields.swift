package import JudgeJSON
package import JudgeRecords

extension JudgeBody {
  /// The expectations that this judge may look at: those of the trace, if its instructions
  /// name `{{ expectations }}`, and none else.
  ///
  /// A judge whose instructions do not ask for them must give the same verdict with and without.
  package func expectations(of trace: Trace) -> JSONValue? {
    guard InstructionsTemplate(instructions).variables.contains("expectations") else { return nil }
    return trace.expectations
  }
}
