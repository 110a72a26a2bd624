"""Guide C: rows, built-in judges, guidelines, examples and results."""

import json
import re
import xml.etree.ElementTree

from .rows import row

QUESTIONS = ["What is Spark?", "What is Delta?", "What is a notebook?"]


def guide_rows(count=2, documents=True, expected=False):
    """Rows with the guide's columns request, response and retrieved_context."""
    rows = []
    for n in range(count):
        one = {"request": QUESTIONS[n % 3] + f" Case {n}.", "response": f"Answer {n}: " + "a tool for data."}
        if documents:
            one["retrieved_context"] = [{"doc_uri": f"doc{n}-{k}.md", "content": f"Text {k} of case {n}."}
                                        for k in range(3)]
        if expected:
            one["expected_response"] = f"Expected answer {n}."
        rows.append(one)
    return rows


def names(result):
    """The judges of a result, by the columns of its rows."""
    found = set()
    for one in result["rows"]:
        for key in one:
            if key.endswith("/value"):
                found.add(key[: -len("/value")])
    return found


def built_in_store(w, model="databricks:/databricks-claude-sonnet-4"):
    w.store("customising")
    w.git("config", "judge.model", model)


@row("C1", "evaluate rows or an application")
def evaluate(w):
    built_in_store(w)
    rows = guide_rows(2, expected=True)
    done = w.evaluate(rows, "--judge", "correctness")
    w.equal((done["n"], done["errors"]), (2, 0), "rows with request, response and expected_response are judged")
    w.check("What is Spark? Case 0." in w.provider.chats()[0].case + w.provider.chats()[1].case,
            "the judge sees the request")
    file = w.table("rows.csv", ["request", "response", "expected_response"],
                   [[one["request"], one["response"], one["expected_response"]] for one in rows])
    w.equal([one["correctness/value"] for one in w.evaluate(file, "--judge", "correctness")["rows"]], ["yes", "yes"],
            "the same as CSV")
    application = w.program("app.py", "import json, sys\ngiven = json.load(sys.stdin)\n"
                            "words = given if isinstance(given, str) else json.dumps(given)\n"
                            "print(json.dumps('Predicted for ' + words))\n")
    w.provider.forget()
    asked = [{"request": one["request"]} for one in rows]
    done = w.evaluate(asked, "--predict", application, "--judge", "relevance_to_query", name="asked.jsonl")
    w.check(all("Predicted for" in one.case for one in w.provider.chats()) and len(w.provider.chats()) == 2,
            "--predict runs the application, and its answers are judged")
    listed = w.data("trace", "list", "--where", f"run_id = '{done['run']}'")["traces"]
    w.equal(sorted(str(one["outputs"]) for one in listed),
            ["Predicted for What is Delta? Case 1.", "Predicted for What is Spark? Case 0."],
            "its answers are stored")
    shown = w.tries("and shown", "runs", "show", done["run"], "--csv", "--columns", "request,response")
    if shown:
        w.check("Predicted for What is Delta? Case 1." in shown.out, "in the table")
    return "JSON lines, CSV, and an application whose answers are kept"


@row("C2", "judges chosen by the fields of each row")
def fitting(w):
    built_in_store(w)
    rows = [guide_rows(1, documents=False)[0], guide_rows(2)[1], guide_rows(3, documents=False, expected=True)[2],
            dict(guide_rows(4, expected=True)[3])]
    done = w.evaluate(rows)
    got = [{key[:-6] for key, value in one.items() if key.endswith("/value") and value is not None}
           for one in done["rows"]]
    w.check({"relevance_to_query", "safety"} <= got[0] and not any("chunk" in one or "ground" in one or "correct" in one
            for one in got[0]), "question and answer alone: relevance and safety")
    w.check(any("ground" in one for one in got[1]) and not any("correct" in one for one in got[1]),
            "with documents: groundedness too")
    w.check(any(one == "correctness" for one in got[2]) and not any("ground" in one for one in got[2]),
            "with an expected response: correctness")
    w.check(any("sufficiency" in one for one in got[3]), "with both: sufficiency of the context")
    w.equal(done["errors"], 0, "no judge errs because a row lacks a field")
    own = w.tries("built-in judges and a guideline run together", "evaluate", "--data",
                  w.jsonl("r.jsonl", rows[:1]), "--guideline", "Be short.", "--builtins", "fitting", "--json")
    if own:
        w.check({"guideline_adherence", "relevance_to_query", "safety"} <= names(own.json),
                "with the columns of all of them")
    program = w.program("m.py", "print(1)\n")
    both = w.tries("and a program", "evaluate", "--data", w.jsonl("r.jsonl", rows[:1]), "--exec", program,
                   "--builtins", "safety", "--json")
    if both:
        w.equal(sorted(names(both.json)), ["m", "safety"], "--builtins NAME takes that one")
    return "the built-in judges that fit each row, also beside one's own"


