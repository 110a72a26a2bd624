package import JudgeJSON

/// A person with the name and e-mail address that git uses.
public struct Person: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The e-mail address.
  public var email: String

  /// Creates a person.
  public init(name: String, email: String) {
    self.name = name
    self.email = email
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    name = try reader.text("name", allowEmpty: true)
    email = try reader.text("email")
  }

  package var json: JSONValue { ["name": .string(name), "email": .string(email)] }
}
