"""Guide A: labels of people, by hand and from files."""

from .rows import PRODUCT, is_good, labels, product_store, products, row


def counted(w, name):
    """The labels that count, by the trace's key."""
    keys = {trace: key for key, trace in w.ids().items()}
    return {keys[one["trace_id"]]: one["feedback"]["value"]
            for one in w.data("feedback", "list", "--name", name)["feedback"] if one["standing"] == "counts"}


@row("A5", "labels are matched by the judge's name")
def matched_by_name(w):
    product_store(w, 12, label=False)
    trace = w.ids()["q9"]
    added = w.judge("feedback", "add", trace, "--name", "Product_Quality", "--value", "good")
    w.check("Product_Quality" in added.err and "product_quality" in added.err,
            "`feedback add` says that no judge asks Product_Quality, and names the near one")
    file = w.jsonl("slip.jsonl", labels(3, "excellent", "poor", "Product_Quality"))
    imported = w.judge("feedback", "import", file)
    w.check("Product_Quality" in imported.said and "no judge" in imported.said, "`feedback import` says so too")
    none = w.judge("agreement", "product_quality", code=None)
    w.check(none.code == 3 and "product_quality" in none.err, "such labels do not count for product_quality")
    w.equal(len(w.data("feedback", "list", "--name", "Product_Quality")["feedback"]), 4, "and none is lost")
    w.judge("feedback", "import", w.jsonl("right.jsonl", labels(3, "excellent", "poor", "product_quality")))
    w.equal(w.data("agreement", "product_quality")["labels"], 3, "labels of the exact name count")
    return "the match is exact, and a slip is told at once"


@row("A8", "free categories in the instructions")
def free_categories(w):
    product_store(w, 6, label=False)
    w.provider.rule = lambda request: "fair"
    w.equal(w.data("run", "product_quality")["verdicts"], {"product_quality": {"fair": 6}},
            "the judge answers with a category of the instructions")
    result = w.provider.chats()[0].schema["properties"]["result"]
    w.equal(result.get("type"), "string", "its values are texts")
    free = w.judge("label", "product_quality", stdin="?\nq\nexcellent\n:q\n", code=None)
    w.equal(sorted(counted(w, "product_quality").values()), ["excellent"],
            "an answer is stored as a label, and `?` and `q` never are")
    w.check(all(value in free.err for value in ("excellent", "good", "fair", "poor")),
            "the command says that the instructions name four values")
    offered = w.tries("they are offered once confirmed", "label", "product_quality", "--choices", "named",
                      stdin="Excelent\n4\nq\n")
    if offered:
        w.check(all(value in offered.said for value in ("excellent", "good", "fair", "poor")), "as four choices")
        w.equal(sorted(counted(w, "product_quality").values()), ["excellent", "poor"],
                "4 is the fourth of them, and the slip Excelent is not stored")
    return "any text is an answer, or the four categories that the instructions name"


@row("A15", "label in a user interface", needs="page")
def interface(w):
    product_store(w, 4, label=False, options=("--values", "excellent,good,fair,poor"))
    w.judge("run", "product_quality", "--quiet")
    session = w.judge("label", "product_quality", stdin="1 It names the version.\n4 It does not.\nq\n")
    found = [one for one in w.data("feedback", "list", "--name", "product_quality")["feedback"]
             if one["standing"] == "counts"]
    w.equal(sorted((one["feedback"]["value"], one.get("rationale")) for one in found),
            [("excellent", "It names the version."), ("poor", "It does not.")], "`label` stores value and reason")
    w.equal({(one["source"]["source_type"], one["source"]["source_id"]) for one in found},
            {("HUMAN", "ann@example.org")}, "with the source HUMAN and the reviewer's address")
    first = session.said.split("You said")[0]
    w.check("Question" in first and "Because the rule says so" not in first,
            "it shows the trace, and no verdict before the answer")
    return "labels in the terminal; the page for browsers is still to come"


