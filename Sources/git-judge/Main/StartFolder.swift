import ArgumentParser
import Foundation
import GitJudge

/// `git judge -C FOLDER …`: begins there, as `git -C FOLDER judge …` does.
enum StartFolder {
  /// Takes `-C FOLDER` from before the command, as often as it stands there, and goes to each.
  ///
  /// - Parameter arguments: the arguments after the program's name.
  /// - Throws: if a folder is missing or cannot be entered.
  static func enter(_ arguments: inout [String]) throws {
    while arguments.first == "-C" {
      guard arguments.count > 1 else { throw ValidationError("-C needs a folder") }
      let folder = arguments[1]
      arguments.removeFirst(2)
      guard FileManager.default.changeCurrentDirectoryPath(folder) else {
        throw JudgeFailure(.notFound, "the folder \"\(folder)\" cannot be entered")
      }
    }
  }
}