@row("C3", "the nine built-in names")
def nine(w):
    built_in_store(w)
    row = dict(guide_rows(1, expected=True)[0], guidelines=["Be short."],
               expected_retrieved_context=[{"doc_uri": "doc0-1.md"}])
    file = w.jsonl("r.jsonl", [row])
    for name in ("chunk_relevance", "context_sufficiency", "correctness", "document_recall",
                 "guideline_adherence", "groundedness", "relevance_to_query", "safety"):
        done = w.judge("evaluate", "--data", file, "--judge", name, "--json", code=None)
        w.check(done.code == 0 and done.json["errors"] == 0 and done.json["judges"] == [name],
                f"{name} answers under its name")
    done = w.tries("global_guideline_adherence takes the rules of the command", "evaluate", "--data", file, "--judge",
                   "global_guideline_adherence", "--guideline", "Be polite.", "--json")
    if done:
        w.equal(names(done.json), {"global_guideline_adherence"}, "under its name")
    done = w.tries("a judge and a guideline of one name run together", "evaluate", "--data", file, "--judge", "safety",
                   "--guidelines", w.write("g.json", json.dumps({"safety": ["Be polite."]})), "--json")
    if done:
        w.equal(names(done.json), {"safety@builtin", "safety@guidelines"}, "and their columns say which is which")
    return "all nine answer"


@row("C4", "a subset of the built-in judges")
def subset(w):
    built_in_store(w)
    rows = guide_rows(2, documents=False)
    rows[1].update(guide_rows(2)[1])
    file = w.jsonl("r.jsonl", rows)
    done = w.judge("evaluate", "--data", file, "--judge", "relevance_to_query,safety", "--json").json
    w.equal(names(done), {"relevance_to_query", "safety"}, "--judge takes only these two")
    w.equal(len(w.provider.chats()), 4, "four calls for two rows")
    chosen = w.tries("the guide's subset is chosen per row", "evaluate", "--data", file, "--builtins",
                     "relevance_to_query,safety,groundedness,chunk_relevance", "--json")
    if chosen:
        w.equal(chosen.json["errors"], 0, "what does not fit a row is not applicable there, and no error")
        metrics = chosen.json["metrics"]
        w.equal(metrics.get("groundedness/pass", metrics.get("groundedness/pass_rate")), 1,
                "and does not count as a zero")
        w.check({"relevance_to_query", "safety", "groundedness", "chunk_relevance"} <= names(chosen.json),
                "the row that fits has all four")
    w.provider.forget()
    none = w.judge("evaluate", "--data", file, "--no-judges", "--json").json
    w.equal((names(none), w.provider.chats()), (set(), []), "--no-judges asks none")
    return "a list, the fitting ones, or none"


@row("C5", "figures that need no judge")
def figures(w):
    built_in_store(w)
    rows = [dict(one, execution_duration_ms=ms) for one, ms in zip(guide_rows(4), (100, 200, 300, 400))]
    rows[3]["retrieved_context"] = rows[3]["retrieved_context"][:1]
    done = w.evaluate(rows, "--no-judges")
    w.equal([one.get("chunk_count") for one in done["rows"]], [3, 3, 3, 1], "chunk_count of each row")
    w.near(done["metrics"].get("chunk_count/mean"), 10 / 4, "its mean is 2.5")
    w.equal([one.get("latency_seconds") for one in done["rows"]], [0.1, 0.2, 0.3, 0.4], "latency of each row")
    w.near(done["metrics"].get("latency_seconds/mean"), 0.25, "its mean is 0.25")
    w.near(done["metrics"].get("latency_seconds/p90"), 0.37, "its 90th percentile is 0.37")
    w.equal(w.provider.requests, [], "no model is asked")
    return "documents, latency and tokens, always"


