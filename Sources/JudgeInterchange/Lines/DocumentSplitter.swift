/// Cuts a stream of bytes into JSON documents: one a line, or the members of one array, or
/// documents over several lines.
///
/// A pure state machine: feed it bytes in any pieces and take documents out. It looks at brackets,
/// texts and line ends only; whether a document is JSON is for its reader to say.
public struct DocumentSplitter: Sendable {
  /// The most bytes of one document.
  ///
  /// A trace's record has at most 1 MiB, as has each batch of its spans. The reader needs about ten
  /// times a document's size.
  public static let longestDocument = 16 << 20

  /// A document with the line on which it begins.
  public struct Document: Sendable, Hashable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// Its bytes, or empty if the document is too long, or if the file ends inside an array after a
    /// complete member.
    public let bytes: [UInt8]
    /// Whether it is longer than the limit.
    public let isTooLong: Bool

    init(line: Int, bytes: [UInt8], isTooLong: Bool = false) {
      self.line = line
      self.bytes = bytes
      self.isTooLong = isTooLong
    }

    /// The bytes to be read.
    ///
    /// - Throws: `ImportError` for a document that is too long.
    public func checked() throws(ImportError) -> [UInt8] {
      guard !isTooLong else {
        throw ImportError(
          "has more than \(longestDocument >> 20) MiB, the most that is read as one line, row or "
            + "document: is the file what it should be?")
      }
      return bytes
    }
  }

  /// How documents follow each other in the file.
  enum Form { case unknown, lines, documents, array, ended }

  var form = Form.unknown
  /// The bytes of the document that is not complete yet; in an unknown form all bytes so far.
  var buffer: [UInt8] = []
  /// The line that is being read.
  var line = 1
  /// The line on which the document in `buffer` began.
  var startLine = 1
  var nesting = Nesting()
  var detector = FormDetector()
  /// Whether an array is open, in the form of an array.
  var isInArray = false
  /// Whether the current line is too long.
  ///
  /// The rest of it is skipped.
  var isPassing = false
  /// Whether reading has stopped: the end of a document that is too long cannot be found.
  public var isEnded: Bool { form == .ended }
  private let longest: Int

  /// Creates a splitter at the start of a file.
  public init() { self.init(longest: Self.longestDocument) }

  /// A splitter that takes every line that is not empty for one document and gives it when its line
  /// break has come, so that whoever writes lines can wait for the answer to each.
  public static func lines() -> DocumentSplitter {
    var splitter = DocumentSplitter()
    splitter.form = .lines
    return splitter
  }

  /// Creates a splitter whose documents have at most some bytes.
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

  /// Adds bytes to the document that is being read.
  ///
  /// - Returns: whether it is too long now; then nothing is kept of it.
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
  /// - Returns: what is left as a document, complete or not; empty for white space.
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
      // An array without its end is cut off, even if nothing is left of a member.
      documents.append(Document(line: line, bytes: []))
    } else if !buffer.allSatisfy(JSONSpace.contains) {
      documents.append(Document(line: startLine, bytes: buffer))
    }
    buffer = []
    isInArray = false
    return documents
  }

  /// Takes the bytes that the form was found from once more, now as documents.
  private mutating func replay(into rest: inout ArraySlice<UInt8>) {
    rest = buffer[...]
    buffer = []
  }
}
