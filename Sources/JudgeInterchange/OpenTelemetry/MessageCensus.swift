/// Counts the messages in the bytes of a request before it is decoded.
///
/// An empty message takes two bytes, and some hundred when it is decoded. So a body that is well
/// within its limit could take all memory.
struct MessageCensus {
  /// The messages of a request that contain other messages.
  enum Shape {
    case traceRequest, logsRequest, resourceSpans, resourceLogs, scopeSpans, scopeLogs
    case attributed(UInt64), span, event, link, log, keyValue, anyValue, array, keyValueList, leaf

    /// The message in a field, or `nil` if it is a text, bytes or unknown.
    func child(_ field: UInt64) -> Shape? {
      switch (self, field) {
      case (.traceRequest, 1): .resourceSpans
      case (.logsRequest, 1): .resourceLogs
      case (.resourceSpans, 1), (.resourceLogs, 1): .attributed(1)
      case (.resourceSpans, 2): .scopeSpans
      case (.resourceLogs, 2): .scopeLogs
      case (.scopeSpans, 1), (.scopeLogs, 1): .attributed(3)
      case (.scopeSpans, 2): .span
      case (.scopeLogs, 2): .log
      case (.attributed(let own), _) where own == field: .keyValue
      // The entities of a resource have texts only, and no more than a text each in two bytes.
      case (.attributed, 3): .leaf
      case (.span, 9): .keyValue
      case (.span, 11): .event
      case (.span, 13): .link
      case (.span, 15): .leaf
      case (.event, 3), (.link, 4), (.log, 6): .keyValue
      case (.log, 5), (.keyValue, 2): .anyValue
      case (.anyValue, 5): .array
      case (.anyValue, 6): .keyValueList
      case (.array, 1): .anyValue
      case (.keyValueList, 1): .keyValue
      default: nil
      }
    }

    /// Whether it is a span or a log record.
    var isItem: Bool {
      switch self {
      case .span, .log: true
      default: false
      }
    }
  }

  private let limits: OTLPLimits
  private var items = 0
  private var parts = 0

  /// Checks the number of messages.
  ///
  /// Bytes that are not a request are left to the decoder, which refuses them.
  ///
  /// - Parameters:
  ///   - bytes: the request.
  ///   - shape: its message.
  ///   - limits: the limits.
  /// - Throws: `OTLPError` if there are too many spans, log records or parts.
  static func check(
    _ bytes: [UInt8], _ shape: Shape, _ limits: OTLPLimits
  ) throws(OTLPError) {
    var census = MessageCensus(limits: limits)
    // Each level of nesting waits here with its end, so that deep messages need no deep stack.
    var open: [(shape: Shape, end: Int)] = [(shape, bytes.count)]
    var position = 0
    while let (shape, end) = open.last {
      guard position < end else {
        open.removeLast()
        continue
      }
      guard let tag = varint(bytes, &position, end) else { return }
      switch tag & 7 {
      case 0: guard varint(bytes, &position, end) != nil else { return }
      case 1: position += 8
      case 5: position += 4
      case 2:
        guard let length = varint(bytes, &position, end), length <= UInt64(end - position) else {
          return
        }
        if let child = shape.child(tag >> 3) {
          try census.countPart()
          if child.isItem { try census.countItem() }
          open.append((child, position + Int(length)))
        } else {
          position += Int(length)
        }
      default: return
      }
    }
  }

  private mutating func countPart() throws(OTLPError) {
    parts += 1
    if parts > limits.parts {
      throw OTLPError(
        "the request has more than \(limits.parts) values; send fewer spans at a time",
        isTooLarge: true)
    }
  }

  private mutating func countItem() throws(OTLPError) {
    items += 1
    if items > limits.items {
      throw OTLPError(
        "the request has more than \(limits.items) spans or log records; send fewer at a time",
        isTooLarge: true)
    }
  }

  private static func varint(_ bytes: [UInt8], _ position: inout Int, _ end: Int) -> UInt64? {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while position < end, shift < 64 {
      let byte = bytes[position]
      position += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return result }
      shift += 7
    }
    return nil
  }
}