@row("C6", "guidelines for all rows, as a list")
def guidelines_list(w):
    built_in_store(w)
    rules = ["The response must be polite.", "The response must not name a price."]
    w.provider.rule = lambda request: "no" if "Answer 1" in request.case else "yes"
    done = w.evaluate(guide_rows(2, documents=False), "--guidelines", w.write("g.json", json.dumps(rules)))
    w.equal(names(done), {"guideline_adherence"}, "one judge with the column guideline_adherence")
    w.equal([one["guideline_adherence/value"] for one in done["rows"]], ["yes", "no"], "yes and no")
    chats = w.provider.chats()
    w.check(len(chats) == 2 and all(rule in one.prompt for one in chats for rule in rules),
            "one call per row has all rules")
    w.equal([one.get("response/llm_judged/guideline_adherence/rating") for one in done["rows"]], ["yes", "no"],
            "also in the guide's column")
    same = w.evaluate(guide_rows(2, documents=False), "--guideline", rules[0], "--guideline", rules[1])
    w.equal([one["guideline_adherence/value"] for one in same["rows"]], ["yes", "no"],
            "--guideline on the command line is the same")
    return "one column guideline_adherence"


@row("C7", "guidelines for all rows, by name")
def guidelines_named(w):
    built_in_store(w)
    named = {"rudeness": ["The response must not be rude."], "no_pii": ["The response must have no personal data."]}

    def rule(request):
        rude = "Answer 0" in request.case and "rude" in request.task + request.prompt
        pii = "Answer 1" in request.case and "personal data" in request.prompt
        return "no" if rude or pii else "yes"

    w.provider.rule = rule
    done = w.evaluate(guide_rows(2, documents=False), "--guidelines", w.write("g.json", json.dumps(named)))
    w.equal([(one.get("rudeness/value"), one.get("no_pii/value")) for one in done["rows"]],
            [("no", "yes"), ("yes", "no")], "one column per name, with its own verdicts")
    chats = w.provider.chats()
    w.equal(len(chats), 4, "one call per name and row")
    w.check(not any("must not be rude" in one.prompt and "no personal data" in one.prompt for one in chats),
            "each prompt has only the rules of its name")
    w.equal([one.get("response/llm_judged/rudeness/rating") for one in done["rows"]], ["no", "yes"],
            "also in the guide's columns")
    w.near(done["metrics"].get("response/llm_judged/no_pii/rating/percentage"), 0.5, "with the guide's percentage")
    return "rudeness and no_pii each have their column"


@row("C8", "named runs with a table of rows")
def named_run(w):
    built_in_store(w)
    w.provider.rule = lambda request: {"rationale": "It is harmless.", "result": "yes"}
    done = w.evaluate(guide_rows(2, documents=False), "--judge", "safety", "--run-name", "safety")
    listed = w.data("runs", "list")["runs"]
    w.equal([(one["run_id"], one["run_name"]) for one in listed], [(done["run"], "safety")], "the run has its name")
    table = w.judge("runs", "show", done["run"], "--columns", "request,response", "--csv")
    text = json.dumps(table.rows)
    w.check(all(part in text for part in ("What is Spark? Case 0.", "Answer 1: a tool for data.", "yes",
                                          "It is harmless.")),
            "`runs show` prints request, response, value and rationale of each row")
    w.equal(len(table.rows), 2, "two rows")
    return "`evaluate --run-name safety`, later `runs show`"


