import JudgeJSON
import NIOCore
import NIOHTTP1
import Synchronization

/// Collects a request, asks the script, and writes the answer.
final class StubHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let state: StubModelServer.State
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(state: StubModelServer.State) { self.state = state }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let buffer): body += Array(buffer.readableBytesView)
    case .end: answer(context.channel)
    }
  }

  private func answer(_ channel: any Channel) {
    guard let head else { return }
    let object = (try? JSONValue(parsing: body))?.objectValue ?? [:]
    var headers: [String: String] = [:]
    for (name, value) in head.headers { headers[name.lowercased()] = value }
    let request = state.counts.withLock { counts in
      counts.inFlight += 1
      counts.most = max(counts.most, counts.inFlight)
      let request = StubRequest(
        path: head.uri, headers: headers, body: object, number: counts.requests.count + 1,
        inFlight: counts.inFlight)
      counts.requests.append(request)
      return request
    }
    let state = state
    Task(executorPreference: StubExecutor.shared) {
      let answer = await state.script(request)
      state.counts.withLock { $0.inFlight -= 1 }
      await StubWriter(channel: channel, request: request).write(answer)
    }
  }
}

/// Writes answers in the protocol of the path.
struct StubWriter {
  let channel: any Channel
  let request: StubRequest

  func write(_ answer: StubAnswer) async {
    switch answer {
    case .cut: try? await channel.close()
    case .cutBody:
      await send(200, [:], "{\"choices\": [", length: 1000)
      try? await channel.close()
    case .status(let status, let headers, let body): await send(status, headers, body)
    case .text(let text): await send(200, [:], reply(text).canonicalText)
    }
  }

  private func send(
    _ status: Int, _ headers: [String: String], _ body: String, length: Int? = nil
  ) async {
    var fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
    fields.replaceOrAdd(name: "Content-Length", value: String(length ?? body.utf8.count))
    if !fields.contains(name: "Content-Type") {
      fields.add(name: "Content-Type", value: "application/json")
    }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
    do {
      channel.write(HTTPServerResponsePart.head(head), promise: nil)
      let buffer = ByteBuffer(string: body)
      if length != nil {
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(buffer)))
        return
      }
      channel.write(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
      try await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    } catch {
      // the client went away, which is its right
    }
  }

  private func reply(_ text: String) -> JSONValue {
    let model = request.body["model"] ?? "stub"
    if request.path.hasSuffix("/converse") {
      let wantsTool = request.body["toolConfig"] != nil
      let input = wantsTool ? try? JSONValue(parsing: Array(text.utf8)) : nil
      let part: JSONValue =
        input.map { ["toolUse": ["toolUseId": "t", "name": "give_verdict", "input": $0]] }
        ?? ["text": .string(text)]
      return [
        "output": ["message": ["role": "assistant", "content": [part]]], "stopReason": "end_turn",
        "usage": ["inputTokens": 100, "outputTokens": 10],
      ]
    }
    if request.path.hasSuffix("/messages") || request.path.hasSuffix(":rawPredict") {
      let wantsTool = request.body["tools"] != nil
      let input = wantsTool ? try? JSONValue(parsing: Array(text.utf8)) : nil
      let part: JSONValue =
        input.map { ["type": "tool_use", "id": "t", "name": "give_verdict", "input": $0] }
        ?? ["type": "text", "text": .string(text)]
      return [
        "model": model, "content": [part],
        "usage": ["input_tokens": 100, "output_tokens": 10],
      ]
    }
    if request.path.contains(":generateContent") {
      return [
        "candidates": [["content": ["parts": [["text": .string(text)]]]]],
        "modelVersion": "stub",
        "usageMetadata": ["promptTokenCount": 100, "candidatesTokenCount": 10],
      ]
    }
    return [
      "model": model,
      "choices": [["message": ["role": "assistant", "content": .string(text)]]],
      "usage": ["prompt_tokens": 100, "completion_tokens": 10],
    ]
  }
}
