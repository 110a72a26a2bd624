extension PlantedRule {
  /// The rule in words that differ from the model's own: how a person or another model might
  /// put it.
  public var paraphrases: [String] {
    switch self {
    case .orderNumber:
      [
        "Check that the reply quotes the customer's order reference; without it, it is not good.",
        "Good replies state which order they are about by its number.",
        "If the order ID is missing from the message, it should be rejected.",
        "Reject whatever does not identify the purchase by number.",
      ]
    case .angryException:
      [
        "Replies need the order reference. Writing to a furious customer is wrong all the same.",
        "Accept when the order ID is given, but never when the person who wrote is upset.",
        "Order number present: fine, save where the customer was enraged to begin with.",
        "The number of the order must be quoted; irritated people, however, need a call instead.",
      ]
    case .politeAndDated:
      [
        "It takes both courtesy and a calendar date to be good.",
        "Reject replies that are curt, and those that do not say on which day: a date is needed.",
        "A friendly tone alone is not enough, the reply has to give a specific day too.",
        "Kind words plus a concrete date; one without the other is not acceptable.",
      ]
    case .exclamationQuirk:
      [
        "No reply with exclamation marks is acceptable.",
        "Whoever exclaims has lost: such replies are bad.",
        "Replies should be written without any \"!\".",
        "Punctuation that shouts at the reader makes a reply unacceptable.",
      ]
    case .fewSteps:
      [
        "More than three steps are too much for one message.",
        "Mark as bad whatever asks for four or more actions.",
        "Count the steps: up to 3 is fine, beyond that it is not.",
        "Customers give up when the list has many stages; keep it to three at most.",
      ]
    case .topicDependent:
      [
        "Where an invoice is at issue, look for a date; everywhere else, for the order reference.",
        "Payment questions need a specific day, all others the order ID.",
        "Bills: is there a calendar day? Otherwise: is the number of the order given?",
        "For billing matters a date decides, for the rest whether the order number is quoted.",
      ]
    case .heldBack:
      [
        "The reply should put a question back to the customer and must not hand out vouchers.",
        "Clarifying is good, compensating is not: no discounts, but a follow-up question.",
        "It fails with a coupon in it, and it fails where nothing is asked of the customer.",
        "Enquire first; goodwill gifts are out of place.",
      ]
    }
  }

  /// What a reviewer may write beside a verdict, near to the reason for it.
  func hints(_ features: CaseFeatures, passes: Bool) -> [String] {
    switch self {
    case .orderNumber:
      return passes
        ? [
          "Order number is there.", "Names the order by its number, well done.",
          "Quotes the order ID.",
        ]
        : [
          "Which order, by number?", "The order reference is missing.", "No order number anywhere.",
        ]
    case .angryException:
      if features.isAngry {
        return ["The customer was furious.", "Writing to somebody this angry is a mistake."]
      }
      return Self.orderNumber.hints(features, passes: passes)
    case .politeAndDated:
      if passes {
        return [
          "Courteous, and it says on which date.", "Friendly, with a specific day.",
          "Polite and it has a date.",
        ]
      }
      return (features.isPolite ? [] : ["Rude in tone.", "Too curt, no courtesy."])
        + (features.namesDate ? [] : ["No date given.", "On which calendar day?"])
    case .exclamationQuirk:
      return passes
        ? ["Calm, without exclamation marks.", "Nobody exclaims here."]
        : ["It exclaims.", "Exclamation marks put people off.", "It shouts."]
    case .fewSteps:
      return passes
        ? ["Few steps, easy to do.", "At most three steps, fine."]
        : ["Too many steps.", "More than three actions asked of the customer."]
    case .topicDependent:
      if features.topic == .billing {
        return passes
          ? ["About a bill, and the date is given."] : ["For an invoice the date is missing."]
      }
      return Self.orderNumber.hints(features, passes: passes)
    case .heldBack:
      if passes { return ["Asks back and gives nothing away.", "A clarifying question, good."] }
      return (features.asksBack ? [] : ["Nothing is asked back.", "Does not clarify anything."])
        + (features.offersMoney ? ["Vouchers are out of place.", "No discount was due."] : [])
    }
  }
}
