public import JudgeAlignment
public import JudgeJSON

extension JudgeRepository {
  /// The optimizer that a person or a step names.
  ///
  /// - Parameters:
  ///   - name: one of ``OptimizerCatalog/names``, or the path of a program, which holds a slash.
  ///   - settings: its parameters.
  /// - Returns: the optimizer.
  /// - Throws: `JudgeError` for an unknown name or parameter.
  public func optimizer(
    _ name: String, settings: JSONObject = [:]
  ) throws(JudgeError) -> any AlignmentOptimizer {
    if name.contains("/") { return ProgramOptimizer([name], in: programFolder) }
    if name == ProgramOptimizer.stepName {
      let command = settings["command"]?.arrayValue?.compactMap(\.stringValue) ?? []
      guard !command.isEmpty else {
        throw JudgeError(.invalid, "the step names no program to run again")
      }
      return ProgramOptimizer(command, in: programFolder)
    }
    do {
      if let known = try OptimizerCatalog.optimizer(name, settings: settings) { return known }
    } catch { throw JudgeError(wrapping: error) }
    throw JudgeError(
      .usage, "there is no optimizer \"\(name)\"",
      hint:
        "there are: \(OptimizerCatalog.names.joined(separator: ", ")); a program of your own is "
        + "named by its path, such as ./my-optimizer")
  }
}
