#!/usr/bin/env python3
"""Writes the made-up support conversations and reviews of this folder.

    python3 generate.py            writes into this folder
    python3 generate.py --out DIR  writes into DIR
    python3 generate.py --report   prints how often answers are good and how reviewers differ

The same seed gives the same bytes with every Python 3.8 or later: only
random.Random(seed).random() is used, whose sequence Python guarantees.
"""
import argparse
import collections
import json
import pathlib
import random
import re

import phrases
import scenarios

# The first seed whose shares of faults and of turned labels are all within 1.5 points of what is
# stated below; no judge was looked at in choosing it.
SEED = 9
GROUPS = 120
JUDGE = "support_quality"

# Reviewer and the share of labels that go against the rubric.
REVIEWERS = [
    ("reviewer-a@example.org", 0.06),
    ("reviewer-b@example.org", 0.08),
    ("reviewer-c@example.org", 0.10),
]

# What an answer does wrong, and how often. "good" is everything else.
DEFECTS = [
    ("no_step", 0.19), ("off_topic", 0.08), ("padded", 0.09), ("promise", 0.06), ("rude", 0.06),
]

# How often an answer says what it is about; rarely where nothing is named here.
TOPIC = {None: 0.75, "promise": 0.5, "padded": 0.3, "rude": 0.2, "no_step": 0.15}

CUSTOMERS = [
    "free plan", "family plan, customer for 4 years", "team plan with 25 seats", "new customer",
    "yearly plan, second contact about this", "small business",
]


class Dice:
    """The few random choices that the generator needs, on one documented sequence."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def chance(self, p):
        return self.random() < p

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def take(self, items, count):
        """`count` different items in random order."""
        left, taken = list(items), []
        for _ in range(min(count, len(left))):
            taken.append(left.pop(int(self.random() * len(left))))
        return taken

    def weighted(self, pairs, otherwise):
        x = self.random()
        for item, weight in pairs:
            if x < weight:
                return item
            x -= weight
        return otherwise


def sentence(text):
    """`text` as a sentence: capital at the start, a full stop at the end."""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else text + "."


def first_clause(issue):
    """What a polite agent repeats of the customer's words: the first sentence, unmarked."""
    return re.split(r"(?<=[.!?,]) ", issue)[0].rstrip(".!?,")


def step_sentence(dice, leads, step):
    return sentence(dice.pick(leads) + step)


def numbered(first, second):
    """Two steps as a list, the way many agents write them."""
    steps = [sentence(step.replace("please ", "", 1)) for step in (first, second)]
    return f"Please do this:\n1. {steps[0]}\n2. {steps[1]}\n"


def answer(dice, product, problem, issue, slots, defect):
    """The text of one answer, with at most the one defect, and its step."""
    about, first = problem, ""
    if defect == "off_topic":
        others = scenarios.PROBLEMS[product]
        if dice.chance(0.3):
            others = scenarios.PROBLEMS[dice.pick(sorted(set(scenarios.PROBLEMS) - {product}))]
        about = dice.pick([p for p in others if p is not problem])
    parts = []
    if defect != "rude" and dice.chance(0.7):
        parts.append(dice.pick(phrases.GREETING))
    if defect != "rude" and dice.chance(0.5):
        parts.append(dice.pick(phrases.SYMPATHY))
    if dice.chance(TOPIC.get(defect, 0.1)):
        if about is problem and dice.chance(0.6):
            parts.append(dice.pick(phrases.QUOTE_LEAD).replace("{issue}", first_clause(issue)))
        else:
            parts.append(dice.pick(phrases.TOPIC_LEAD).replace("{topic}", about["topic"]))
    if defect == "no_step":
        if dice.chance(0.5):
            parts.append(about["vague"])
        if dice.chance(0.2):
            parts.append(dice.pick(about["cause"]))
        parts += dice.take(phrases.NO_STEP, 1 + int(dice.random() * 2))
    else:
        if dice.chance(0.65):
            parts.append(dice.pick(about["cause"]))
        first, second = dice.take(about["step"], 2)
        if defect == "rude" or dice.chance(0.15):
            first = first.replace("please ", "", 1)
        if dice.chance(0.7 if defect is None else 0.4):
            if dice.chance(0.5):
                body = [numbered(first, second)]
            else:
                body = [step_sentence(dice, phrases.STEP_LEAD, first),
                        step_sentence(dice, phrases.SECOND_LEAD, second)]
        else:
            body = [step_sentence(dice, phrases.STEP_LEAD, first)]
        if defect is None and dice.chance(0.2):
            body.append(dice.pick(phrases.HONEST_LIMIT))
        if defect == "promise":
            promise = problem["promise"] if dice.chance(0.6) else dice.pick(phrases.GENERAL_PROMISE)
            body.insert(int(dice.random() * (len(body) + 1)), promise)
        if defect == "rude":
            for remark in dice.take(phrases.RUDE, 1 + int(dice.random() * 2)):
                body.insert(int(dice.random() * (len(body) + 1)), remark)
        parts += body
    if defect == "padded":
        for filler in dice.take(phrases.FILLER, 5 + int(dice.random() * 4)):
            parts.insert(1 + int(dice.random() * len(parts)), filler)
    elif dice.chance(0.2):
        parts.insert(int(dice.random() * (len(parts) + 1)), dice.pick(phrases.FILLER))
    if defect != "rude" and dice.chance(0.6):
        parts.append(dice.pick(phrases.CLOSING))
    text = " ".join(part.format(**slots) for part in parts).replace("\n ", "\n").rstrip()
    return text, first.replace("please ", "")


