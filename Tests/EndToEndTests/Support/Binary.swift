import Foundation
import JudgeTestSupport

/// The program under test.
enum Binary {
  /// Its path: `GIT_JUDGE_BIN`, else beside the tests, else the debug build of the package.
  static let path: String = {
    if let given = ProcessInfo.processInfo.environment["GIT_JUDGE_BIN"] { return given }
    let beside = CommandLine.arguments.compactMap { argument -> String? in
      guard let end = argument.range(of: ".xctest") else { return nil }
      let bundle = URL(fileURLWithPath: String(argument[..<end.upperBound]))
      return bundle.deletingLastPathComponent().appendingPathComponent("git-judge").path
    }
    let built = PackageFolder.root().appendingPathComponent(".build/debug/git-judge").path
    return (beside + [built]).first { FileManager.default.isExecutableFile(atPath: $0) } ?? built
  }()

  /// Its folder, which goes on `PATH` so that `git judge` finds it.
  static var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }
}
