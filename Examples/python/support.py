"""The application of the examples: customer support, with answers of different quality."""

import itertools

import mlflow

ISSUES = [
    "My internet goes away in the evening", "The app crashes on login", "I was charged twice", "The password reset fails",
    "Photos do not upload", "The invoice has the wrong address", "The course is locked", "The router light is orange",
    "Slow website", "I cannot invite guests", "My streak is gone", "The certificate has the wrong name",
]

ANSWERS = [
    # polite and with a step: good; polite without one: not; a step without courtesy: not quite
    "I am sorry about that. Please restart the router, then open Settings > Network.",
    "Thank you for writing to us. We are happy that you are our customer and take every message seriously.",
    "Restart it.",
    "Sorry for the trouble. Please open Billing > Charges and press Report, we answer today.",
    "That is how it is.",
    "Thanks for your patience. Our products are used by many people every day, and quality is in our heart.",
]

WHERE = ["on my phone", "at work", "since Monday", "with the new version", "again"]
CASES = list(zip((f"{issue} {where}" for where in WHERE for issue in ISSUES), itertools.cycle(ANSWERS)))


@mlflow.trace
def answer(issue, response):
    """What the application would do; here the answer is given."""
    return {"response": response}


def reviewed(response):
    """What a reviewer says: the value, and why."""
    step = any(word in response for word in ("Restart", "restart", "open", "press"))
    polite = any(word in response.lower() for word in ("sorry", "thank", "please"))
    if step and polite:
        return "good", "Polite, and it says what to do next."
    if step:
        return "poor", "It says what to do, but it is curt."
    return "poor", "No next step: the customer does not know what to do."
