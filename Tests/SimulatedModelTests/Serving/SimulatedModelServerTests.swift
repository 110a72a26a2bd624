import Foundation
import FoundationNetworking
import JudgeJSON
import SimulatedModel
import Testing

/// OpenAI's protocol, as far as judges use it.
@Suite struct SimulatedModelServerTests {
  private func post(_ url: String, _ body: JSONObject) async throws -> (Int, JSONValue) {
    var request = URLRequest(url: try #require(URL(string: url)))
    request.httpMethod = "POST"
    request.httpBody = Data(JSONValue.object(body).canonicalBytes())
    let (data, response) = try await URLSession.shared.data(for: request)
    return ((response as? HTTPURLResponse)?.statusCode ?? 0, try JSONValue(parsing: data))
  }

  @Test func chatsEmbedsAndRefuses() async throws {
    let server = try await SimulatedModelServer()
    let trace = SimulatedCorpus(rule: .orderNumber, seed: 61, count: 1).traces[0]
    let chat = TestJudge().request(trace)
    let (status, answer) = try await post(server.baseURL + "/chat/completions", chat)
    #expect(status == 200)
    let message = answer["choices"]?.arrayValue?.first?["message"]
    #expect(message?["content"]?.stringValue == SimulatedLLM().reply(to: chat))
    #expect((answer["usage"]?["prompt_tokens"]?.intValue ?? 0) > 50)

    let texts: [JSONValue] = ["a parcel is late", "the parcel was late", "no such thing"]
    let (_, vectors) = try await post(
      server.baseURL + "/embeddings", ["model": "m", "input": .array(texts)])
    let rows = (vectors["data"]?.arrayValue ?? []).map { row in
      (row["embedding"]?.arrayValue ?? []).compactMap(\.doubleValue)
    }
    func likeness(_ left: Int, _ right: Int) -> Double {
      zip(rows[left], rows[right]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    try #require(rows.count == 3)
    #expect(likeness(0, 1) > likeness(0, 2))
    #expect(abs(likeness(0, 0) - 1) < 1e-9)

    #expect(try await post(server.baseURL + "/nothing", [:]).0 == 404)
    #expect(try await post(server.baseURL + "/chat/completions", [:]).0 == 400)
    #expect(server.chats.count == 2)
    #expect(server.embeddings.count == 1)
    await server.stop()
  }

  @Test func samplesOfOneRequestDiffer() async throws {
    let server = try await SimulatedModelServer()
    let trace = SimulatedCorpus(rule: .orderNumber, seed: 62, count: 1).traces[0]
    let chat = TestJudge(temperature: 2).request(trace)
    var replies: [JSONValue] = []
    for _ in 0..<20 {
      replies.append(
        try await post(server.baseURL + "/chat/completions", chat).1["choices"] ?? .null)
    }
    #expect(Set(replies).count == 2)
    await server.stop()
  }
}
