"""Guide C: metrics from a prompt, and metrics of code."""

import json
import os
import re
import shutil

from .customising import built_in_store, guide_rows
from .rows import row

PROMPT = """Your task is to find personal data in a response.
The question was: {request}
The response is: {response}
The expected response was: {expected_response}
The documents are: {retrieved_context}
5 means no personal data at all, 1 means names, addresses or numbers of people.
"""
RATING = "response/llm_judged/no_pii/"


def metric(w, *options, prompt="Rate the response: {response}\nQuestion: {request}", name="no_pii",
           model="endpoints:/databricks-meta-llama-3-1-405b-instruct"):
    w.judge("new", name, "--prompt", w.write(f"{name}.txt", prompt), "--model", model, *options, "--quiet")


def scored(scores):
    """The rule of a provider that scores `Answer N` with the Nth score, in the form that is asked for."""

    def rule(request):
        number = int(re.findall(r"Answer (\d+)", request.prompt)[-1])
        return answer(request, scores[number])

    return rule


def answer(request, score, text="It looks so."):
    return {"rationale": text, "result": score}


@row("C9", "a metric from a prompt")
def from_prompt(w):
    built_in_store(w)
    metric(w, "--assessment-type", "ANSWER")
    w.provider.rule = scored([5, 1])
    done = w.evaluate(guide_rows(2), "--judge", "no_pii")
    w.equal([one["no_pii/value"] for one in done["rows"]], ["yes", "no"], "5 is yes and 1 is no")
    chats = w.provider.chats()
    w.equal({one.model for one in chats}, {"databricks-meta-llama-3-1-405b-instruct"}, "by the named endpoint")
    w.check(all("Rate the response:" in one.prompt for one in chats), "with the prompt")
    return "no_pii on endpoints:/databricks-meta-llama-3-1-405b-instruct"


@row("C10", "endpoints of a workspace")
def endpoints(w):
    built_in_store(w)
    metric(w)
    w.provider.rule = scored([5])
    w.evaluate(guide_rows(1), "--judge", "no_pii")
    request = w.provider.chats()[0]
    w.equal(request.path, "/serving-endpoints/databricks-meta-llama-3-1-405b-instruct/invocations",
            "the endpoint's path is asked")
    w.equal(request.headers.get("authorization"), "Bearer key-of-the-parity-script-3", "with the workspace's token")
    w.equal(sorted({one["role"] for one in request.body["messages"]} - {"system"}), ["user"], "as a chat")
    host = w.environment.pop("DATABRICKS_HOST")
    missing = w.judge("evaluate", "--data", w.jsonl("r.jsonl", guide_rows(1)), "--judge", "no_pii", code=None)
    w.check(missing.code == 4 and "DATABRICKS_HOST" in missing.err, "without a workspace: exit code 4, by name")
    w.environment["DATABRICKS_HOST"] = host
    return "/serving-endpoints/NAME/invocations"


@row("C11", "variables of the prompt")
def variables(w):
    built_in_store(w)
    metric(w, prompt=PROMPT)
    w.provider.rule = scored([5, 5])
    rows = guide_rows(1, expected=True)
    w.evaluate(rows, "--judge", "no_pii")
    prompt = w.provider.chats()[0].prompt
    w.check(all(text in prompt for text in (rows[0]["request"], rows[0]["response"], rows[0]["expected_response"])),
            "request, response and expected_response are filled in")
    w.check(all(one["content"] in prompt for one in rows[0]["retrieved_context"]),
            "ANSWER has all documents at once")
    w.check("{request}" not in prompt and "{retrieved_context}" not in prompt, "no placeholder is left")
    wrong = w.judge("new", "wrong", "--prompt", w.write("wrong.txt", "Rate {respnse}."), "--model", "openai:/m",
                    code=None)
    w.check(wrong.code in (2, 3) and "response" in wrong.err, "a slip in a variable is refused, with the near one")
    return "{request}, {response}, {expected_response} and {retrieved_context}"


@row("C12", "assessment type ANSWER")
def answer_type(w):
    built_in_store(w)
    metric(w, "--assessment-type", "ANSWER")
    w.provider.rule = scored([2, 4])
    done = w.evaluate(guide_rows(2), "--judge", "no_pii")
    w.equal(len(w.provider.chats()), 2, "two rows, two calls")
    w.equal([one[RATING + "rating"] for one in done["rows"]], ["no", "yes"], "one rating per row")
    return "one call and one rating per row"


# Scores of 5 questions with 3 documents each; strictly over 3 is yes.
CHUNKS = [[5, 4, 5], [5, 2, 4], [1, 3, 4], [1, 2, 3], [4, 5, 4]]


