/// The way in which a judge makes its verdicts.
///
/// Open: a form that this version does not know is kept, and refused when it is run.
public struct JudgeForm: RawRepresentable, Hashable, Sendable {
  /// The word in the record.
  public let rawValue: String

  /// Wraps a word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// One of the built-in checks that need no model; `settings.builtin` names it.
  public static let builtIn = JudgeForm(rawValue: "builtin")
  /// Named lists of rules, each judged on its own; `settings.guidelines` has them by name.
  public static let guidelines = JudgeForm(rawValue: "guidelines")
  /// A prompt that asks for a score from 1 to 5 (`settings.assessment_type`, `settings.threshold`).
  public static let promptMetric = JudgeForm(rawValue: "prompt-metric")
  /// A Swift function; its record names it and cannot be run from there.
  public static let function = JudgeForm(rawValue: "function")
  /// A program that reads the row as JSON; `settings.command` is its argument list.
  public static let program = JudgeForm(rawValue: "program")
  /// Several judges; `settings.members` are their bodies, `settings.method` says how they vote.
  public static let ensemble = JudgeForm(rawValue: "ensemble")
}
