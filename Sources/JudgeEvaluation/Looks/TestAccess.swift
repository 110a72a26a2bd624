/// Whether a command may look at the held-out part.
public enum TestAccess: Sendable {
  /// If the look can be recorded first; otherwise the held-out part stays closed.
  case recorded
  /// Never: the command records nothing.
  case closed
  /// In any case; the look is recorded if possible.
  case opened
  /// In any case; it is an error if the look cannot be recorded.
  case required
}
