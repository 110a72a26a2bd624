import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// Cloning a repository together with its store.
@Suite(.enabled(if: TestRepository.git != nil, "needs git"))
struct CloneTests {
  @Test("A clone has the traces, labels and judges of the remote, and its tags")
  func whole() async throws {
    let (team, folder) = (try await Team(), try TemporaryFolder())
    let path = try await SharingService.clone(team.url, in: folder.path)
    let name = team.folder.url.lastPathComponent
    #expect(path == folder.file(name).path, "named after the remote")
    let clone = try await JudgeRepository.open(at: path, models: ModelRegistry())
    #expect(try await clone.traces.all().count == 6)
    #expect(try await clone.labels.all().count == 13)
    #expect(try await clone.judges.find(named: "tone").label == "tone@v1")
    let references = try String(
      contentsOf: folder.file("\(name)/.git/packed-refs"), encoding: .utf8)
    #expect(references.contains("judge/support/tone/v1"))
  }

  @Test("What is written in a clone goes back to the remote")
  func back() async throws {
    let (team, folder) = (try await Team(), try TemporaryFolder())
    let path = try await SharingService.clone(team.url, to: "mine", in: folder.path)
    let clone = try await JudgeRepository.open(at: path, models: ModelRegistry())
    try await clone.store.setConfig("user.name", "Bob")
    try await clone.store.setConfig("user.email", Fixture.bob)
    try await clone.traces.tag("c0", "owner", "bob")
    #expect(try await clone.sharing.sync().pushed == 1)
    let ann = try await team.clone(of: Fixture.ann)
    _ = try await ann.store.sharing.sync()
    #expect(try await ann.store.traces.find("c0").tags["owner"] == "bob")
  }

  @Test("A clone of an empty remote stays, to begin a store in it")
  func empty() async throws {
    let (team, folder) = (try await Team(.plain), try TemporaryFolder())
    let error = await failure {
      try await SharingService.clone(team.url, to: "mine", in: folder.path)
    }
    #expect(error.code == "store" && error.says("mine", "initialize store"))
    let clone = try await JudgeRepository.open(
      at: folder.file("mine").path, models: ModelRegistry())
    try await clone.store.setConfig("user.name", "Ann")
    try await clone.store.setConfig("user.email", Fixture.ann)
    _ = try await clone.maintenance.initialize()
    #expect(try await clone.sharing.sync().remoteTip != nil)
  }

  @Test("A folder that is there is not touched, and nothing is left of a failed clone")
  func refused() async throws {
    let (team, folder) = (try await Team(), try TemporaryFolder())
    try Data("mine".utf8).write(to: folder.file("mine"))
    let there = await failure {
      try await SharingService.clone(team.url, to: "mine", in: folder.path)
    }
    #expect(there.code == "usage" && there.says("mine"))
    #expect(try String(contentsOf: folder.file("mine"), encoding: .utf8) == "mine")
    let nowhere = await failure {
      try await SharingService.clone(folder.file("none.git").path, to: "new", in: folder.path)
    }
    #expect(nowhere.code == "offline" && nowhere.says("none.git"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("new").path))
    let nameless = await failure { try await SharingService.clone("/", in: folder.path) }
    #expect(nameless.code == "usage")
  }
}
