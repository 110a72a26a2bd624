import Foundation
import JudgeJSON
import JudgeModels
import JudgeProviders
import JudgeTestSupport
import JudgeWork
import StubModelServer
import Testing

/// Servers that tell what they were sent: no key gets into an answer, the cache or an error.
@Suite("Providers that echo keys") struct EchoTests {
  private static let key = "sk-proj-Zq8vN3xW1mT5yR7uK2pL9aB4cD6eF0gH"
  private static let token = "t3am-token-0123456789"

  /// The ways in which a server may write a key.
  enum Way: String, CaseIterable, Sendable {
    case plain, escaped, percent, base64, hex, mark, joiner, scheme

    func spell(_ key: String) -> String {
      switch self {
      case .plain: key
      case .escaped: key.utf8.map { "\\u00" + String($0, radix: 16) }.joined()
      case .percent: key.utf8.map { "%" + String($0, radix: 16) }.joined()
      case .base64: Data("user:\(key)".utf8).base64EncodedString()
      case .hex: key.utf8.map { String($0, radix: 16) }.joined()
      case .mark: key + "\u{301}"
      case .joiner: key + "\u{200d}x"
      case .scheme: "Bearer " + key
      }
    }
  }

  private func calling(_ answer: @escaping @Sendable () -> StubAnswer) async throws -> Calling {
    var calling = try await Calling { _ in answer() }
    calling.options.environment["OPENAI_API_KEY"] = Self.key
    calling.options.environment["TEAM_TOKEN"] = Self.token
    calling.options.config["judge.openai.header"] = "X-Auth: Bearer ${TEAM_TOKEN}"
    calling.options.maxCalls = 1
    return calling
  }

  private func isFree(_ text: String, _ way: Way) -> Bool {
    // By bytes: a combining mark makes another character of what it follows.
    [Self.key, Self.token].allSatisfy { secret in
      let data = Data(text.utf8)
      return data.range(of: Data(way.spell(secret).utf8)) == nil
        && data.range(of: Data(secret.utf8)) == nil
    }
  }

  @Test("In an answer with a good status, its model and the cache", arguments: Way.allCases)
  func answers(_ way: Way) async throws {
    let said = "the key is \(way.spell(Self.key)), the token \(way.spell(Self.token))."
    let body: JSONValue = [
      "model": .string(said),
      "choices": [["message": ["content": .string("{\"rationale\":\"\(said)\"}")]]],
    ]
    var calling = try await calling { .status(200, headers: [:], body: body.canonicalText) }
    let cache = try TemporaryCache()
    calling.options.cacheFolder = cache.path
    let model = try calling.model()
    let response = try await model.complete(Calling.request("x"))
    let snapshot = try #require(response.modelSnapshot)
    #expect(isFree(response.text, way) && isFree(snapshot, way))
    let mark = Data("«secret»".utf8)
    #expect(Data(response.text.utf8).range(of: mark) != nil)
    #expect(Data(snapshot.utf8).range(of: mark) != nil)
    let files = FileManager.default.subpaths(atPath: cache.path) ?? []
    #expect(files.contains { $0.hasSuffix(".json") })
    for file in files {
      let data = FileManager.default.contents(atPath: "\(cache.path)/\(file)") ?? Data()
      #expect(isFree(String(decoding: data, as: UTF8.self), way))
    }
    await calling.server.stop()
  }

  @Test("In an error, wherever it is cut", arguments: Way.allCases)
  func errors(_ way: Way) async throws {
    for filling in [0, 250, 290, 470, 495] {
      let said = String(repeating: "x", count: filling) + " " + way.spell(Self.key)
      for body in [said, JSONValue.object(["error": .string(said)]).canonicalText] {
        let calling = try await calling { .status(404, headers: [:], body: body) }
        let model = try calling.model()
        let error = await #expect(throws: JudgeFailure.self) {
          try await model.complete(Calling.request("x"))
        }
        let text = error?.description ?? ""
        #expect(isFree(text, way), "\(text)")
        #expect(!text.contains(way.spell(Self.key).prefix(20)), "\(text)")
        await calling.server.stop()
      }
    }
  }

  @Test("An entry that an earlier version cached is cleaned when it is read")
  func oldEntries() async throws {
    var calling = try await calling { .text("see \(Self.key)") }
    let cache = try TemporaryCache()
    calling.options.cacheFolder = cache.path
    calling.options.environment["OPENAI_API_KEY"] = "another-key-0123456789"
    let first = try await calling.model().complete(Calling.request("x"))
    #expect(first.text.contains(Self.key))
    calling.options.environment["OPENAI_API_KEY"] = Self.key
    let second = try await calling.model().complete(Calling.request("x"))
    #expect(second.isCached && second.text == "see «secret»")
    let files = FileManager.default.subpaths(atPath: cache.path) ?? []
    for file in files {
      let data = FileManager.default.contents(atPath: "\(cache.path)/\(file)") ?? Data()
      #expect(isFree(String(decoding: data, as: UTF8.self), .plain))
    }
    await calling.server.stop()
  }

  @Test(
    "A redirect is not followed, so no header goes to another origin",
    arguments: [301, 302, 307, 308])
  func redirects(_ status: Int) async throws {
    let other = try await StubModelServer { _ in .text("ok") }
    let calling = try await calling {
      .status(status, headers: ["Location": other.url + "/v1/chat/completions"], body: "")
    }
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.message.contains("redirect") == true)
    #expect(other.requests.isEmpty)
    await calling.server.stop()
    await other.stop()
  }
}
