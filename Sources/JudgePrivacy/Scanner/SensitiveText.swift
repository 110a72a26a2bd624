/// Finds secrets and personal data in text by their form, fast enough to look at every byte of an
/// import; secrets without a form are not found.
///
/// Text may be plain or JSON as it stands in a file. Escapes of JSON and URLs, zero-width characters
/// and full-width letters hide nothing.
package enum SensitiveText {
  /// The kind of data that was found.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case privateKey = "private key"
    case accessKey = "cloud access key"
    case token = "access token"
    case modelKey = "model provider's key"
    case webToken = "signed web token"
    case urlPassword = "password in a URL"
    case password = "password"
    case email = "e-mail address"
    case card = "card number"
    case account = "IBAN"
    case phone = "phone number"

    /// The word with its article.
    package var phrase: String {
      switch self {
      case .token, .email, .account: "an \(rawValue)"
      default: "a \(rawValue)"
      }
    }

    /// Whether it gives access to something.
    ///
    /// Otherwise it is personal data.
    package var isSecret: Bool {
      switch self {
      case .privateKey, .accessKey, .token, .modelKey, .webToken, .urlPassword, .password: true
      case .email, .card, .account, .phone: false
      }
    }
  }

  /// One find.
  package struct Finding: Sendable, Hashable {
    /// The kind of data that it looks like.
    package let kind: Kind
    /// The byte range in the text, or `nil` if the find was hidden, for example by escapes.
    package let range: Range<Int>?
    /// Its first characters: enough to find it again by, too little to use.
    package let start: String
  }

  /// Looks through a text.
  ///
  /// - Parameter bytes: UTF-8.
  /// - Returns: the finds in order. Per kind of personal data, only the first one.
  package static func findings(in bytes: [UInt8]) -> [Finding] {
    let found = bytes.withUnsafeBufferPointer { buffer in
      var scan = SensitiveScan(buffer)
      return scan.run(stopsAtHiding: true)
    }
    if let found { return found }
    return bytes.withUnsafeBufferPointer { buffer in
      PlainText.bytes(of: buffer).withUnsafeBufferPointer { plain in
        var scan = SensitiveScan(plain)
        return (scan.run(stopsAtHiding: false) ?? [])
          .map { Finding(kind: $0.kind, range: nil, start: $0.start) }
      }
    }
  }
}
