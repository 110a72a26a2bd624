"""Guide B: evaluating rows, tables and logged verdicts."""

from .rows import is_good, products, row, taught
from .workflow import support_store


@row("B14", "evaluate rows with a judge")
def evaluate(w):
    support_store(w, 4, label=False)
    rows = [dict(one, client_request_id=f"row-{n}") for n, one in enumerate(products(6, 50))]
    w.provider.rule = lambda request: "good" if " v" in request.field("outputs") else "bad"
    done = w.evaluate(rows, "--judge", "support_quality")
    w.equal([one["support_quality/value"] for one in done["rows"]], ["good", "bad"] * 3, "six rows are judged")
    where = f"run_id = '{done['run']}'"
    listed = w.data("trace", "list", "--where", where)["traces"]
    w.equal(sorted(str(one.get("row_key")) for one in listed), [f"row-{n}" for n in range(6)],
            "the rows are traces that the run finds")
    w.equal(len(w.data("trace", "list")["traces"]), 4, "and are left out of the list unless asked for")
    every = w.tries("with --include-rows they are listed", "trace", "list", "--include-rows", "--json")
    if every:
        w.equal(len(every.json["traces"]), 10, "beside the other four")
    if listed:
        row = [one for one in listed if one.get("row_key") == "row-1"][0]["trace_id"]
        w.equal(done["rows"][1].get("stored_trace_id"), row, "the table names the trace of each row")
        w.equal(w.data("trace", "show", row)["outputs"], rows[1]["outputs"], "a row can be shown")
        w.judge("feedback", "add", row, "--name", "support_quality", "--value", "bad", "--quiet")
        w.equal([one["source"]["source_type"] for one in w.assessments(row, "support_quality")
                 if one["source"]["source_type"] == "HUMAN"], ["HUMAN"], "and labeled")
    again = w.evaluate(rows, "--judge", "support_quality")
    w.equal(len(w.data("trace", "list", "--where", f"run_id = '{again['run']}'")["traces"]), 6,
            "the same file again uses the same row traces")
    said = w.python("import git_judge\n"
                    f"done = git_judge.open('.').evaluate({rows[:2]!r}, judge='support_quality')\n"
                    "print([row['support_quality/value'] for row in done.rows])\n")
    w.equal(said.strip(), "['good', 'bad']", "the Python package evaluates rows too")
    w.provider.rule = taught("good", "bad", 0)
    many = [dict(one, client_request_id=f"many-{n}") for n, one in enumerate(products(30, 200))]
    run = w.evaluate(many, "--judge", "support_quality")["run"]
    found = w.data("trace", "list", "--where", f"run_id = '{run}'", "--limit", "100")["traces"]
    w.judge("feedback", "import", w.jsonl("labels.jsonl", [
        {"trace_id": one["trace_id"], "name": "support_quality", "source_id": "ann@example.org",
         "value": "good" if is_good(int(one["row_key"][5:])) else "bad",
         "rationale": "The version number."} for one in found]), "--quiet")
    aligned = w.tries("labels on rows can be aligned on", "align", "support_quality", "--include-rows", "--json")
    if aligned:
        w.equal(aligned.json["improved"], True, "and prove a better judge")
    alone = w.judge("align", "support_quality", code=None)
    w.equal(alone.code, 3, "but only if that is asked for")
    w.provider.rule = lambda request: "good" if " v" in request.field("outputs") else "bad"
    before = w.git("rev-parse", "judge")
    w.evaluate(rows, "--judge", "support_quality", "--no-log")
    w.equal(w.git("rev-parse", "judge"), before, "--no-log leaves no commit")
    return "rows become traces that can be found, shown and labeled"


@row("B15", "metrics and the table of results")
def tables(w):
    support_store(w, 1, label=False)
    rows = []
    for n, one in enumerate(products(4, 50)):
        human = {"name": "support_quality", "source_type": "HUMAN", "source_id": "ann@example.org",
                 "value": "good" if n < 3 else "bad"}
        rows.append(dict(one, expectations={"expected_response": f"Expected {n}."}, assessments=[human]))
    w.provider.rule = lambda request: "good" if " v" in request.field("outputs") else "bad"
    done = w.evaluate(rows, "--judge", "support_quality", "--run-name", "first evaluation")
    w.near(done["metrics"].get("support_quality/pass_rate"), 2 / 4, "pass_rate is 2 of 4")
    # Verdicts good, bad, good, bad against labels good, good, good, bad: 3 of 4 agree.
    w.near(done["metrics"].get("support_quality/accuracy"), 3 / 4, "accuracy against people is 3 of 4")
    w.equal(done["eval_results_table"], done["rows"], "the guide's name eval_results_table has the rows")
    shown = w.data("runs", "show", done["run"])
    w.equal(shown["run_name"], "first evaluation", "the run has its name")
    w.equal(shown["metrics"].get("support_quality/accuracy"), 3 / 4, "`runs show` has the metrics")
    table = w.tries("`runs show --csv` prints the table again", "runs", "show", done["run"], "--csv", "--columns",
                    "request,response,expectation,label")
    if table:
        text = table.out
        w.check(rows[1]["inputs"]["query"] in text and rows[1]["outputs"]["response"] in text,
                "with request and response")
        w.check("Expected 2." in text, "with the expectation")
        w.equal(len(table.rows), 4, "one line per row")
        second = [line for line in table.rows if rows[1]["inputs"]["query"] in str(line.values())]
        w.check(len(second) == 1 and {"good", "bad"} <= set(second[0].values()),
                "with the verdict bad and the person's label good side by side")
    return "metrics recomputed by hand; the table is printed again by `runs show`"


@row("B16", "verdicts are logged to traces and rows")
def logged(w):
    support_store(w, 5, label=False)
    before = int(w.git("rev-list", "--count", "judge"))
    stored = w.data("evaluate", "--judge", "support_quality")
    w.equal(int(w.git("rev-list", "--count", "judge")) - before, 1, "an evaluation is one commit")
    w.equal([len(w.assessments(trace, "support_quality")) for trace in w.ids().values()], [1] * 5,
            "verdicts of an evaluation stand on the stored traces")
    verdict = w.assessments(w.ids()["q0"], "support_quality")[0]
    w.equal((verdict["run_id"], verdict["source"]["source_type"]), (stored["run"], "LLM_JUDGE"),
            "with run and source")
    rows = [dict(one, client_request_id=f"row-{n}") for n, one in enumerate(products(3, 70))]
    done = w.evaluate(rows, "--judge", "support_quality")
    listed = w.tries("verdicts on rows are listed", "verdicts", "list", "--run", done["run"], "--json")
    if listed:
        found = next(value for value in listed.json.values() if isinstance(value, list))
        w.equal(len(found), 3, "three verdicts on three rows")
        shown = [w.judge("trace", "show", one["trace_id"], "--json", code=None) for one in found]
        w.equal([one.code for one in shown], [0] * 3, "each on a trace that can be shown")
    return "on stored traces and on rows, with run and source"
