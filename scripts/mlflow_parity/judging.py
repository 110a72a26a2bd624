"""Guide A: judges by name, experiments, traces and searches."""

import os
import re
import shutil

from .rows import PRODUCT, TRACE_ID, mlflow_trace, product_store, products, row, sent_by_client


@row("A2", "requirements: git and one binary")
def requirements(w):
    tools = os.path.join(w.folder, "tools")
    os.mkdir(tools)
    for name in ("git", "git-judge"):
        os.symlink(shutil.which(name, path=w.environment["PATH"]), os.path.join(tools, name))
    w.environment["PATH"] = tools
    w.check(shutil.which("python3", path=tools) is None, "there is no Python on the path")
    w.judge("quickstart")
    w.at = os.path.join(w.at, "judge-quickstart")
    aligned = w.data("align", "support_quality", "--optimizer", "calibration")
    w.equal(aligned["improved"], True, "an alignment runs with nothing but git on the path")
    w.equal(w.data("register", "support_quality")["version"], 2, "version 2 is registered")
    w.equal(w.provider.requests, [], "no model was asked")
    return "a whole alignment with only `git` and `git-judge` on the path"


@row("A3", "built-in judges by their names")
def built_in(w):
    w.store("built-in", products(3))
    w.git("config", "judge.model", "databricks:/databricks-claude-sonnet-4")
    done = w.data("run", "relevance_to_query", "safety")
    w.equal((done["n"], done["errors"]), (3, 0), "two built-in judges answer about three traces")
    w.equal({one.path for one in w.provider.chats()},
            {"/serving-endpoints/databricks-claude-sonnet-4/invocations"}, "they ask git config judge.model")
    missing = w.data("run", "correctness", code=3)
    w.equal((missing["errors"], missing["error_groups"][0]["code"]), (3, "MISSING_FIELD"),
            "correctness without expectations is MISSING_FIELD for each trace")
    for name, own in (("RelevanceToQuery", "relevance_to_query"), ("Safety", "safety"),
                      ("RetrievalGroundedness", "retrieval_groundedness"), ("Fluency", "fluency")):
        outcome = w.judge("ask", name, "--file", w.write("case.json", CASE), "--json", code=None)
        w.check(outcome.code == 0 and outcome.json["feedback_name"] == own, f"the class name {name} works")
    shown = w.judge("show", "ConversationCompleteness", "--json", code=None)
    w.check(shown.code == 0 and shown.json["name"] == "conversation_completeness",
            "the class name ConversationCompleteness works")
    return "by function name and by class name, without registering"


CASE = ('{"inputs": {"query": "Does it print?"}, "outputs": {"response": "Yes."},'
        ' "retrieved_context": [{"doc_uri": "a", "content": "It prints."}]}')


@row("A4", "a built-in judge under another name")
def another_name(w):
    w.store("names", products(12))
    w.judge("new", "about_product", "--builtin", "relevance_to_query", "--model", "openai:/m", "--quiet")
    w.provider.rule = lambda request: "yes" if " v" in request.field("outputs") else "no"
    run = w.data("run", "about_product")
    w.equal(run["verdicts"], {"about_product": {"yes": 6, "no": 6}}, "its verdicts are named about_product")
    ids = w.ids()
    w.judge("feedback", "add", ids["q1"], "--name", "about_product", "--value", "no")
    w.judge("feedback", "add", ids["q2"], "--name", "about_product", "--value", "no")
    w.equal(sorted({one["assessment_name"] for one in w.assessments(ids["q1"])}), ["about_product"],
            "verdict and label on a trace have that name")
    judge = w.data("agreement", "about_product", "--open-test")["judges"][0]
    w.equal((judge["n"], judge["accuracy"]), (2, 0.5), "the labels measure the judge: 1 of 2")
    metrics = w.data("runs", "list")["runs"][0]["metrics"]
    w.near(metrics.get("about_product/pass_rate"), 0.5, "the metric is about_product/pass_rate")
    return "verdicts, labels, matching and metrics use about_product"


