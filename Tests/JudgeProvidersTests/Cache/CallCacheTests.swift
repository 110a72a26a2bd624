import Foundation
import JudgeModels
import JudgeProviders
import JudgeWork
import StubModelServer
import Testing

@Suite("The call cache") struct CallCacheTests {
  @Test("The second run calls nothing, also in another client, also offline")
  func replays() async throws {
    var calling = try await Calling { .text("answer \($0.number)") }
    let folder = try TemporaryCache()
    calling.options.cacheFolder = folder.path
    let first = try await calling.model().complete(Calling.request("x"))
    #expect(!first.isCached)
    calling.options.isOffline = true
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    let second = try await model.complete(Calling.request("x"))
    #expect(second.isCached)
    #expect(second.text == first.text)
    #expect(second.outputTokens == first.outputTokens)
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("y"))
    }
    #expect(error?.code == .offline)
    #expect(calling.server.requests.count == 1)
    #expect(providers.statistics.cached == 1)
    await calling.server.stop()
  }

  @Test("An answer that is not good enough is replayed, and a later client asks again once")
  func renews() async throws {
    var calling = try await Calling { .text("answer \($0.number)") }
    let folder = try TemporaryCache()
    calling.options.cacheFolder = folder.path
    var renewed = Calling.request("x")
    renewed.isRenewed = true
    let first = try calling.model()
    #expect(try await first.complete(Calling.request("x")).isEarlier == false)
    #expect(try await first.complete(renewed).text == "answer 1", "the same run goes on")
    let second = try calling.model()
    let known = try await second.complete(Calling.request("x"))
    #expect(known.isCached && known.isEarlier && known.text == "answer 1")
    #expect(try await second.complete(renewed).text == "answer 2")
    #expect(try await second.complete(renewed).text == "answer 2")
    let replayed = try await second.complete(Calling.request("x"))
    #expect(replayed.text == "answer 2" && replayed.isCached && !replayed.isEarlier)
    calling.options.isOffline = true
    let offline = try await calling.model().complete(renewed)
    #expect(offline.text == "answer 2" && !offline.isEarlier)
    #expect(calling.server.requests.count == 2)
    #expect(CallCache(folder: folder.path).list().count == 1)
    await calling.server.stop()
  }

  @Test("No key and no header in an entry; damage is found and not used") func care() async throws {
    var calling = try await Calling { .text("answer \($0.number)") }
    let folder = try TemporaryCache()
    calling.options.cacheFolder = folder.path
    let model = try calling.model()
    _ = try await model.complete(Calling.request("x"))
    _ = try await model.complete(Calling.request("y"))
    _ = try await calling.model("mistral:/m").complete(Calling.request("x"))
    let cache = CallCache(folder: folder.path)
    #expect(cache.list().count == 3)
    #expect(cache.list().models == ["openai:/stub": 2, "mistral:/m": 1])
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }
    for file in files {
      let text = try String(contentsOfFile: folder.path + "/" + file, encoding: .utf8)
      #expect(!text.contains("secret"))
    }
    let damaged = try #require(
      files.first {
        (try? String(contentsOfFile: folder.path + "/" + $0, encoding: .utf8))?
          .contains(#""content":"y""#) == true
      })
    let path = folder.path + "/" + damaged
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing(#""content":"y""#, with: #""content":"z""#)
      .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(cache.list().damaged == [path])
    #expect(try await model.complete(Calling.request("y")).isCached == false)
    #expect(cache.list().damaged == [])
    try Data("{".utf8).write(to: URL(fileURLWithPath: path))
    #expect(cache.list().damaged == [path])
    #expect(cache.clear(model: "mistral:/m") == 1)
    #expect(cache.clear() == 2)
    #expect(cache.list().count == 0)
    await calling.server.stop()
  }
}
