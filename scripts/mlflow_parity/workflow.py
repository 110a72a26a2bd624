"""Guide B: the end-to-end workflow."""

import json

from .rows import SUPPORT, TRACE_ID, is_good, labels, mlflow_trace, product_store, products, row, sent_by_client
from .labelling import counted


def support_store(w, count=40, label=True, share=2):
    product_store(w, count, "support_quality", "good", "bad", share, SUPPORT, label=label,
                  options=("--values", "good,bad", "--pass", "good"))


@row("B1", "create an experiment and use it")
def experiment(w):
    w.judge("init", "--quiet")
    made = w.data("experiment", "create", "support-judge-development")
    w.check(made["experiment_id"].isdigit(), "its id is a number")
    w.judge("experiment", "create", "other", "--quiet")
    w.equal(w.data("experiment", "use", made["experiment_id"])["name"], "support-judge-development",
            "the id selects it")
    w.judge("trace", "import", w.jsonl("t.jsonl", products(2)), "--quiet")
    shown = w.data("experiment", "show", "support-judge-development")
    w.equal((shown["traces"], shown["lifecycle_stage"]), (2, "active"), "traces go to the current experiment")
    return f"support-judge-development has the id {made['experiment_id']}"


@row("B2", "make a judge: placeholders and options")
def make_judge(w):
    w.store("make", products(1))
    w.judge("new", "support_quality", "--instructions", SUPPORT, "--values", "good,bad", "--model",
            "openai:/m", "--quiet")
    w.equal(w.data("show", "support_quality")["instructions"], SUPPORT, "instructions are kept word for word")
    for name, text in (("foo", "Is {{ foo }} right?"), ("none", "Is it right?"),
                       ("both", "Is {{ conversation }} like {{ outputs }}?"), ("near", "Is {{ output }} right?")):
        refused = w.judge("new", name, "--instructions", text, "--model", "openai:/m", code=None)
        w.check(refused.code in (2, 3), f"{text!r} is refused")
    w.check("outputs" in refused.err, "with the near placeholder")
    w.judge("new", "spaces", "--instructions", "Is {{outputs}} an answer to {{  inputs }}?", "--model", "openai:/m",
            "--quiet")
    for fields in ("{{ trace }}", "{{ conversation }} {{ expectations }}", "{{ inputs }} {{ expectations }}"):
        w.judge("new", "allowed", "--instructions", f"Is {fields} good?", "--model", "openai:/m", "--quiet")
    options = {
        "name": "full", "instructions": SUPPORT, "model": "openai:/m", "description": "Quality of support.",
        "feedback_value_type": "bool", "inference_params": {"temperature": 0.2, "max_tokens": 300},
        "generate_rationale_first": False, "base_url": "http://127.0.0.1:9/stolen",
        "extra_headers": {"X-Key": "none"},
    }
    w.judge("new", "full", "--from", w.write("full.json", json.dumps(options)), "--quiet", code=None)
    w.provider.forget()
    w.provider.rule = lambda request: True
    w.equal(w.data("run", "full")["verdicts"], {"full": {"true": 1}}, "a bool judge answers true")
    request = w.provider.chats()[0]
    w.equal((request.body.get("temperature"), request.body.get("max_tokens") or
             request.body.get("max_completion_tokens")), (0.2, 300), "inference_params are sent")
    w.equal(list(request.schema["properties"]) == ["result", "rationale"]
            or request.prompt.find('"result"') < request.prompt.find('"rationale"'), True,
            "generate_rationale_first false asks for the result first")
    w.check(request.headers.get("x-key") is None, "a record never says where calls go or with which headers")
    return "wrong placeholders are refused; parameters are sent; base URLs of records are ignored"


