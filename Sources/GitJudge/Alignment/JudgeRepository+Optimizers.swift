public import JudgeAlignment
public import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// The optimizer that a person names.
  ///
  /// - Parameters:
  ///   - name: one of ``OptimizerCatalog/names``, or the path of a program, which holds a slash.
  ///   - settings: its parameters.
  /// - Returns: the optimizer.
  /// - Throws: `JudgeError` for an unknown name or parameter.
  public func optimizer(
    _ name: String, settings: JSONObject = [:]
  ) throws -> any AlignmentOptimizer {
    if name.contains("/") { return ProgramOptimizer([name], in: programFolder) }
    do {
      if let known = try OptimizerCatalog.optimizer(name, settings: settings) { return known }
    } catch { throw JudgeError(wrapping: error) }
    throw JudgeError(
      .usage, "there is no optimizer \"\(name)\"",
      hint:
        "there are: \(OptimizerCatalog.names.joined(separator: ", ")); a program of your own is "
        + "named by its path, such as ./my-optimizer")
  }

  /// The optimizer that did a step.
  ///
  /// A program is returned only if this machine trusts it.
  ///
  /// If a record has a path in place of the optimizer's name, nothing runs. Only a person may type
  /// a path.
  func optimizer(
    of step: AlignmentStep, _ permit: RunPermit
  ) throws -> any AlignmentOptimizer {
    if step.optimizer == ProgramOptimizer.stepName {
      guard let program = permit.program(of: step) else {
        throw JudgeError(.invalid, "the step names no program to run again")
      }
      return ProgramOptimizer(program)
    }
    do {
      let known = try OptimizerCatalog.optimizer(step.optimizer, settings: step.settings)
      if let known { return known }
    } catch { throw JudgeError(wrapping: error) }
    throw JudgeError(
      .invalid, "a step names the optimizer \"\(step.optimizer)\", which this version does not know"
    )
  }
}
