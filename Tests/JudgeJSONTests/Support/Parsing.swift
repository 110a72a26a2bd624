import JudgeJSON

/// The error of strict reading, or nil where the text is accepted.
func failure(_ bytes: [UInt8]) -> JSONError? {
  do throws(JSONError) {
    _ = try JSONValue(parsing: bytes)
    return nil
  } catch {
    return error
  }
}

/// The error of strict reading, or nil where the text is accepted.
func failure(_ text: String) -> JSONError? { failure(Array(text.utf8)) }

/// The error of verifying, or nil where the bytes are canonical.
func verifyFailure(_ bytes: [UInt8]) -> JSONError? {
  do throws(JSONError) {
    try CanonicalJSON.verify(bytes)
    return nil
  } catch {
    return error
  }
}

/// The error of verifying, or nil where the bytes are canonical.
func verifyFailure(_ text: String) -> JSONError? { verifyFailure(Array(text.utf8)) }