@row("A16", "labels by program")
def programmatic(w):
    product_store(w, 20, label=False)
    a = w.table("a.csv", ["client_request_id", "name", "value", "source_id"],
                [[f"q{n}", "product_quality", "excellent", "ann@example.org"] for n in range(20)])
    b = w.table("b.csv", ["client_request_id", "name", "value", "source_id"],
                [[f"q{n}", "product_quality", "poor", "ann@example.org"] for n in range(20)])
    w.equal(w.data("feedback", "import", a)["assessments"], 20, "a file of 20 labels is imported")
    w.equal(list(counted(w, "product_quality").values()), ["excellent"] * 20, "all of them count")
    w.equal(w.data("feedback", "import", a)["assessments"], 0, "twice adds nothing")
    corrected = w.judge("feedback", "import", b)
    w.equal(list(counted(w, "product_quality").values()), ["poor"] * 20, "the corrected file replaces all 20")
    w.check("20" in corrected.said and "correct" in corrected.said.lower(), "and the command says so")
    w.judge("feedback", "import", a, "--quiet")
    w.equal(list(counted(w, "product_quality").values()), ["poor"] * 20, "the old file again flips nothing back")
    trace = w.ids()["q7"]
    w.judge("feedback", "add", trace, "--name", "product_quality", "--value", "good", "--rationale", "A reason.",
            "--source-id", "bob@example.org", "--quiet")
    own = [one for one in w.assessments(trace) if one["source"]["source_id"] == "bob@example.org"]
    w.equal([(one["source"]["source_type"], one["feedback"]["value"], one["rationale"]) for one in own],
            [("HUMAN", "good", "A reason.")], "`feedback add` names source, value and reason")
    return "a corrected file replaces 20 of 20 labels"


@row("A17", "sources of assessments")
def sources(w):
    product_store(w, 7, label=False)
    given = ["human", "HUMAN", "AI_JUDGE", "LLM_JUDGE", "code", "SOURCE_TYPE_UNSPECIFIED", "Llm_Judge"]
    file = w.table("s.csv", ["client_request_id", "name", "value", "source_type", "source_id"],
                   [[f"q{n}", "product_quality", "good", kind, f"source-{n}"] for n, kind in enumerate(given)])
    w.judge("feedback", "import", file, code=None)
    found = {}
    for key, trace in w.ids().items():
        for one in w.assessments(trace):
            found[one["source"]["source_id"]] = one["source"]["source_type"]
    wanted = ["HUMAN", "HUMAN", "LLM_JUDGE", "LLM_JUDGE", "CODE", "SOURCE_TYPE_UNSPECIFIED", "LLM_JUDGE"]
    for n, (kind, stored) in enumerate(zip(given, wanted)):
        w.equal(found.get(f"source-{n}"), stored, f"{kind} is stored as {stored}")
    nobody = w.table("n.csv", ["client_request_id", "name", "value"], [["q1", "product_quality", "good"]])
    refused = w.judge("feedback", "import", nobody, code=None)
    w.check(refused.code == 3 and "source" in refused.said, "a label of nobody is refused, not given a source")
    return "upper and lower case, the older AI_JUDGE, and never a made-up source"


@row("A18", "best practices for labels")
def practices(w):
    w.store("practices", products(40))
    w.judge("new", "product_quality", "--instructions", PRODUCT, "--values", "excellent,good,fair,poor",
            "--pass", "excellent,good", "--model", "openai:/m", "--quiet")
    few = [dict(client_request_id=f"q{n}", name="product_quality", value="poor" if n < 4 else "excellent",
                source_id=person) for n in range(40) for person in ("ann@example.org", "bob@example.org")]
    w.judge("feedback", "import", w.jsonl("few.jsonl", few), "--quiet")
    report = w.data("agreement", "product_quality")
    told = " ".join(report["warnings"]).lower()
    w.equal(sorted(one["source_id"] for one in report["reviewers"]), ["ann@example.org", "bob@example.org"],
            "each reviewer is measured")
    w.near(report["observed_agreement"], 1.0, "and their agreement with each other")
    w.near(report["krippendorff_alpha"]["nominal"], 1.0, "with Krippendorff's alpha")
    w.check("fail" in told or "negative" in told or "10 %" in told, "few failing traces: warned")
    w.check("reason" in told or "rationale" in told, "rare reasons: warned")
    w.check("good" in told and "fair" in told, "values that nobody gave: warned")
    better = [dict(one, value="excellent" if is_good(n // 2) else "fair", rationale="It has a reason.")
              for n, one in enumerate(few)]
    w.judge("experiment", "create", "better", "--quiet")
    w.judge("trace", "import", w.jsonl("t.jsonl", products(40)), "--quiet")
    w.judge("new", "product_quality", "--instructions", PRODUCT, "--values", "excellent,fair",
            "--pass", "excellent", "--model", "openai:/m", "--quiet")
    w.judge("feedback", "import", w.jsonl("better.jsonl", better), "--quiet")
    quiet = " ".join(w.data("agreement", "product_quality")["warnings"]).lower()
    w.check("reason" not in quiet and "fail" not in quiet, "good labels get none of these warnings")
    return "few negatives, rare reasons and unused values are told"