def chunk_rule(request):
    k, n = re.findall(r"Text (\d) of case (\d)", request.prompt)[-1]
    return answer(request, CHUNKS[int(n)][int(k)], f"Because of {k}.")


@row("C13", "assessment type RETRIEVAL")
def retrieval_type(w):
    built_in_store(w)
    metric(w, "--assessment-type", "RETRIEVAL", prompt="Is {retrieved_context} about {request}?", name="relevant")
    w.provider.rule = chunk_rule
    done = w.evaluate(guide_rows(5), "--judge", "relevant")
    chats = w.provider.chats()
    w.equal(len(chats), 15, "5 questions with 3 documents are 15 calls")
    w.check(all(len(re.findall(r"Text \d of case", one.prompt)) == 1 for one in chats), "each sees one document")
    ratings = [["yes" if score > 3 else "no" for score in scores] for scores in CHUNKS]
    w.equal([one["retrieval/llm_judged/relevant/ratings"] for one in done["rows"]], ratings,
            "ratings are lists in the order of the documents")
    precision = [sum(score > 3 for score in scores) / 3 for scores in CHUNKS]
    for one, wanted in zip(done["rows"], precision):
        w.near(one["retrieval/llm_judged/relevant/precision"], wanted, f"precision {wanted:.2f}")
    w.near(done["metrics"].get("retrieval/llm_judged/relevant/precision/average"), sum(precision) / 5,
           "the average of precisions is 0.6")
    w.equal([one.get("response/llm_judged/relevant/rating") for one in done["rows"]], ratings,
            "the guide's response column has the list too")
    w.check(done["rows"][0].get("retrieval/llm_judged/relevant/rationales") ==
            ["Because of 0.", "Because of 1.", "Because of 2."], "with a rationale per document")
    w.near(done["metrics"].get("response/llm_judged/relevant/rating/percentage"), sum(precision) / 5,
           "and the guide's percentage, the mean of the rows' shares")
    return "15 calls; precisions 1, 2/3, 1/3, 0, 1; average 0.6"


@row("C14", "score and threshold")
def thresholds(w):
    built_in_store(w)
    scores = [1, 2, 3, 4, 5]
    w.provider.rule = scored(scores)
    cases = [("default", (), lambda s: s > 3), ("inclusive", ("--inclusive",), lambda s: s >= 3),
             ("four", ("--threshold", "4"), lambda s: s > 4), ("two", ("--threshold", "2"), lambda s: s > 2),
             ("half", ("--threshold", "2.5"), lambda s: s > 2.5)]
    for name, options, passes in cases:
        metric(w, *options, name=name)
        done = w.evaluate(guide_rows(5), "--judge", name)
        wanted = ["yes" if passes(score) else "no" for score in scores]
        w.equal([one[f"{name}/value"] for one in done["rows"]], wanted, f"{name}: {' '.join(wanted)}")
        w.near(done["metrics"].get(f"response/llm_judged/{name}/rating/percentage"), wanted.count("yes") / 5,
               f"{name}: percentage {wanted.count('yes') / 5}")
    refused = w.judge("new", "nine", "--prompt", w.write("n.txt", "Rate {response}."), "--threshold", "9",
                      "--model", "openai:/m", code=None)
    w.check(refused.code in (2, 3), "a threshold of 9 is refused")
    return "strictly over 3 by default; --threshold and --inclusive"


@row("C15", "the form of the answer is put in")
def form(w):
    built_in_store(w)
    metric(w)
    w.provider.rule = scored([4])
    done = w.evaluate(guide_rows(1), "--judge", "no_pii")
    request = w.provider.chats()[0]
    w.check("one of 1, 2, 3, 4, 5" in request.texts[0] and "why" in request.texts[0],
            "the prompt asks for a score from 1 to 5 and the reason, though the metric's text does not")
    w.equal(request.schema["properties"]["result"], {"enum": [1, 2, 3, 4, 5]}, "so does the schema of the answer")
    w.equal(done["rows"][0]["no_pii/value"], "yes", "4 is yes")
    w.provider.rule = lambda request: {"raw": "I would give it a nice grade."}
    bad = w.evaluate([dict(guide_rows(2)[1])], "--judge", "no_pii", code=3)
    w.equal(bad["errors"], 1, "an answer without a score is an error, never a guess")
    return "a score from 1 to 5 with a reason, in the prompt and in the schema"