@row("A6", "experiments by path")
def experiments(w):
    w.judge("init", "--quiet")
    name = "/Shared/product-quality-alignment"
    made = w.data("experiment", "create", name)
    again = w.data("experiment", "create", name)
    w.equal((again["experiment_id"], again["name"]), (made["experiment_id"], name), "making it twice is the same")
    elsewhere = os.path.join(w.folder, "elsewhere")
    w.git("init", "--quiet", elsewhere)
    w.judge("init", "--quiet", at=elsewhere)
    there = w.judge("experiment", "create", name, "--json", at=elsewhere).json
    w.equal(there["hash"], made["hash"], "somebody else who makes it offline has the same experiment")
    w.judge("experiment", "create", "other", "--quiet")
    used = w.data("experiment", "use", made["experiment_id"])
    w.equal(used["name"], name, "it can be used by id")
    w.judge("new", "product_quality", "--instructions", PRODUCT, "--model", "openai:/m", "--quiet")
    w.check(re.search(r"^judge/shared-product-quality-alignment[^/]*/product_quality/v1$",
                      w.git("tag", "--list"), re.MULTILINE), "its path is in the version's tag")
    w.judge("experiment", "delete", name, "--quiet")
    deleted = w.judge("experiment", "use", name, code=None)
    w.check(deleted.code == 3 and "restore" in deleted.err, "a deleted one is refused, with the way back")
    w.judge("experiment", "restore", name, "--quiet")
    w.equal(w.data("experiment", "use", name)["name"], name, "it can be restored")
    return f"{name} has the id {made['experiment_id']}"


@row("A7", "make a judge from instructions")
def make_judge(w):
    w.store("make", products(2))
    made = w.data("new", "product_quality", "--instructions", "@" + w.write("i.md", PRODUCT), "--model",
                  "databricks:/databricks-gpt-oss-120b", "--description", "Is the description right?")
    w.equal((made["judge"], made["version"]), ("product_quality", 1), "it is version 1")
    w.provider.rule = lambda request: "fair"
    run = w.data("run", "product_quality")
    w.equal(run["verdicts"], {"product_quality": {"fair": 2}}, "it gives two verdicts")
    request = w.provider.chats()[0]
    w.equal(request.path, "/serving-endpoints/databricks-gpt-oss-120b/invocations", "it asks the endpoint")
    w.equal(request.headers.get("authorization"), "Bearer key-of-the-parity-script-3", "with the token")
    w.check("is accurate and helpful for the query in" in request.texts[0]
            and "Rate as: excellent, good, fair, or poor" in request.texts[0], "the instructions are the prompt's")
    w.equal(w.data("show", "product_quality")["instructions"], PRODUCT, "they are stored word for word")
    return "product_quality v1 on databricks:/databricks-gpt-oss-120b"


@row("A9", "automatic tracing of the application")
def autolog(w):
    w.store("autolog")
    imported = w.data("trace", "import", w.jsonl("traces.jsonl", [mlflow_trace()]))
    w.equal(imported["traces"], 1, "a trace that autolog wrote is imported from MLflow's JSON")
    shown = w.data("trace", "show", TRACE_ID)
    w.equal([span.get("span_type") or span.get("type") or span["attributes"].get("mlflow.spanType")
             for span in shown["spans"]].count("CHAT_MODEL"), 1, "with the span of the model call")
    w.equal(len(shown["spans"]), 3, "and the others")
    live = "tr-" + "a9" * 16
    with w.serving() as ask:
        experiment = ask("POST", "/api/2.0/mlflow/experiments/create", {"name": "live"})["experiment_id"]
        sent_by_client(w, ask, experiment, live)
    shown = w.data("trace", "show", live, "--experiment", "live")
    w.equal(shown["inputs"], {"messages": [{"role": "user", "content": "What is Spark?"}]}, "a live trace is in the store")
    w.equal(len(shown["spans"]), 2, "with its spans")
    return "MLflow's client traces into the store live; its trace files are imported"


@row("A10", "ids of the traces just made")
def last_trace(w):
    w.store("ids")
    timed = [dict(one, request_time=f"2025-10-23T08:00:0{n}Z") for n, one in enumerate(products(3))]
    imported = w.data("trace", "import", w.jsonl("t.jsonl", timed))
    found = imported.get("trace_ids", [])
    ids = w.ids()
    w.equal(found, [ids["q0"], ids["q1"], ids["q2"]], "`trace import --json` has the ids in the file's order")
    last = w.data("trace", "show", found[-1]) if found else {}
    w.equal(last.get("client_request_id"), "q2", "the last id is the last trace")
    listed = w.data("trace", "list", "--order-by", "timestamp DESC", "--limit", "1")["traces"]
    w.equal([one["client_request_id"] for one in listed], ["q2"], "so does `trace list`, the latest first")
    return "the ids come back in the order of the file"


