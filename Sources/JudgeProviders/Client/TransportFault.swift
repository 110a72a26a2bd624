import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// Messages for servers that cannot be reached.
///
/// The descriptions of the network library name its own types and steps.
enum TransportFault {
  /// Returns the message for an error.
  ///
  /// - Parameter error: The client's error.
  /// - Returns: A phrase without a full stop.
  static func text(of error: any Error) -> String {
    switch error {
    case let error as HTTPTransport.CutReply: return text(of: error.cause)
    case let error as IOError: return systemText(error.errnoCode)
    case let error as NIOConnectionError: return text(of: error)
    case let error as HTTPClientError: return text(of: error)
    case let error as ChannelError:
      if case .connectTimeout = error { return "no connection in time" }
    case HTTPParserError.invalidEOFState:
      return "the server closed the connection in the middle of its answer"
    case is SocketAddressError: return "the host name cannot be resolved"
    default: break
    }
    let text = "\(error)"
    return text.contains("SSL") ? tlsText(text) : text
  }

  private static func text(of error: NIOConnectionError) -> String {
    // Each address of a host has its own error, and they are mostly the same.
    var texts: [String] = []
    for failure in error.connectionErrors {
      let text = text(of: failure.error)
      if !texts.contains(text) { texts.append(text) }
    }
    return texts.isEmpty ? "the host name cannot be resolved" : texts.joined(separator: "; ")
  }

  private static func text(of error: HTTPClientError) -> String {
    switch error {
    case .deadlineExceeded, .readTimeout: return "no answer in time"
    case .connectTimeout, .getConnectionFromPoolTimeout: return "no connection in time"
    case .tlsHandshakeTimeout:
      return "no TLS handshake in time; if the server speaks plain HTTP, write http://"
    case .remoteConnectionClosed, .uncleanShutdown:
      return "the server closed the connection before it answered"
    default: return error.description
    }
  }

  private static func systemText(_ code: CInt) -> String {
    guard let text = strerror(code) else { return "system error \(code)" }
    let words = String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  private static func tlsText(_ text: String) -> String {
    if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("unableToValidateCertificate") {
      return "the server's TLS certificate is not trusted"
    }
    if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
      return "the server does not speak TLS; if it speaks plain HTTP, write http://"
    }
    return "TLS failed: \(text)"
  }
}