def conversations(dice, groups, prefix):
    """About two conversations a group; yields (trace, defect, step)."""
    problems = [(name, p) for name in sorted(scenarios.PROBLEMS) for p in scenarios.PROBLEMS[name]]
    number = 0
    for group in range(groups):
        product, problem = problems[group * 7 % len(problems)]
        slots = {name: dice.pick(values) for name, values in scenarios.SLOTS.items()}
        wording = dice.pick(problem["issue"])
        customer = dice.pick(CUSTOMERS) if dice.chance(0.6) else None
        size = 1 if group % 6 == 4 else 3 if group % 6 == 5 else 2
        for _ in range(size):
            number += 1
            defect = dice.weighted(DEFECTS, None)
            issue = dice.pick(problem["issue"]) if dice.chance(0.3) else wording
            inputs = {"issue": issue.format(**slots)}
            if customer:
                inputs["customer"] = customer
            response, step = answer(dice, product, problem, issue, slots, defect)
            yield {
                "client_request_id": f"{prefix}-{number:03d}",
                "inputs": inputs,
                "outputs": {"response": response},
                "tags": {"group": f"{prefix}-issue-{group + 1:03d}", "product": product},
            }, defect, step


def reviews(dice, labelled, source, noise):
    """One label per conversation: the rubric's rule, flipped with probability `noise`."""
    for trace, defect, step in labelled:
        good = defect is None
        slip = dice.chance(noise)
        if slip:
            reason = dice.pick(phrases.REASONS["slip_no" if good else "slip_yes"])
        else:
            reason = dice.pick(phrases.REASONS[defect or "good"])
            reason = reason.replace("{step}", f"“{step[:60]}”")
        label = {
            "name": JUDGE,
            "source_type": "HUMAN",
            "source_id": source,
            "value": "yes" if good != slip else "no",
            "rationale": reason,
        }
        yield {"client_request_id": trace["client_request_id"], "assessments": [label]}


def lines(records):
    return "".join(
        json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in records)


def build():
    """File name → content, and the rule's verdict for each conversation."""
    labelled = list(conversations(Dice(SEED), GROUPS, "support"))
    fresh = list(conversations(Dice(SEED + 1), 12, "fresh"))
    files = {
        "traces.jsonl": lines(trace for trace, _, _ in labelled),
        "rows.jsonl": lines(
            {"inputs": t["inputs"], "outputs": t["outputs"],
             "assessments": [{"name": JUDGE, "source_type": "HUMAN",
                              "source_id": "rubric@example.org",
                              "value": "yes" if d is None else "no"}]}
            for t, d, _ in fresh),
    }
    for index, (source, noise) in enumerate(REVIEWERS):
        name = source.split("@")[0]
        files[f"labels/{name}.jsonl"] = lines(
            reviews(Dice(SEED + 100 + index), labelled, source, noise))
    return files, labelled


def report(files, labelled):
    truth = {t["client_request_id"]: "no" if d else "yes" for t, d, _ in labelled}
    print(f"{len(labelled)} conversations in {GROUPS} groups")
    for defect, count in collections.Counter(d or "good" for _, d, _ in labelled).most_common():
        print(f"  {defect:10} {count:4} {count / len(labelled):6.1%}")
    votes = collections.defaultdict(list)
    for source, noise in REVIEWERS:
        rows = [json.loads(l) for l in files[f"labels/{source.split('@')[0]}.jsonl"].splitlines()]
        given = [(row["client_request_id"], row["assessments"][0]["value"]) for row in rows]
        wrong = sum(value != truth[key] for key, value in given)
        for key, value in given:
            votes[key].append(value)
        print(f"{source}: stated noise {noise:.0%}, {wrong} of {len(rows)} against the rule")
    against = sum(max(set(v), key=v.count) != truth[k] for k, v in votes.items())
    print(f"majority against the rule: {against}")


def main():
    parser = argparse.ArgumentParser(description="Writes the made-up support conversations.")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    files, labelled = build()
    if arguments.report:
        report(files, labelled)
        return
    for name, text in files.items():
        path = arguments.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