EXAMPLES = [
    {"request": "What is Spark?", "response": "An engine.", "expected_response": "An engine for data.",
     "retrieved_context": [{"doc_uri": "a.md", "content": "Spark is an engine."},
                           {"doc_uri": "b.md", "content": "Cats sleep."}],
     "response/llm_judged/correctness/rating": "Yes",
     "response/llm_judged/correctness/rationale": "It says engine.",
     "response/llm_judged/groundedness/rating": "yes",
     "response/llm_judged/groundedness/rationale": "The first document says so.",
     "retrieval/llm_judged/chunk_relevance/ratings": ["yes", "no"],
     "retrieval/llm_judged/chunk_relevance/rationales": ["About Spark.", "About cats."]},
    {"request": "What is Delta?", "response": "A river.", "expected_response": "A table format.",
     "retrieved_context": [{"doc_uri": "c.md", "content": "Delta is a table format."}],
     "response/llm_judged/correctness/rating": "No",
     "response/llm_judged/correctness/rationale": "A river is not a format.",
     "response/llm_judged/groundedness/rating": "no",
     "response/llm_judged/groundedness/rationale": "No document names a river.",
     "retrieval/llm_judged/chunk_relevance/ratings": ["yes"],
     "retrieval/llm_judged/chunk_relevance/rationales": ["About Delta."]},
]


@row("C22", "few-shot examples from a table")
def examples_frame(w):
    built_in_store(w)
    frame = w.jsonl("examples.jsonl", EXAMPLES)
    rows = guide_rows(1, expected=True)
    direct = w.tries("`evaluate --examples` shows them without a judge of one's own", "evaluate", "--data",
                     w.jsonl("r.jsonl", rows), "--judge", "correctness", "--examples", frame, "--json")
    if direct:
        w.equal(["A river is not a format." in one.prompt for one in w.provider.chats()], [True],
                "the prompt has the examples")
    for name, reason in (("correctness", "A river is not a format."), ("groundedness", "No document names a river.")):
        made = w.tries(f"{name} takes the examples", "new", name, "--builtin", name, "--examples", frame)
        if made:
            w.judge("cache", "clear", "--quiet")
            w.provider.forget()
            w.evaluate(rows, "--judge", name)
            prompt = w.provider.chats()[0].prompt
            w.check(prompt.count("judged by people") == 2 and reason in prompt,
                    f"{name} shows both, with their reasons")
    if w.tries("chunk_relevance takes the ratings per document", "new", "chunk_relevance", "--builtin",
               "chunk_relevance", "--examples", frame):
        w.provider.forget()
        w.evaluate(rows, "--judge", "chunk_relevance")
        prompt = w.provider.chats()[0].prompt
        w.check("About cats." in prompt and "Cats sleep." in prompt, "each example is one document with its rating")
        shown = [part for part in prompt.split("judged by people")[1:]]
        w.check(shown and not any("Cats sleep." in part and "Spark is an engine." in part for part in shown[:-1]),
                "no example has two documents")
    return "correctness, groundedness and chunk_relevance read the guide's frame"


@row("C23", "at most five examples, of both classes")
def five(w):
    built_in_store(w)

    def example(n, value):
        return {"request": f"Question {n}?", "response": f"Answer {n}.", "expected_response": "x",
                "response/llm_judged/correctness/rating": value,
                "response/llm_judged/correctness/rationale": f"Reason {n}."}

    six = w.jsonl("six.jsonl", [example(n, "yes" if n % 2 else "no") for n in range(6)])
    refused = w.judge("new", "six", "--builtin", "correctness", "--examples", six, code=None)
    w.check(refused.code in (2, 3) and "5" in refused.err, "a sixth is refused, with the limit")
    w.judge("new", "correctness", "--builtin", "correctness", "--examples",
            w.jsonl("five.jsonl", [example(n, "yes" if n % 2 else "no") for n in range(5)]), "--quiet")
    w.equal(len(w.data("show", "correctness")["examples"]), 5, "five are taken")
    one_class = w.judge("new", "correctness", "--builtin", "correctness", "--model", "openai:/m", "--examples",
                        w.jsonl("one.jsonl", [example(n, "yes") for n in range(3)]), code=None)
    w.check("example" in one_class.err and re.search(r"\bno\b", one_class.err),
            "examples of one class only are told, with the missing value")
    return "five, with both values"