@row("A11", "get a trace")
def get_trace(w):
    w.store("get", products(2))
    trace = w.ids()["q1"]
    shown = w.data("trace", "show", trace)
    w.equal((shown["inputs"], shown["outputs"]), (products(2)[1]["inputs"], products(2)[1]["outputs"]),
            "inputs and outputs are those of the file")
    w.equal(w.data("trace", "show", trace[3:9])["trace_id"], trace, "a prefix is enough")
    missing = w.judge("trace", "show", "tr-ffffffffffffffffffffffffffffffff", code=None)
    w.check(missing.code == 3 and "hint" in missing.err, "a missing trace is an error with a hint")
    return "by id or prefix; a missing one is exit code 3"


@row("A12", "judge a trace")
def judge_trace(w):
    w.store("one")
    other = mlflow_trace("tr-" + "a" * 32, "What is Delta?", "A table format.")
    w.judge("trace", "import", w.jsonl("t.jsonl", [mlflow_trace(), other]), "--quiet")
    w.git("config", "judge.model", "openai:/m")
    run = w.data("run", "retrieval_groundedness", "relevance_to_query", "--where", f"trace_id = '{TRACE_ID}'")
    w.equal((run["n"], run["errors"]), (1, 0), "one trace is judged")
    chats = w.provider.chats()
    w.equal(len(chats), 2, "once by each judge")
    w.check(all("What is Spark?" in one.case and "An engine for large data." in one.case for one in chats),
            "inputs and outputs come from the root span")
    w.check(any("Spark is an engine." in one.case and "It runs on clusters." in one.case for one in chats),
            "documents come from the RETRIEVER span")
    w.check(not any("choices" in one.case or "messages" in one.case for one in chats),
            "built-in judges see the words of the chat, not its JSON")
    # If the fields cannot tell, a judge of the whole trace reads it with tools, step by step.
    w.judge("new", "right_documents", "--instructions", "Did {{ trace }} use the right documents?", "--values",
            "yes,no", "--model", "openai:/m", "--quiet")
    w.provider.forget()
    w.provider.rule = agent
    run = w.data("run", "right_documents", "--where", f"trace_id = '{TRACE_ID}'")
    w.equal((run["calls"], run["verdicts"]), (3, {"right_documents": {"yes": 1}}),
            "a {{ trace }} judge lists spans, reads a document, and answers")
    offered = {tool["function"]["name"] for tool in w.provider.chats()[0].body.get("tools") or []}
    w.check({"list_spans", "get_span", "search_trace_regex"} <= offered, "with MLflow's tools")
    return "fields from the root span, documents from RETRIEVER spans, whole traces by tools"


def agent(request):
    """The rule of a model that calls two tools before it answers."""
    answers = [one["content"] for one in request.body["messages"] if one["role"] == "tool"]
    calls = [("list_spans", "{}"), ("get_document", '{"number": 1}')]
    if len(answers) < len(calls) and request.body.get("tools"):
        name, arguments = calls[len(answers)]
        return {"tool_calls": [{"id": f"call_{len(answers)}", "type": "function",
                                "function": {"name": name, "arguments": arguments}}]}
    right = len(answers) == 2 and "RETRIEVER" in answers[0] and "Spark is an engine." in answers[1]
    return "yes" if right else "no"


@row("A13", "store a judge's feedback")
def store_feedback(w):
    w.store("feedback", products(2))
    made = w.data("new", "product_quality", "--instructions", PRODUCT, "--model", "openai:/gpt-4.1-mini")
    w.provider.rule = lambda request: {"rationale": "It names the product.", "result": "good"}
    run = w.data("run", "product_quality")
    verdict = w.assessments(w.ids()["q0"], "product_quality")[0]
    w.equal(verdict["source"], {"source_type": "LLM_JUDGE", "source_id": "openai:/gpt-4.1-mini"},
            "the source is LLM_JUDGE and the model")
    w.equal((verdict["feedback"]["value"], verdict["rationale"]), ("good", "It names the product."),
            "value and rationale are the model's")
    w.equal((verdict["judge"], verdict["run_id"]), (made["hash"], run["run"]), "it names judge and run")
    w.equal((run["input_tokens"], run["output_tokens"]), (200, 20), "tokens are counted")
    w.near(run["cost"], 2 * (100 * 0.4 + 10 * 1.6) / 1e6, "and the cost", by=1e-12)
    again = w.data("run", "product_quality")
    w.equal((again["calls"], again["cached"]), (0, 2), "the same question is not paid for twice")
    return "LLM_JUDGE, model, rationale, run, judge hash, tokens and cost"