TYPES = [
    # name, JSON Schema, a verdict, a good label as --value-json, a bad label
    ("flag", {"title": "Result", "type": "boolean"}, True, "true", '"perhaps"'),
    ("count", {"type": "integer"}, 7, "3", "3.5"),
    ("share", {"type": "number"}, 0.5, "0.25", '"half"'),
    ("text", {"type": "string"}, "any text", '"some text"', "3"),
    ("word", {"enum": ["low", "high"]}, "low", '"high"', '"middle"'),
    ("grade", {"enum": [1, 2, 3], "type": "integer"}, 2, "3", "4"),
    ("one", {"const": "only"}, "only", '"only"', '"other"'),
    ("map", {"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1}, '{"a": 3}', '{"a": "x"}'),
    ("list", {"type": "array", "items": {"type": "string"}}, ["a", "b"], '["a"]', "[1]"),
    ("maybe", {"anyOf": [{"type": "integer"}, {"type": "null"}]}, None, "4", '"x"'),
    ("stars", {"type": "integer", "minimum": 1, "maximum": 5}, 5, "4", "9"),
]


@row("B3", "types of the judge's value")
def value_types(w):
    w.store("types", products(1))
    trace = w.ids()["q0"]
    for name, schema, verdict, good, bad in TYPES:
        body = {"name": name, "instructions": "Judge {{ outputs }}.", "model": "openai:/" + name,
                "feedback_value_schema": schema}
        if not w.tries(f"a judge of {name} is made", "new", name, "--from",
                       w.write(f"{name}.json", json.dumps(body))):
            continue
        w.provider.rule = lambda request, verdict=verdict: {"rationale": "r", "result": verdict}
        w.judge("run", name, "--quiet", code=None)
        w.tries(f"{good} is a label for {name}", "feedback", "add", trace, "--name", name, "--value-json", good)
        refused = w.judge("feedback", "add", trace, "--name", name, "--value-json", bad, code=None)
        w.check(refused.code in (2, 3), f"{bad} is no label for {name}")
    stored = {(one["assessment_name"], one["source"]["source_type"]): one.get("feedback", {}).get("value", "none")
              for one in w.assessments(trace)}
    for name, _, verdict, good, _ in TYPES:
        w.equal(stored.get((name, "LLM_JUDGE"), "no verdict"), verdict, f"the verdict of {name} has its type")
        w.equal(stored.get((name, "HUMAN"), "no label"), json.loads(good), f"the label of {name} is {good}")
    w.tries("a number typed as --value 4 is a label for stars", "feedback", "add", trace, "--name", "stars",
            "--value", "4", "--source-id", "bob@example.org")
    stored = [one["feedback"]["value"] for one in w.assessments(trace, "stars")
              if one["source"]["source_id"] == "bob@example.org"]
    w.equal(stored, [4], "as the number 4")
    file = w.table("types.csv", ["client_request_id", "name", "value", "source_id"],
                   [["q0", "stars", "2", "eve@example.org"], ["q0", "flag", "TRUE", "eve@example.org"],
                    ["q0", "stars", "9", "max@example.org"]])
    imported = w.judge("feedback", "import", file, "--json", code=3).json
    w.equal((imported["assessments"], imported["rejected"]), (2, 1), "a CSV file is read by type, bounds included")
    return f"{len(TYPES)} types for verdicts and labels"


@row("B4", "model URIs")
def uris(w):
    w.store("uris", products(1))
    text = "Is {{ outputs }} good?"
    for number, (uri, path) in enumerate((
            ("openai:/gpt-4.1-mini", "/v1/chat/completions"), ("anthropic:/claude-opus-4-1-20250805", "/v1/messages"),
            ("databricks:/databricks-gpt-oss-120b", "/serving-endpoints/databricks-gpt-oss-120b/invocations"),
            ("endpoints:/my-endpoint", "/serving-endpoints/my-endpoint/invocations"))):
        w.provider.forget()
        name = f"judge{number}"
        w.judge("new", name, "--instructions", text, "--values", "yes,no", "--model", uri, "--quiet")
        run = w.data("run", name)
        w.equal((run["errors"], [one.path for one in w.provider.chats()]), (0, [path]), f"{uri} asks {path}")
    w.judge("new", "default", "--instructions", text, "--values", "yes,no", "--quiet")
    w.provider.forget()
    run = w.data("run", "default", env={"MLFLOW_GENAI_JUDGE_DEFAULT_MODEL": "openai:/from-the-environment"})
    w.equal([one.model for one in w.provider.chats()], ["from-the-environment"],
            "MLFLOW_GENAI_JUDGE_DEFAULT_MODEL is the default")
    nothing = w.judge("run", "default", code=None)
    w.check(nothing.code != 0 and "judge.model" in nothing.err, "without a default, no model is guessed")
    key = w.environment.pop("ANTHROPIC_API_KEY")
    base = w.environment.pop("ANTHROPIC_BASE_URL")
    missing = w.judge("ask", "judge1", "--outputs", "x", code=None)
    w.check(missing.code == 4 and "ANTHROPIC_API_KEY" in missing.err, "a missing key is exit code 4, by name")
    w.environment.update(ANTHROPIC_API_KEY=key, ANTHROPIC_BASE_URL=base)
    w.git("config", "judge.databricks.endpoint", "my-judges")
    w.provider.forget()
    if w.tries("the bare word `databricks` is a model", "new", "bare", "--instructions", text, "--values", "yes,no",
               "--model", "databricks"):
        w.data("run", "bare")
        w.equal([one.path for one in w.provider.chats()], ["/serving-endpoints/my-judges/invocations"],
                "it asks the endpoint of this machine's settings")
    if w.tries("`gateway:/judge0@v1` is a model", "new", "gateway", "--instructions", text, "--values", "yes,no",
               "--model", "gateway:/judge0@v1"):
        run = w.data("run", "gateway")
        w.equal((run["verdicts"], run["cached"]), ({"gateway": {"yes": 1}}, 1),
                "it gives the verdict of that version, which was asked before")
    return "openai, anthropic, databricks, endpoints, gateway; default by environment"


@row("B5", "trace a Python application")
def trace_application(w):
    w.store("app")
    feedback = {
        "assessment_id": "a-1", "assessment_name": "support_quality", "trace_id": TRACE_ID,
        "source": {"source_type": "HUMAN", "source_id": "expert@example.org"},
        "create_time": "2025-10-23T09:00:00Z", "last_update_time": "2025-10-23T09:00:00Z",
        "feedback": {"value": "good"}, "rationale": "It answers.", "valid": True}
    file = w.jsonl("t.jsonl", [mlflow_trace(assessments=[feedback])])
    imported = w.data("trace", "import", file)
    w.equal((imported["traces"], imported["assessments"]), (1, 1), "a trace of MLflow comes in with its feedback")
    shown = w.data("trace", "show", TRACE_ID)
    w.equal(shown["inputs"], {"messages": [{"role": "user", "content": "What is Spark?"}]},
            "inputs are those of the root span")
    w.equal(shown["execution_duration_ms"], 120, "the duration is read")
    parents = {span["name"]: span.get("parent_span_id") or span.get("parent_id") for span in shown["spans"]}
    w.check(parents.get("customer_support_app") in (None, "") and parents.get("search"),
            "child spans keep their parent")
    again = w.data("trace", "import", file)
    w.equal((again["traces"], again["assessments"], again["commit"]), (0, 0, None),
            "importing it twice adds nothing")
    live = "tr-" + "b5" * 16
    with w.serving() as ask:
        experiment = ask("POST", "/api/2.0/mlflow/experiments/create", {"name": "live"})["experiment_id"]
        sent_by_client(w, ask, experiment, live)
        logged = ask("POST", f"/api/3.0/mlflow/traces/{live}/assessments", {"assessment": {
            **feedback, "trace_id": live, "assessment_id": None}})["assessment"]
        got = ask("GET", f"/api/3.0/mlflow/traces/{live}")["trace"]["trace_info"]
    w.equal([a["assessment_id"] for a in got["assessments"]], [logged["assessment_id"]], "feedback is logged live")
    shown = w.data("trace", "show", live, "--experiment", "live")
    w.equal([(a["assessment_name"], a["feedback"]["value"]) for a in shown["assessments"]],
            [("support_quality", "good")], "and the command line has both")
    return "MLflow's client traces and labels live; its trace files are read without loss"


@row("B6", "runs")
def runs(w):
    w.store("runs")
    traces = [mlflow_trace(), dict(products(1)[0], run="nightly-7")]
    w.judge("trace", "import", w.jsonl("t.jsonl", traces), "--quiet")
    by_id = w.data("trace", "list", "--where", f"run_id = '{'3f2a9c1d' * 4}'")["traces"]
    w.equal([one["trace_id"] for one in by_id], [TRACE_ID], "MLflow's run id finds its traces")
    by_name = w.data("trace", "list", "--where", "run_id = 'nightly-7'")["traces"]
    w.equal([one["client_request_id"] for one in by_name], ["q0"], "the run of a line finds its traces")
    listed = w.data("runs", "list")["runs"]
    w.check(any("nightly-7" in (one["run_id"], one["run_name"]) for one in listed),
            "`runs list` shows the imported run by its name")
    w.check(all(one["run_name"] for one in listed), "no run is without a name")
    w.judge("new", "short", "--builtin", "response_length", "--set", "max=500", "--quiet")
    own = w.data("run", "short")["run"]
    w.equal(w.data("runs", "show", own)["run_id"], own, "a run of one's own is shown")
    found = w.data("trace", "list", "--where", f"run_id = '{own}'")["traces"]
    w.equal(len(found), 2, "and finds the traces that it judged")
    return "imported runs keep id and name"


@row("B7", "call a judge with fields")
def call_with_fields(w):
    support_store(w, 2, label=False)
    before = w.git("rev-parse", "judge")
    w.provider.rule = lambda request: {"rationale": "Polite and complete.", "result": "good"}
    asked = w.data("ask", "support_quality", "--inputs", '{"issue": "I cannot log in."}', "--outputs",
                   '{"response": "Reset your password here."}')
    w.equal((asked["name"], asked["value"], asked["rationale"], asked["passed"]),
            ("support_quality", "good", "Polite and complete.", True), "name, value and rationale come back")
    w.equal(asked["source"], {"source_type": "LLM_JUDGE", "source_id": "openai:/gpt-4.1-mini"}, "and the source")
    w.check("I cannot log in." in w.provider.chats()[0].case, "the model saw the fields")
    w.equal((w.git("rev-parse", "judge"), w.data("runs", "list")["runs"]), (before, []),
            "no run, no record and no commit")
    said = w.python("import git_judge\n"
                    "verdict = git_judge.open('.').ask('support_quality', inputs={'issue': 'I cannot log in.'},"
                    " outputs={'response': 'Reset your password here.'})\n"
                    "print(verdict.value, verdict.passed, verdict.rationale)\n")
    w.equal(said.strip(), "good True Polite and complete.", "the Python package gives the same")
    bad = w.judge("ask", "support_quality", "--outputs", "x", "--expectations", "[1]", code=None)
    w.check(bad.code in (2, 3), "expectations must be an object")
    return "`ask` gives name, value, rationale and source, and writes nothing"


@row("B8", "log an assessment")
def log_assessment(w):
    support_store(w, 3, label=False)
    w.judge("run", "support_quality", "--quiet")
    trace = w.ids()["q1"]
    added = w.data("feedback", "add", trace, "--name", "support_quality", "--value", "bad", "--rationale",
                   "It does not say when.")
    stored = {one["assessment_id"]: one for one in w.assessments(trace)}
    w.equal(stored[added["assessment_id"]]["rationale"], "It does not say when.", "the stored copy has the id")
    w.equal(sorted(one["source"]["source_type"] for one in stored.values()), ["HUMAN", "LLM_JUDGE"],
            "label and verdict stand side by side")
    line = {"client_request_id": "q2", "assessments": [{"name": "support_quality", "source_type": "HUMAN",
            "source_id": "bob@example.org", "value": "good", "metadata": {"tool": "sheet"}}]}
    imported = w.data("trace", "import", w.jsonl("a.jsonl", [line]))
    w.equal(imported["assessments"], 1, "an assessment is imported onto a trace that is there")
    missing = w.judge("feedback", "add", "tr-" + "e" * 32, "--name", "support_quality", "--value", "bad", code=None)
    w.equal(missing.code, 3, "a trace that does not exist is an error")
    return "by `run`, `feedback add` and imports"


@row("B9", "review: assignment, rubric, sessions", needs="page")
def review(w):
    support_store(w, 20, label=False)
    w.judge("run", "support_quality", "--quiet")
    w.judge("rubric", "support_quality", w.write("rubric.md", "Good answers name the version.\n"), "--quiet")
    w.equal(w.data("rubric", "support_quality")["text"].strip(), "Good answers name the version.",
            "the rubric is stored")
    batch = w.data("assign", "support_quality", "--batch", "june", "--reviewers",
                   "ann@example.org,bob@example.org", "--overlap", "2", "--limit", "10")
    w.equal((batch["traces"], {one["source_id"]: one["assigned"] for one in batch["reviewers"]}),
            (10, {"ann@example.org": 10, "bob@example.org": 10}), "ten traces go to two reviewers")
    session = w.judge("label", "support_quality", "--batch", "june", stdin="good It does.\nbad It does not.\nq\n")
    w.check("Because the rule says so" not in session.said.split("You said")[0], "labeling is blind")
    ann = [one for one in w.data("progress", "support_quality")["questions"][0]["reviewers"]
           if one["source_id"] == "ann@example.org"][0]
    w.equal((ann["assigned"], ann["done"], ann["left"]), (10, 2, 8), "progress counts 2 of 10")
    labelled = [one for one in w.data("feedback", "list", "--name", "support_quality")["feedback"]
                if one["standing"] == "counts"]
    for one in labelled:
        w.judge("feedback", "add", one["trace_id"], "--name", "support_quality", "--value", "good", "--source-id",
                "bob@example.org", "--quiet")
    left = w.judge("disagreements", "support_quality", "--json").json
    w.equal(len(left), 1, "one disagreement of two reviewers is left to decide")
    w.judge("adjudicate", "support_quality", left[0]["trace_id"], "--value", "bad", "--rationale", "No version.",
            "--quiet", code=None)
    decided = w.judge("disagreements", "support_quality", "--json").json
    w.equal([one["adjudication"]["value"] for one in decided if one["adjudication"]], ["bad"], "and decided")
    return "assign, rubric, blind labels and progress in the terminal; the page is still to come"


@row("B10", "traces with both a verdict and a label")
def both_sources(w):
    support_store(w, 12, label=False)
    w.judge("run", "support_quality", "--quiet")
    w.judge("feedback", "import", w.jsonl("l.jsonl", labels(5, "good", "bad", "support_quality")), "--quiet")

    def found(search):
        return sorted(one["client_request_id"] for one in w.data("trace", "list", "--where", search)["traces"])

    five = [f"q{n}" for n in range(5)]
    w.equal(found("feedback.support_quality IS NOT NULL AND source_type = 'HUMAN'"), five,
            "a label of a person: 5 of 12")
    w.equal(found("source_type = 'HUMAN' AND source_type = 'LLM_JUDGE'"), five, "both sources: 5 of 12")
    w.equal(len(found("source_type = 'LLM_JUDGE'")), 12, "a verdict: 12")
    w.equal(len(found("source_type = 'LLM_JUDGE' AND NOT source_type = 'HUMAN'")), 7, "a verdict alone: 7")
    return "source_type = 'HUMAN' AND source_type = 'LLM_JUDGE' finds the traces that have both"


@row("B11", "align by default, and with SIMBA and a model of one's own")
def align(w):
    support_store(w, 30, share=1)
    aligned = w.data("align", "support_quality")
    w.equal((aligned["optimizer"], aligned["improved"]), ("memalign", True), "the default improves the judge")
    w.provider.forget()
    simba = w.data("align", "support_quality", "--optimizer", "simba", "--reflection-model",
                   "anthropic:/claude-opus-4-1-20250805", "--set", "max_steps=1", "--set", "num_candidates=3")
    w.equal((simba["optimizer"], simba["improved"]), ("simba", True), "SIMBA improves it too")
    reflecting = [one for one in w.provider.chats() if one.path == "/v1/messages"]
    w.check(reflecting and {one.model for one in reflecting} == {"claude-opus-4-1-20250805"},
            "rules are written by the named model")
    return f"MemAlign, and SIMBA with {len(reflecting)} reflections of the named model"


@row("B12", "try the aligned judge on unseen cases")
def unseen(w):
    support_store(w, 40)
    w.judge("align", "support_quality", "--quiet")
    w.judge("register", "support_quality", "--quiet")
    cases = [("Question 901: does it start?", "Yes, the router v2.2 does.", "good"),
             ("Question 903: does it stop?", "Yes, the router does.", "bad")]
    for question, answer, wanted in cases:
        asked = w.data("ask", "support_quality@v2", "--inputs", json.dumps({"query": question}), "--outputs",
                       json.dumps({"response": answer}))
        w.equal((asked["value"], bool(asked["rationale"])), (wanted, True), f"{answer!r} is {wanted}, with a reason")
        before = w.data("ask", "support_quality@v1", "--inputs", json.dumps({"query": question}), "--outputs",
                        json.dumps({"response": answer}))
        w.check(question.startswith("Question 901") or before["value"] != wanted,
                "version 1 was wrong on the second case")
    return "two new cases are judged by the guideline that was learned"


@row("B13", "register, and get a version")
def versions(w):
    support_store(w, 40)
    w.judge("align", "support_quality", "--quiet")
    w.judge("register", "support_quality", "--quiet")
    w.equal(w.data("show", "support_quality")["version"], 2, "without a number it is the latest")
    first, second = w.data("show", "support_quality@v1"), w.data("show", "support_quality@v2")
    w.equal((first["version"], first["guidelines"] or [], len(second["guidelines"])), (1, [], 1),
            "version 1 stays as it was")
    missing = w.judge("show", "support_quality@v9", code=None)
    w.check(missing.code == 3 and "v9" in missing.err, "a version that does not exist is an error")
    clone = w.folder + "/clone"
    w.git("clone", "--quiet", w.at, clone, at=w.folder)
    w.git("fetch", "--quiet", "origin", "judge:judge", at=clone)
    w.git("fetch", "--quiet", "--tags", "origin", at=clone)
    asked = w.judge("ask", "support_quality@v2", "--inputs", '{"query": "Question 903: it?"}', "--outputs",
                    '{"response": "The router v2.2."}', "--json", "--experiment", "product-quality-alignment",
                    at=clone).json
    w.equal((asked["hash"], asked["value"]), (second["hash"], "good"), "a clone has the same version, complete")
    prompt = w.provider.chats()[-1].prompt
    for key in ("q0", "q2"):
        w.judge("feedback", "add", w.ids()[key], "--name", "support_quality", "--value", "bad", "--quiet")
    w.judge("cache", "clear", "--quiet")
    w.judge("ask", "support_quality@v2", "--inputs", '{"query": "Question 903: it?"}', "--outputs",
            '{"response": "The router v2.2."}')
    w.equal(w.provider.chats()[-1].prompt, prompt, "it sends the same prompt after labels have changed")
    return "latest, by number, and from a plain git clone"


@row("B17", "practices: warnings, and align again")
def again(w):
    support_store(w, 60, label=False)
    w.judge("feedback", "import", w.jsonl("l.jsonl", labels(40, "good", "bad", "support_quality")), "--quiet")
    w.judge("align", "support_quality", "--quiet")
    w.judge("register", "support_quality", "--quiet")
    w.judge("feedback", "import", w.jsonl("m.jsonl", labels(20, "good", "bad", "support_quality", first=40)),
            "--quiet")
    w.provider.forget()
    w.judge("align", "support_quality", "--quiet")
    reflections = [one for one in w.provider.chats() if "guidelines" in (one.schema.get("properties") or {})]
    numbers = {n for one in reflections for n in range(60)
               if f"Question {n}:" in one.prompt.partition("Case 1.")[2]}
    w.check(numbers and min(numbers) >= 40, "a second alignment learns from the new labels only")
    w.check(all("1. An answer without a version number is bad" in one.prompt for one in reflections),
            "and is shown the guidelines that it has")
    w.equal(sum(is_good(n) for n in range(60)), list(counted(w, "support_quality").values()).count("good"),
            "no label is lost")
    w.judge("feedback", "add", w.ids()["q1"], "--name", "support_quality", "--value", "bad", "--source-id",
            "bob@example.org", "--quiet")
    w.judge("rubric", "support_quality", w.write("r.md", "Name the version.\n"), "--quiet")
    older = w.data("status")["older_guidelines"]
    w.equal([(one["name"], one["labels"]) for one in older], [("support_quality", 1)],
            "labels of an older guideline are counted in `status`")
    return f"the second alignment read {len(numbers)} new cases"

