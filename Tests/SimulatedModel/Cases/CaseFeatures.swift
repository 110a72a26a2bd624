/// What a support case is about.
public enum CaseTopic: String, CaseIterable, Sendable {
  /// A parcel and its way.
  case delivery
  /// Bills and payments.
  case billing
  /// Accounts and passwords.
  case login
  /// A thing that does not work.
  case device
}

/// What a reviewer may notice in a support case; a rule is a predicate over these.
///
/// The corpus draws them independently of each other and then writes text that shows them; the
/// simulated model reads them off the text again, with the same code for every text.
public struct CaseFeatures: Hashable, Sendable {
  /// What the customer writes about.
  public var topic = CaseTopic.delivery
  /// The customer is angry.
  public var isAngry = false
  /// The answer names the order number.
  public var namesOrder = false
  /// The answer names a calendar date.
  public var namesDate = false
  /// The answer thanks or apologises.
  public var isPolite = false
  /// The answer holds an exclamation mark.
  public var exclaims = false
  /// The answer asks the customer something.
  public var asksBack = false
  /// The answer offers a voucher or a discount.
  public var offersMoney = false
  /// The answer begins with a greeting.
  public var greets = false
  /// How many steps the answer lists, 0 to 6.
  public var steps = 0
  /// The case has many words.
  public var isLong = false

  /// Nothing noticed.
  public init() {}

  /// The share of features, from 0 to 1, that two cases have in common.
  func similarity(to other: CaseFeatures) -> Double {
    let same = [
      topic == other.topic, isAngry == other.isAngry, namesOrder == other.namesOrder,
      namesDate == other.namesDate, isPolite == other.isPolite, exclaims == other.exclaims,
      asksBack == other.asksBack, offersMoney == other.offersMoney, greets == other.greets,
      (steps > 3) == (other.steps > 3), isLong == other.isLong,
    ]
    return Double(same.count { $0 }) / Double(same.count)
  }
}
