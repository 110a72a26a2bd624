import Foundation
import GitJudge

/// The environment variable with which a program that judges can ask other judges.
enum AskVariable {
  static let name = "GIT_JUDGE_ASK"

  /// Returns the words of a command that asks a judge of this repository, quoted for a shell.
  ///
  /// - Parameters:
  ///   - folder: the folder that the user named.
  ///   - experiment: the experiment that the user named.
  ///   - calls: the options for models, or `nil` if the command has none.
  /// - Returns: the command without the judge's name, or `nil` if this program is not found.
  static func command(folder: String, experiment: String?, calls: CallArguments?) -> String? {
    let files = FileManager.default
    guard let program = try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      return nil
    }
    let base = URL(fileURLWithPath: files.currentDirectoryPath)
    var words = [program, "ask", "-C", URL(fileURLWithPath: folder, relativeTo: base).path]
    if let experiment { words += ["--experiment", experiment] }
    if calls?.offline == true { words.append("--offline") }
    if let calls, let budget = calls.sharedBudget {
      words += ["--shared-budget", budget]
      if let most = calls.maxCalls { words += ["--max-calls", "\(most)"] }
      if let most = calls.maxCost { words += ["--max-cost", "\(most)"] }
    }
    return words.map(Shell.quoted).joined(separator: " ")
  }
}