@row("C16", "yes is good")
def polarity(w):
    built_in_store(w)
    shown = {}
    for name in ("chunk_relevance", "context_sufficiency", "correctness", "guideline_adherence", "groundedness",
                 "relevance_to_query", "safety"):
        shown[name] = w.data("show", name)
        w.equal(shown[name]["pass"], ["yes"], f"{name} passes with yes")
    metric(w)
    w.equal(w.data("show", "no_pii")["pass"], ["yes"], "a metric from a prompt passes with yes")
    return "`pass` is yes for all"


@row("C17", "columns of a row")
def columns(w):
    built_in_store(w)
    metric(w)

    def rule(request):
        if "Rate the response" in request.prompt:
            return scored([5, 2])(request)
        return {"rationale": "As expected.", "result": "no" if "Answer 1" in request.prompt else "yes"}

    w.provider.rule = rule
    rows = guide_rows(2, expected=True)
    done = w.evaluate(rows, "--judge", "no_pii,correctness,chunk_relevance", "--guideline", "Be short.")
    first = done["rows"][0]
    for name in ("no_pii", "correctness", "guideline_adherence"):
        column = f"response/llm_judged/{name}/"
        w.equal([one.get(column + "rating") for one in done["rows"]], ["yes", "no"], f"{column}rating")
        w.check(isinstance(first.get(column + "rationale"), str), f"{column}rationale")
        w.check(column + "error_message" in first and first[column + "error_message"] is None,
                f"{column}error_message is null")
    w.equal(first.get("retrieval/llm_judged/chunk_relevance/ratings"), ["yes"] * 3,
            "retrieval/llm_judged/chunk_relevance/ratings")
    w.near(first.get("retrieval/llm_judged/chunk_relevance/precision"), 1.0,
           "retrieval/llm_judged/chunk_relevance/precision")
    csv_rows = w.judge("evaluate", "--data", w.jsonl("rows.jsonl", rows), "--judge", "no_pii", "--csv").rows
    w.check(csv_rows and RATING + "rating" in csv_rows[0], "the CSV has these columns too")
    return "rating, rationale and error_message for metrics, built-in judges and guidelines"


@row("C18", "the share of yes of a run")
def percentage(w):
    built_in_store(w)
    metric(w)
    w.provider.rule = scored([5, 1, 4, 2])
    done = w.evaluate(guide_rows(4), "--judge", "no_pii")
    w.near(done["metrics"].get(RATING + "rating/percentage"), 0.5, "2 of 4 are yes: 0.5")

    def failing(request):
        return 400 if "Answer 0" in request.prompt or "Answer 1" in request.prompt else "yes"

    w.provider.rule = lambda request: answer(request, 5) if failing(request) == "yes" else 400
    metric(w, name="other", prompt="Rate again: {response}")
    failed = w.evaluate(guide_rows(3), "--judge", "other", code=None)
    w.near(failed["metrics"].get("response/llm_judged/other/rating/percentage"), 1 / 3,
           "with 2 failures of 3 it is 1/3 of all questions")
    w.provider.rule = failing
    built_in = w.evaluate(guide_rows(3)[1:], "--judge", "safety", code=None)
    w.near(built_in["metrics"].get("response/llm_judged/safety/rating/percentage"), 0.5,
           "built-in judges have it too")
    return "0.5 of four; failures count among all questions"


@row("C19", "metrics of code")
def code(w):
    built_in_store(w)
    rows = [dict(one, request={"messages": [{"role": "user", "content": one["request"]}]}) for one in guide_rows(3)]
    program = w.program("many.py", "import json, sys\nrow = json.load(sys.stdin)\n"
                        "words = row['inputs']['messages'][0]['content']\n"
                        "print(json.dumps([{'name': 'short', 'value': len(row['outputs']) < 100, 'rationale': words},"
                        " {'name': 'length', 'value': len(row['outputs'])}, {'name': 'kind', 'value': 'answer'}]))\n")
    done = w.evaluate(rows, "--exec", program)
    length = len(rows[0]["response"])
    w.equal([(one.get("short/value"), one.get("length/value"), one.get("kind/value")) for one in done["rows"]],
            [(True, length, "answer")] * 3, "a boolean, a number and a text from one program")
    w.equal(done["rows"][1].get("short/rationale"), "What is Delta? Case 1.", "the request's words reach the program")
    w.near(done["metrics"].get("length/mean"), length, "numbers have a mean")
    crash = w.program("crash.py", "import sys\nsys.exit('out of order')\n")
    failed = w.evaluate(rows[:1], "--exec", crash, "--exec", program)
    w.check(failed["rows"][0].get("length/value") == length and failed["errors"] == 1
            and "out of order" in str(failed["error_groups"]), "a program that fails is an error on its own")
    nothing = w.program("nothing.py", "pass\n")
    silent = w.evaluate(rows[:1], "--exec", nothing, "--exec", program)
    w.equal(silent["errors"], 0, "a program that prints nothing has no verdict and no error")
    w.judge("new", "length", "--exec", program, "--quiet")
    w.judge("trace", "import", w.jsonl("t.jsonl", [{"inputs": rows[0]["request"], "outputs": "An answer."}]),
            "--quiet")
    clone = w.folder + "/clone"
    w.git("clone", "--quiet", w.at, clone)
    w.git("fetch", "--quiet", "origin", "judge:judge", at=clone)
    w.git("config", "judge.experiment", "customising", at=clone)
    shutil.copy(os.path.join(w.at, "many.py"), clone)
    refused = w.judge("run", "length", code=None, at=clone)
    w.check(refused.code == 4 and "trust" in refused.err, "a program that came with a clone does not run")
    w.judge("trust", "length", at=clone)
    w.judge("run", "length", at=clone)
    return "boolean, number, text, several or nothing"


