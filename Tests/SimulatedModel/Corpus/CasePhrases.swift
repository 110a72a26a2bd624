/// The sentences of the simulated support desk.
///
/// Customers use no question marks, exclamation marks, dates or thanks, so that these are the
/// answer's alone; they speak of a thing of their own once.
enum CasePhrases {
  static let issues: [CaseTopic: [String]] = [
    .delivery: [
      "My parcel has not arrived for % days.", "I am waiting % days for a package from the shop.",
      "The courier left my shipment with a neighbour % days ago.",
      "The tracking page shows my delivery in another town for % days.",
      "Half of my shipment is missing since % days.",
    ],
    .billing: [
      "I was charged % times over.", "My invoice shows % items too many.",
      "The last bill sent to me is % euros too high.",
      "A payment of mine was booked % days late.", "I was billed again after % days.",
    ],
    .login: [
      "My password is refused for % days.", "I cannot get into the account since % days.",
      "The login page sends me round in circles, % times now.",
      "My username is unknown after % days away.", "The sign-in asks me for a code % times.",
    ],
    .device: [
      "My router drops the line every % minutes.",
      "The screen that I bought flickers after % minutes.",
      "The speaker in my kitchen is silent since % days.",
      "My headset loses sound every % minutes.", "The printer jams on me every % pages.",
    ],
  ]
  static let angry = [
    "This is beyond belief.", "What a disgrace.", "This is absolutely ridiculous.",
    "Everybody here is fed up with it.", "That is the last straw.", "Simply outrageous.",
    "We are sick of this.",
  ]
  static let calm = [
    "It would be nice to know more.", "There is no hurry with this.",
    "Perhaps there is an easy way out.", "It worked until last week.",
    "Nothing else has changed here.",
  ]
  static let wishes = [
    "Some help would be welcome.", "Let us see what can be done.", "An answer by mail is fine.",
    "Any idea helps.",
  ]
  static let cores: [CaseTopic: [String]] = [
    .delivery: [
      "The depot has scanned the parcel again.", "The driver could not reach the door.",
      "The shipment was sorted into another van.",
    ],
    .billing: [
      "The amount was booked twice by the bank.", "The tariff was changed in the system.",
      "The invoice was drawn up anew.",
    ],
    .login: [
      "The account was locked after several tries.", "The mail address was spelt differently.",
      "The login service was moved to a new server.",
    ],
    .device: [
      "The firmware has a known fault.", "The cable is the usual cause of that.",
      "The unit loses its settings in the cold.",
    ],
  ]
  static let orders = [
    "This is about order %.", "We found it under order no. %.", "It belongs to your order #%.",
    "Your order % is in front of us.",
  ]
  static let dates = [
    "It will be settled by %.", "You will hear from the team on %.",
    "The next check takes place on %.", "Everything is due on %.",
  ]
  static let months = [
    "January", "February", "April", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  static let polite = [
    "Thank you for writing to us.", "Thanks for your patience.", "We are sorry for the trouble.",
    "We apologise for what happened.", "We appreciate that you told us.",
    "The team is happy to help.",
  ]
  static let money = [
    "A voucher of ten euros is attached.", "You get a discount on the next purchase.",
    "A coupon is waiting in the shop.",
  ]
  static let asking = [
    "Could you tell us what you see now?", "May we ask when it began?",
    "Would you let us know how it looks?", "Can you confirm the address?",
  ]
  static let greetings = ["Hello there.", "Dear customer.", "Good morning.", "Hi from support."]
  static let closings = [
    "That is all for now", "The support desk", "So much for today", "Your service team",
    "More will follow",
  ]
  static let ordinals = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"]
  static let steps = [
    "open the settings page", "pull the plug", "wait a minute", "clear the list",
    "sign out once", "take a photo", "restart everything", "send the form", "look at the label",
    "call the desk",
  ]
  static let fillers = [
    "Our company has been in this business for a long time and has seen a great deal.",
    "As is well known, many things come together in a service of this size.",
    "Every message is read by someone who knows the ins and outs of the trade.",
    "It goes without saying that quality is at the heart of what we do here.",
    "A great number of people work every day to keep things running as they are.",
    "There is also a newsletter with much to read for every season of the year.",
    "In a field like this one there is always something new to learn for everybody.",
    "Looking back, the past years have brought many changes in how things are done.",
    "The people at the desk come from all walks of life and bring much experience.",
    "Processes of this kind are described at length in the papers that we keep.",
    "Many roads lead to the same place, and each of them has something to be said for it.",
    "Much of what happens behind the scenes is never seen by anyone outside.",
    "All in all the systems are built so that one part can lean on another.",
    "What seems small at a glance is often part of a much larger whole.",
  ]
}
