import ArgumentParser
import Foundation
import GitJudge

/// Handles `git judge -C FOLDER …`, which starts in a folder, as `git -C FOLDER judge …` does.
enum StartFolder {
  /// Removes each `-C FOLDER` before the command, and changes to the folders one after another.
  ///
  /// - Parameter arguments: the arguments after the program's name.
  /// - Throws: an error if a folder does not exist or cannot be entered.
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
