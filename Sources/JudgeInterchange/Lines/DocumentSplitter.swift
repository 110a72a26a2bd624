/// Splits a stream of bytes into JSON documents.
///
/// The stream holds one document per line, one array of documents, or documents over several lines.
///
/// It is a pure state machine: feed it bytes in any pieces and take documents out. It looks only at
/// brackets, texts and line ends. Whether a document is valid JSON is left to its reader.
public struct DocumentSplitter: Sendable {
  /// The maximum size of a document in bytes.
  ///
  /// A trace's record has at most 1 MiB, as has each batch of its spans. The reader needs about ten
  /// times a document's size.
  public static let longestDocument = 16 << 20

  /// A document with the line on which it begins.
  public struct Document: Sendable, Hashable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// The document's bytes.
    ///
    /// They are empty if the document is too long, or if the file ends inside an array after a
    /// complete member.
    public let bytes: [UInt8]
    /// Whether it is longer than the limit.
    public let isTooLong: Bool

    init(line: Int, bytes: [UInt8], isTooLong: Bool = false) {
      self.line = line
      self.bytes = bytes
      self.isTooLong = isTooLong
    }

    /// Returns the bytes to read.
    ///
    /// - Throws: `ImportError` if the document is too long.
    public func checked() throws(ImportError) -> [UInt8] {
      guard !isTooLong else {
        throw ImportError(
          "has more than \(longestDocument >> 20) MiB, the most that is read as one line, row or "
            + "document: is the file what it should be?")
      }
      return bytes
    }
  }

  /// The sequence of documents in the file.
  enum Form { case unknown, lines, documents, array, ended }

  var form = Form.unknown
  /// The bytes of the incomplete document; in an unknown form, all bytes so far.
  var buffer: [UInt8] = []
  /// The line that is being read.
  var line = 1
  /// The line on which the document in `buffer` began.
  var startLine = 1
  var nesting = Nesting()
  var detector = FormDetector()
  /// Whether an array is open, if the form is an array.
  var isInArray = false
  /// Whether the current line is too long.
  ///
  /// The rest of it is skipped.
  var isPassing = false
  /// Whether reading has stopped, because the end of a document that is too long cannot be found.
  public var isEnded: Bool { form == .ended }
  private let longest: Int

  /// Creates a splitter at the start of a file.
  public init() { self.init(longest: Self.longestDocument) }

  /// Creates a splitter that takes every line that is not empty as one document.
  ///
  /// It returns the document at its line break, so that a program that writes lines can wait for
  /// the answer to each.
  public static func lines() -> DocumentSplitter {
    var splitter = DocumentSplitter()
    splitter.form = .lines
    return splitter
  }

  /// Creates a splitter with a maximum size of documents in bytes.
  init(longest: Int) { self.longest = longest }

  /// Takes some bytes.
  ///
  /// - Parameter bytes: the next bytes of the file.
  /// - Returns: the documents that are complete now.
  public mutating func feed(_ bytes: [UInt8]) -> [Document] {
    var documents: [Document] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      switch form {
      case .unknown:
        buffer += rest
        form = detector.look(at: &buffer)
        if form == .unknown, buffer.count > longest { form = detector.likeliest }
        rest = []
        if form != .unknown { replay(into: &rest) }
      case .lines: takeLines(&rest, &documents)
      case .documents: takeDocuments(&rest, &documents)
      case .array: takeMembers(&rest, &documents)
      case .ended: rest = []
      }
    }
    return documents
  }

  /// Adds bytes to the current document.
  ///
  /// - Returns: whether the document is now too long; if so, its bytes are discarded.
  mutating func keep(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard buffer.count + bytes.count <= longest else {
      buffer = []
      return true
    }
    buffer += bytes
    return false
  }

  /// Ends the file.
  ///
  /// - Returns: the rest as a document, complete or not; empty if the rest is white space.
  public mutating func finish() -> [Document] {
    var documents: [Document] = []
    if form == .unknown {
      var rest: ArraySlice<UInt8> = []
      replay(into: &rest)
      form = .lines
      takeLines(&rest, &documents)
    }
    if form == .lines { startLine = line }
    if form == .ended || isPassing { return documents }
    if isInArray, buffer.isEmpty {
      // An array without its end is truncated, even if all its members are complete.
      documents.append(Document(line: line, bytes: []))
    } else if !buffer.allSatisfy(JSONSpace.contains) {
      documents.append(Document(line: startLine, bytes: buffer))
    }
    buffer = []
    isInArray = false
    return documents
  }

  /// Takes the bytes from which the form was detected again, now as documents.
  private mutating func replay(into rest: inout ArraySlice<UInt8>) {
    rest = buffer[...]
    buffer = []
  }
}
