/// Finds secrets and personal data in text by their form, fast enough to read every byte of an
/// import; secrets without a form are not found.
///
/// Text may be plain or JSON as in a file. Escapes of JSON and URLs, zero-width characters and
/// full-width letters do not hide a secret.
package enum SensitiveText {
  /// The kind of found data.
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

    /// The name of the kind with its article.
    package var phrase: String {
      switch self {
      case .token, .email, .account: "an \(rawValue)"
      default: "a \(rawValue)"
      }
    }

    /// Whether the data gives access to something.
    ///
    /// Otherwise it is personal data.
    package var isSecret: Bool {
      switch self {
      case .privateKey, .accessKey, .token, .modelKey, .webToken, .urlPassword, .password: true
      case .email, .card, .account, .phone: false
      }
    }
  }

  /// A finding.
  package struct Finding: Sendable, Hashable {
    /// The apparent kind of the data.
    package let kind: Kind
    /// The byte range in the text, or `nil` if the data was hidden, for example by escapes.
    package let range: Range<Int>?
    /// The first characters of the data: enough to find it again, too few to use it.
    package let start: String
  }

  /// Scans a text.
  ///
  /// - Parameter bytes: the text in UTF-8.
  /// - Returns: the findings in order, with only the first one for each kind of personal data.
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
