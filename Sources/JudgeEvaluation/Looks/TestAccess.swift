/// The access of a command to the held-out part.
public enum TestAccess: Sendable {
  /// Access if the look can be recorded first; otherwise the held-out part stays closed.
  case recorded
  /// No access: the command records nothing.
  case closed
  /// Access if each of the judges was measured on these traces before, so that nothing is recorded.
  case known
  /// Access in any case; the look is recorded if possible.
  case opened
  /// Access in any case, with an error if the look cannot be recorded.
  case required
}
