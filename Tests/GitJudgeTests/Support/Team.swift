import Foundation
import JudgeTestSupport

@testable import GitJudge

/// People with a clone each of one bare remote, all in temporary folders.
struct Team {
  /// The folder with the remote's `.git`.
  let folder: TemporaryFolder
  private let template: StoreTemplate

  /// Makes the remote.
  ///
  /// - Parameters:
  ///   - template: what each clone holds.
  ///   - isPublished: whether the remote holds that too, or nothing.
  /// - Throws: if the folder cannot be written.
  init(_ template: StoreTemplate = .team, isPublished: Bool = true) async throws {
    folder = try TemporaryFolder("git-judge-remote")
    self.template = template
    try await (isPublished ? template : .plain).write(into: folder)
    try Data("[core]\n\trepositoryformatversion = 0\n\tbare = true\n".utf8)
      .write(to: folder.file(".git/config"))
  }

  /// The remote's address.
  var url: String { folder.file(".git").path }

  /// A clone in the hands of a person.
  func clone(of email: String) async throws -> Fixture {
    let clone = try await Fixture(template)
    let settings = [
      "user.email": email, "remote.origin.url": url,
      "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*",
    ]
    for (key, value) in settings { try await clone.store.store.setConfig(key, value) }
    return clone
  }

  /// The version tags of the remote, or of a clone, with the objects that they lead to.
  func tags(of clone: Fixture? = nil) throws -> [String: String] {
    var tags: [String: String] = [:]
    let lines = try git(
      ["for-each-ref", "--format=%(refname:strip=2) %(objectname)", "refs/tags/judge/"],
      in: clone?.folder)
    for line in lines {
      let words = line.split(separator: " ")
      if let name = words.first, let object = words.last { tags[String(name)] = String(object) }
    }
    return tags
  }

  /// Runs git in the remote, or in a clone.
  ///
  /// - Returns: the lines that it printed.
  @discardableResult
  func git(_ arguments: [String], in clone: TemporaryFolder? = nil) throws -> [Substring] {
    guard let git = TestRepository.git else { throw CocoaError(.fileNoSuchFile) }
    let done = git.run(arguments, in: (clone ?? folder).file(clone == nil ? ".git" : "."))
    guard done.status == 0 else { throw CocoaError(.executableLoad) }
    return done.text.split(separator: "\n")
  }
}
