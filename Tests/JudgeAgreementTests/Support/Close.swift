import JudgeAgreement

/// Whether two figures are the same to the tolerance, undefined ones among them.
func close(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9) -> Bool {
  switch (a, b) {
  case (nil, nil): true
  case (let a?, let b?): a == b || (a - b).magnitude <= tolerance
  default: false
  }
}

/// Whether two figures agree to a relative tolerance.
func near(_ a: Double, _ b: Double, relative: Double = 1e-11) -> Bool {
  a == b || (a - b).magnitude <= relative * max(a.magnitude, b.magnitude)
}
