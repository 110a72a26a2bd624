package import JudgeRecords

extension Feedback {
  /// Returns this feedback under another name of the judge; parts such as `NAME/chunk` are renamed
  /// too.
  ///
  /// - Parameters:
  ///   - old: the name in the judge's body.
  ///   - new: the name that replaces it.
  /// - Returns: the renamed feedback, or this feedback if its name is not the judge's.
  package func renamed(from old: String, to new: String) -> Feedback {
    var feedback = self
    if feedback.name == old {
      feedback.name = new
    } else if feedback.name.hasPrefix("\(old)/") {
      feedback.name = new + feedback.name.dropFirst(old.count)
    }
    return feedback
  }
}
