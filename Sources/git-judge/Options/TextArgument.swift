import ArgumentParser
import Foundation
import GitJudge

/// A text argument: the text itself, `@FILE`, or `-` for standard input.
enum TextArgument {
  /// Returns the text of an argument.
  ///
  /// The name of an existing file is refused, because the person probably meant the file, but the
  /// name would become the text.
  ///
  /// - Parameters:
  ///   - argument: the argument as typed.
  ///   - option: the option, such as `--instructions`.
  /// - Returns: the text; a file's text is unchanged.
  /// - Throws: `ValidationError` for a file's bare name or an empty text, `JudgeFailure` for a file
  ///   that cannot be read or is not UTF-8.
  static func read(_ argument: String, of option: String) throws -> String {
    let text: String
    if argument == "-" || argument.hasPrefix("@") {
      let path = argument == "-" ? argument : String(argument.dropFirst())
      guard !path.isEmpty else { throw ValidationError("\(option) @FILE: specify the file") }
      text = try file(path)
    } else {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder)
      guard !exists || isFolder.boolValue else {
        throw ValidationError(
          "\(option) expects a text, but \"\(argument)\" is a file; to read the file, write "
            + "\(option) @\(argument)"
        )
      }
      text = argument
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("\(option): the text is empty")
    }
    return text
  }

  /// Returns the text of a file, or of standard input for `-`.
  static func file(_ path: String) throws -> String {
    guard let text = String(validating: try LocalFile.readFile(path), as: UTF8.self) else {
      throw JudgeFailure(.invalid, "\(path): it is not UTF-8 text")
    }
    return text
  }
}