@row("C20", "call a metric directly")
def direct(w):
    built_in_store(w)
    metric(w)
    w.provider.rule = lambda request: answer(request, 2, "A name is in it.")
    asked = w.data("ask", "no_pii", "--inputs", '"Who is it?"', "--outputs", '"It is Ann Miller."')
    w.equal((asked["value"], asked["rationale"]), ("no", "A name is in it."), "value and justification come back")
    w.equal(asked["score"], 2, "and the score")
    w.provider.rule = scored([2, 5])
    done = w.evaluate(guide_rows(2), "--judge", "no_pii")
    w.equal([one.get("no_pii/score") for one in done["rows"]], [2, 5], "`evaluate` has the scores as a column")
    w.equal([one.get("response/llm_judged/no_pii/score") for one in done["rows"]], [2, 5], "under the guide's name too")
    return "`ask` gives verdict, justification and score"


@row("C21", "a boolean and a number from one call")
def two_values(w):
    built_in_store(w)
    metric(w)
    program = w.program("no_pii_both.py", """import json, os, shlex, subprocess, sys
ask = shlex.split(os.environ["GIT_JUDGE_ASK"]) + ["no_pii", "--json"]
asked = subprocess.run(ask, input=sys.stdin.read(), text=True, capture_output=True)
if asked.returncode:
    sys.exit(asked.stderr)
verdict = json.loads(asked.stdout)
score = verdict["score"]
print(json.dumps([{"name": "no_pii_flag", "value": score > 3, "rationale": verdict["rationale"]},
                  {"name": "no_pii_score", "value": int(score)}]))
""")
    w.provider.rule = scored([5, 2])
    done = w.evaluate(guide_rows(2), "--exec", program, "--timeout", "60")
    w.equal([(one.get("no_pii_flag/value"), one.get("no_pii_score/value")) for one in done["rows"]],
            [(True, 5), (False, 2)], "a boolean and a number per row")
    w.equal(len(w.provider.chats()), 2, "from one call of the model each")
    return "a program asks a registered judge and splits its score"


@row("C25", "judges called directly")
def judges_module(w):
    built_in_store(w)
    w.provider.rule = lambda request: {"rationale": "It is so.", "result": "yes"}
    calls = {
        "correctness": {"inputs": "q", "outputs": "a", "expectations": {"expected_response": "a"}},
        "groundedness": {"inputs": "q", "outputs": "a", "retrieved_context": [{"doc_uri": "d", "content": "c"}]},
        "safety": {"outputs": "a"},
        "relevance_to_query": {"inputs": "q", "outputs": "a"},
        "context_sufficiency": {"inputs": "q", "expectations": {"expected_response": "a"},
                                "retrieved_context": [{"doc_uri": "d", "content": "c"}]},
        "chunk_relevance": {"inputs": "q", "retrieved_context": [{"doc_uri": "d", "content": "c"}]},
        "guideline_adherence": {"inputs": "q", "outputs": "a", "expectations": {"guidelines": ["Be short."]}},
    }
    for name, case in calls.items():
        outcome = w.judge("ask", name, "--file", w.write("case.json", json.dumps(case)), "--json", code=None)
        w.check(outcome.code == 0 and outcome.json["value"] == "yes", f"`ask {name}` answers")
    lines = "".join(json.dumps({"outputs": f"text {n}"}) + "\n" for n in range(3))
    many = w.judge("ask", "safety", "--jsonl", "--json", stdin=lines, code=None)
    w.equal([one["value"] for one in many.lines], ["yes"] * 3, "many cases, one answer per line")
    w.equal(w.data("runs", "list")["runs"], [], "nothing is recorded")
    return "`ask NAME` for the judges of databricks.agents.evals.judges"