@row("C24", "cluster the errors, show one of each, run again")
def iterate(w):
    from .rows import product_store
    product_store(w, 40, options=("--values", "excellent,poor", "--pass", "excellent"))
    before = w.data("run", "product_quality")["run"]
    errors = w.tries("the errors are listed by kind", "errors", "product_quality", "--json")
    if errors:
        found = errors.json
        wrong = [one for one in found["errors"] if one["verdict"] != one["consensus"]]
        w.check(wrong and len(wrong) == len(found["errors"]) and all(one["labels"][0]["rationale"] for one in wrong),
                "each with both values and the person's reason")
        w.check(found["held_out"] > 0 and not any(one["part"] == "test" for one in found["errors"]),
                "without the test set")
        confused = w.data("errors", "product_quality", "--confused", "excellent/poor")["errors"]
        w.check(confused and {(one["consensus"], one["verdict"]) for one in confused} == {("excellent", "poor")},
                "and by one kind of confusion")
    w.judge("new", "product_quality", "--instructions", "Is {{ outputs }} an excellent answer to {{ inputs }}?",
            "--values", "excellent,poor", "--pass", "excellent", "--model", "openai:/gpt-4.1-mini", "--examples",
            "auto", "--quiet")
    examples = w.data("show", "product_quality")["examples"]
    w.check(2 <= len(examples) <= 5 and {"excellent", "poor"} <= set(re.findall(
        r"excellent|poor", json.dumps(examples))), "--examples auto picks errors of both classes")
    after = w.data("run", "product_quality")["run"]
    compared = w.data("compare", before, after)["assessments"]["product_quality"]
    w.check(compared["fixed"] and not compared["broken"], "`compare` names what was fixed, and nothing broke")
    return "`errors`, `--examples auto` and `compare`"


@row("C26", "documents with doc_uri and content")
def documents(w):
    built_in_store(w)
    row = dict(guide_rows(1)[0], expected_retrieved_context=[{"doc_uri": "doc0-1.md"}, {"doc_uri": "other.md"}])
    done = w.evaluate([row], "--judge", "document_recall")
    w.near(done["rows"][0].get("document_recall/value"), 1 / 2, "recall is 1 of 2 documents")
    w.equal(w.provider.requests, [], "without a model")
    w.evaluate([guide_rows(1)[0]], "--judge", "groundedness")
    case = w.provider.chats()[0].case
    w.check("doc0-2.md" in case and "Text 2 of case 0." in case, "a judge sees doc_uri and content")
    w.provider.forget()
    w.evaluate([dict(guide_rows(1)[0], retrieved_context=["A text alone."])], "--judge", "groundedness")
    w.check("A text alone." in w.provider.chats()[0].case, "a document may be a text alone")
    bad = w.judge("evaluate", "--data", w.jsonl("bad.jsonl", [dict(guide_rows(1)[0], retrieved_context=7)]),
                  "--judge", "groundedness", code=None)
    w.check(bad.code == 3 and "retrieved_context" in bad.said, "anything else is an error that names the field")
    return "recall 1/2, and documents in the prompt"


@row("C27", "results with pass and fail in a page", needs="page")
def results_page(w):
    built_in_store(w)
    w.provider.rule = lambda request: "no" if "Answer 1" in request.case else "yes"
    file = w.jsonl("r.jsonl", guide_rows(2, documents=False))
    xml_text = w.judge("evaluate", "--data", file, "--judge", "safety", "--junit", code=None).out
    suite = xml.etree.ElementTree.fromstring(xml_text)
    cases = list(suite.iter("testcase"))
    w.equal((len(cases), len([one for one in cases if one.find("failure") is not None])), (2, 1),
            "JUnit has two tests, of which one fails")
    markdown = w.judge("evaluate", "--data", file, "--judge", "safety", "--md").out
    w.check(markdown.count("|") > 10 and "no" in markdown, "a Markdown table")
    w.equal(len(w.judge("evaluate", "--data", file, "--judge", "safety", "--csv").rows), 2, "CSV with two rows")
    return "terminal, Markdown, CSV and JUnit; the page is still to come"

