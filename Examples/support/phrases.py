"""What every made-up answer is put together from, whatever the problem is.

The lists are deliberately mixed: good answers can be long, short, formal or
chatty, may mention refunds and limits, and may contain an idle sentence; poor
answers can be friendly, precise in tone, or full of numbers.
"""

GREETING = [
    "Hello,", "Hi there,", "Good morning,", "Thanks for writing to us.", "Thank you for your message.",
    "Hello and thank you for the details.", "Hi,", "Thanks for getting in touch.",
]

SYMPATHY = [
    "I am sorry about the trouble.", "That is annoying, sorry.", "I understand that this is a nuisance.",
    "Sorry that this cost you time.", "I can see why this worries you.", "Sorry to hear that.",
]

TOPIC_LEAD = [
    "This is about {topic}.", "You ask about {topic}.", "About {topic}:", "I read what you say about {topic}.",
]

QUOTE_LEAD = ["You write: “{issue}”", "About your message “{issue}”:", "“{issue}”: I looked into that."]

STEP_LEAD = [
    "As a next step, ", "To solve it, ", "What helps here: ", "First, ", "Could you try this: ",
    "Here is what to do: ", "",
]

SECOND_LEAD = [
    "If that changes nothing, ", "Should it still happen, ", "After that, ", "If not, ",
]

CLOSING = [
    "Just reply here if it does not help.", "Let us know how it went, please.", "Kind regards, the support team",
    "Thank you for your patience.", "Best wishes from support", "Write to us again any time.",
    "Please tell us if anything is unclear.",
]

# Allowed by the policy although the words sound like a promise.
HONEST_LIMIT = [
    "I cannot promise a refund myself; the billing team decides that and answers within two working days.",
    "We do not guarantee a date for a fix, but your report is now linked to it.",
    "Whether your plan can be extended is not mine to promise, so I have passed the wish on.",
    "A credit is possible in some cases; the team that decides about it has your message.",
]

# True, polite, and of no use to this customer.
FILLER = [
    "Our products are used by many people every day.",
    "We always work hard to make our service a little better.",
    "Your satisfaction is very important to all of us.",
    "As you may know, software is a complex thing with many parts.",
    "We value each and every message that reaches us.",
    "There are many features that you may want to explore at your leisure.",
    "Our team consists of people with a lot of experience in the field.",
    "In general, it is a good idea to keep everything up to date.",
    "We are happy that you chose us and hope that you stay with us for a long time.",
    "Feedback like yours helps us to grow and to learn.",
    "Have you seen our newsletter with tips for every season?",
    "It goes without saying that we take every question seriously.",
    "Quality has been the heart of what we do from the very first day.",
]

# Instead of a step: sounds helpful, names nothing that anybody could do.
NO_STEP = [
    "Our specialists are looking into it and it should be better soon.",
    "Did you check your settings?",
    "Have you tried turning it off and on?",
    "Please consult the manual, where all of this is explained.",
    "This normally solves itself after some time.",
    "I have noted your problem under number 48{n}17.",
    "Is everything set up correctly?",
    "Maybe some of the options could be changed?",
    "We will get back to you as soon as possible.",
    "Another department may be able to say more.",
]

RUDE = [
    "Did you read the manual at all?",
    "Why do most people manage this without writing to us?",
    "Did you even look at the screen?",
    "We have told this to others a hundred times already.",
    "Next time think before you press a button!",
    "What did you expect?",
    "It is not our fault if you use it wrongly.",
    "Calm down!",
]

GENERAL_PROMISE = [
    "You will get a full refund, I promise!",
    "I have added three free months to your plan!",
    "This will be fixed by Friday, guaranteed!",
    "I will make an exception from the rules for you!",
]

REASONS = {
    "good": [
        "Names the next step and stays on the question.",
        "Concrete: {step}",
        "I could follow this as a customer.",
        "Answers what was asked, tone is fine.",
        "Clear step, no promise we cannot keep.",
        "Short enough and tells what to do.",
    ],
    "no_step": [
        "No concrete next step.",
        "Friendly, but the customer still does not know what to do.",
        "Nothing here that one could do.",
        "Vague, names no setting, date or person.",
    ],
    "off_topic": [
        "Answers another question.",
        "The step is about something else than the problem.",
        "Does not address what the customer asked.",
    ],
    "promise": [
        "Promises what policy forbids.",
        "We must not guarantee this.",
        "Good step, but the promise is not ours to make.",
    ],
    "padded": [
        "Padding, the useful line is lost in it.",
        "More filler than answer.",
        "Far too much text around one step.",
    ],
    "rude": [
        "Impolite.",
        "The step is right, the tone is not.",
        "Lectures the customer.",
    ],
    "slip_yes": [
        "Looks fine to me.",
        "Good enough.",
        "Polite and seems to answer it.",
    ],
    "slip_no": [
        "Did not convince me.",
        "Felt unclear on reading.",
        "I expected more here.",
        "Not sure that this helps.",
    ],
}