@row("A19", "search traces")
def search(w):
    traces = [dict(one, tags={"batch": "june" if n % 2 else "july"}) for n, one in enumerate(products(40))]
    w.store("search", traces)
    first = w.data("trace", "list", "--limit", "15")
    w.equal(len(first["traces"]), 15, "--limit 15 gives 15")
    w.judge("trace", "import", w.jsonl("more.jsonl", products(5, 100)), "--quiet")
    second = w.data("trace", "list", "--limit", "15", "--cursor", first["next"])
    both = [one["trace_id"] for one in first["traces"] + second["traces"]]
    w.equal(len(set(both)), 30, "the next page has others, even while traces come in")
    june = w.data("trace", "list", "--where", "tag.batch = 'june'")["traces"]
    w.equal(sorted(one["client_request_id"] for one in june), sorted(f"q{n}" for n in range(1, 40, 2)),
            "--where selects by tag")
    text = w.data("trace", "list", "--where", "text LIKE '%router%'")["traces"]
    w.equal(len(text), sum("router" in one["inputs"]["query"] for one in traces + products(5, 100)),
            "and by full text")
    either = w.data("trace", "list", "--where", "(tag.batch = 'june' OR client_request_id = 'q2') AND NOT "
                    "(client_request_id IN ('q1', 'q3'))")["traces"]
    w.equal(sorted(one["client_request_id"] for one in either),
            sorted(["q2"] + [f"q{n}" for n in range(5, 40, 2)]), "with OR, NOT and parentheses")
    ordered = w.data("trace", "list", "--order-by", "client_request_id DESC", "--limit", "3")["traces"]
    w.equal([one["client_request_id"] for one in ordered], ["q9", "q8", "q7"], "--order-by sorts")
    return "--limit, --cursor, --where and --order-by"


@row("A26", "search the assessments of traces")
def search_assessments(w):
    product_store(w, 12)
    run = w.data("run", "product_quality")
    w.judge("expectation", "add", w.ids()["q3"], "--name", "expected_response", "--value", "Yes, v2.0.", "--quiet")
    trace = w.data("trace", "show", w.ids()["q3"])
    kinds = sorted((one["assessment_name"], one["source"]["source_type"]) for one in trace["assessments"])
    w.equal(kinds, [("expected_response", "HUMAN"), ("product_quality", "HUMAN"),
                    ("product_quality", "LLM_JUDGE")], "a trace shows label, verdict and expectation")
    listed = w.tries("verdicts of all traces are listed by run", "verdicts", "list", "--run", run["run"], "--json")
    if listed:
        found = next(value for value in listed.json.values() if isinstance(value, list))
        w.equal(len(found), 12, "the run has twelve verdicts")
        w.equal({one["source"]["source_type"] for one in found}, {"LLM_JUDGE"}, "all of the judge")
        w.equal({one["assessment_name"] for one in found}, {"product_quality"}, "under its name")
    picked = w.tries("and by a search", "verdicts", "list", "--where", "client_request_id = 'q3'", "--json")
    if picked:
        w.equal(len(next(value for value in picked.json.values() if isinstance(value, list))), 1,
                "one verdict on that trace")
    people = w.data("feedback", "list", "--name", "product_quality")["feedback"]
    w.equal(len(people), 12, "`feedback list` has the labels of people")
    w.judge("feedback", "add", w.ids()["q3"], "--name", "product_quality", "--value", "good", "--quiet")
    valid = [one for one in w.data("feedback", "list", "--name", "product_quality")["feedback"]
             if one["trace_id"] == w.ids()["q3"]]
    w.equal(sorted((one["feedback"]["value"], one["valid"]) for one in valid),
            [("good", True), ("poor", False)], "a replaced label is kept and marked")
    return "labels, verdicts and expectations by name, type, run and search"
