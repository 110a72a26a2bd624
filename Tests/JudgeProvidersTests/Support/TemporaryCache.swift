import Foundation
import JudgeTestSupport

/// A folder for a call cache, gone with the test.
struct TemporaryCache {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder("git-judge-calls") }

  var path: String { folder.url.path + "/calls" }
}
