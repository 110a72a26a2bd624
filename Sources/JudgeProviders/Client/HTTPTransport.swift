import AsyncHTTPClient
import JudgeJSON
import JudgeModels
import JudgePrivacy
import NIOCore
import NIOHTTP1

/// Sends one request and returns the reply.
struct HTTPTransport: Sendable {
  /// The reply of a server.
  struct Reply: Sendable {
    var status: Int
    var retryAfter: String?
    var body: [UInt8]
  }

  /// The maximum number of bytes of an answer that is read.
  static let longestBody = 16 << 20

  /// The maximum duration of a call in seconds: a day.
  private static let longestWait = 86_400.0

  /// The error for an answer that exceeds the maximum number of bytes.
  struct ReplyTooLong: Error, CustomStringConvertible {
    var description: String { "the answer has more than \(HTTPTransport.longestBody) bytes" }
  }

  /// The client of the process, which is never shut down because it lives as long as the process.
  static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.timeout.connect = .seconds(20)
    // The flow bounds calls in flight; the pool must not do so again.
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
    // The flow retries, and reports it.
    configuration.connectionPool.retryConnectionEstablishment = false
    // A redirect could carry the key to another host.
    configuration.redirectConfiguration = .disallow
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  let timeout: Double

  /// Posts JSON.
  func post(_ url: String, headers: [(String, Secret)], body: [UInt8]) async throws -> Reply {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.headers.add(name: "Accept", value: "application/json")
    for (name, value) in headers {
      value.reveal { request.headers.replaceOrAdd(name: name, value: $0) }
    }
    request.body = .bytes(ByteBuffer(bytes: body))
    let response = try await Self.client.execute(
      request, timeout: .milliseconds(Int64(min(max(timeout, 0.001), Self.longestWait) * 1000)))
    let bytes: ByteBuffer
    do {
      bytes = try await response.body.collect(upTo: Self.longestBody)
    } catch is NIOTooManyBytesError {
      throw ReplyTooLong()
    }
    return Reply(
      status: Int(response.status.code),
      retryAfter: response.headers.first(name: "Retry-After"),
      body: Array(bytes.readableBytesView))
  }
}
