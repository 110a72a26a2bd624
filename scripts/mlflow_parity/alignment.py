"""Guide A: aligning a judge and proving the gain."""

import re

from .rows import PRODUCT, is_good, labels, mlflow_trace, product, product_store, products, row, taught


@row("A1", "verdicts, human labels, then align and register")
def three_steps(w):
    product_store(w, 50)
    first = w.data("run", "product_quality")
    w.equal((first["n"], first["errors"]), (50, 0), "the base judge gives 50 verdicts")
    aligned = w.data("align", "product_quality")
    w.equal(aligned["improved"], True, "the aligned judge is proved better")
    base, after = aligned["base"]["accuracy"], aligned["aligned"]["accuracy"]
    w.near(after, 1.0, "the aligned judge agrees with people on the whole test set")
    w.check(base <= 0.75 and after / base - 1 >= 0.3, "agreement rises by 30 % or more")
    w.near(aligned["relative_accuracy_gain"], after / base - 1, "the printed gain is the one of the figures")
    registered = w.data("register", "product_quality")
    w.equal(registered["version"], 2, "the aligned judge becomes version 2")
    w.check(registered["tag"] in w.git("tag", "--list").split(), "version 2 is a git tag")
    # A built-in judge is aligned in the same way.
    w.judge("feedback", "import", w.jsonl("r.jsonl", labels(50, "yes", "no", "relevance_to_query")), "--quiet")
    w.provider.rule = taught("yes", "no")
    w.judge("new", "relevance_to_query", "--builtin", "relevance_to_query", "--model", "openai:/m", "--quiet")
    built_in = w.data("align", "relevance_to_query")
    w.equal(built_in["improved"], True, "a built-in judge is aligned too")
    seen = {"product_quality": aligned, "relevance_to_query": built_in}
    if w.simulated:
        seen["support_quality"] = simulated(w)
    return "test set " + ", ".join(
        f"{one['base']['accuracy']:.2f} → {one['aligned']['accuracy']:.2f} ({name})" for name, one in seen.items())


def simulated(w):
    """The same with the project's simulated model, whose three reviewers do not always agree."""
    corpus = w.run([w.simulated, "--corpus", "63", "--seed", "3"]).out
    w.judge("experiment", "create", "support", "--quiet")
    w.judge("trace", "import", w.write("corpus.jsonl", corpus), "--quiet")
    with w.simulated_model() as url:
        there = {"OPENAI_BASE_URL": url}
        w.judge("new", "support_quality", "--instructions", "Is {{ outputs }} a good answer to {{ inputs }}?",
                "--values", "yes,no", "--pass", "yes", "--model", "openai:/simulated", "--quiet")
        w.equal(w.data("run", "support_quality", env=there)["n"], 63, "the simulated model judges 63 traces")
        aligned = w.data("align", "support_quality", env=there)
    w.equal(aligned["improved"], True, "a judge on the simulated model is proved better too")
    w.check(aligned["aligned"]["accuracy"] >= aligned["base"]["accuracy"] * 1.3, "by 30 % or more")
    return aligned


@row("A14", "10 labeled traces are enough to align")
def ten_traces(w):
    found = []
    product_store(w, 24, share=0, instructions=None, label=False)

    def align(name, count):
        w.judge("new", name, "--instructions", PRODUCT, "--model", "openai:/gpt-4.1-mini", "--quiet")
        w.judge("feedback", "import",
                w.jsonl(f"{name}.jsonl", labels(count, "excellent", "poor", name)), "--quiet")
        return w.data("align", name)

    for name, count in (("product_quality", 10), ("quality_11", 11), ("quality_15", 15), ("quality_24", 24)):
        aligned = align(name, count)
        w.equal(aligned["improved"], True, f"{count} labeled traces prove a judge that learned the rule")
        if aligned["improved"]:
            w.equal(w.data("register", name)["version"], 2, f"with {count} labels, version 2 is registered")
        found.append(f"{count} labels: {aligned['split']['train']} to learn from, "
                     + ("improved" if aligned["improved"] else "no gain"))
    # Of ten labels, chance can leave too few to learn from; then the command says how many are missing.
    few = align("relevance_to_query", 10)
    w.check(few["improved"] is False and few["split"]["train"] == 4 and few["selection"]["more_labels"] > 0,
            "if ten labels leave four to learn from, it says how many more are needed")
    w.judge("new", "unlabelled", "--instructions", PRODUCT, "--model", "openai:/m", "--quiet")
    none = w.judge("align", "unlabelled", code=None)
    w.check(none.code == 3 and "label" in none.err, "a question without labels is refused")
    return "; ".join(found)


@row("A20", "align with the default optimizer")
def default_optimizer(w):
    product_store(w, 50)
    aligned = w.data("align", "product_quality")
    w.equal(aligned["optimizer"], "memalign", "the default is MemAlign")
    w.equal(aligned["guidelines"], 1, "it learned one guideline")
    w.check(aligned["examples"] >= 20, "it keeps the labeled cases of the training set")
    w.equal(w.provider.embeddings(), [], "without an embedding model, cases are compared by words, offline")
    w.judge("register", "product_quality", "--quiet")
    w.provider.forget()
    asked = w.data("ask", "product_quality@v2", "--inputs",
                   '{"query": "Question 91: does the laptop in room 637 print photos?"}', "--outputs",
                   '{"response": "Yes, the laptop v9.9 does so since order 1183."}')
    w.equal(asked["value"], "excellent", "the aligned judge follows the guideline")
    chats = w.provider.chats()
    w.check(len(chats) == 1 and "An answer without a version number is poor" in chats[0].texts[0],
            "the guideline stands in the prompt")
    w.equal(len(re.findall(r"Example \d+, judged by people", chats[0].prompt)), 5,
            "five similar labeled cases stand in the prompt")
    return "MemAlign: a guideline and five similar cases enter the prompt"


@row("A21", "align with any optimizer")
def any_optimizer(w):
    product_store(w, 30, share=0)
    w.program("first-reasons.py", PROGRAM)
    # Each optimizer has a question of its own, so that none pays for the looks of another.
    found = []
    for optimizer in ("memalign", "gepa", "few-shot", "calibration", "simba", "./first-reasons.py"):
        name = "by_" + re.sub(r"\W", "_", optimizer)
        values = ("--values", "excellent,poor") if optimizer == "calibration" else ()
        w.judge("new", name, "--instructions", "Good? {{ inputs }} {{ outputs }}", *values,
                "--model", "openai:/gpt-4.1-mini", "--quiet")
        w.judge("feedback", "import",
                w.jsonl("l.jsonl", labels(30, "excellent", "poor", name)), "--quiet")
        extra = ("--set", "max_steps=1", "--set", "num_candidates=3") if optimizer == "simba" else ()
        aligned = w.data("align", name, "--optimizer", optimizer, *extra)
        w.equal(aligned["improved"], True, f"{optimizer} improves the judge")
        found.append(optimizer)
    w.equal(w.judge("align", "by_gepa", "--optimizer", "bayes", code=None).code, 2,
            "an optimizer that does not exist is refused")
    w.judge("new", "ranked", "--instructions", "Ranked? {{ inputs }} {{ outputs }}", "--model",
            "openai:/gpt-4.1-mini", "--quiet")
    w.judge("feedback", "import", w.jsonl("l.jsonl", labels(30, "excellent", "poor", "ranked")), "--quiet")
    ranked = w.data("align", "ranked", "--compare", "memalign,few-shot")
    w.equal((sorted(one["optimizer"] for one in ranked["optimizers"]), ranked["winner"]),
            (["few-shot", "memalign"], ranked["optimizers"][0]["optimizer"]), "--compare ranks two of them")
    return "improved by " + ", ".join(found)


PROGRAM = '''import json, sys
given = json.load(sys.stdin)
judge = given["judge"]
for example in given["examples"]:
    reason = (example["votes"][0].get("rationale") or "").strip()
    if example.get("verdict") != example["label"] and reason:
        text = judge["instructions"] + " Experts say: " + reason + " Without a version number: poor."
        judge["instructions"] = text
        break
print(json.dumps({"judge": judge}))
'''


@row("A22", "MemAlign's parameters")
def parameters(w):
    product_store(w, 50)
    aligned = w.data(
        "align", "product_quality", "--optimizer", "memalign", "--set", "reflection_lm=openai:/reflector",
        "--set", "retrieval_k=3", "--set", "embedding_model=openai:/embedder", "--set", "embedding_dim=16")
    w.equal(aligned["improved"], True, "MemAlign with all parameters improves the judge")
    reflections = [one for one in w.provider.chats() if "guidelines" in (one.schema.get("properties") or {})]
    w.check(reflections and {one.model for one in reflections} == {"reflector"},
            "reflection_lm writes the guidelines")
    vectors = w.provider.embeddings()
    w.check(vectors and {one.body["model"] for one in vectors} == {"embedder"},
            "embedding_model embeds the cases")
    texts = [text for one in vectors for text in
             (one.body["input"] if isinstance(one.body["input"], list) else [one.body["input"]])]
    w.equal(len(texts), len(set(texts)), "no text is embedded twice")
    w.judge("register", "product_quality", "--quiet")
    retrieval = w.data("show", "product_quality@v2")["retrieval"]
    w.equal((retrieval.get("embedding_dim"), retrieval.get("k"), retrieval.get("embedding_model")),
            (16, 3, "openai:/embedder"), "the version keeps the parameters")
    w.provider.forget()
    w.judge("ask", "product_quality@v2", "--inputs",
            '{"query": "Question 91: does the laptop in room 637 print photos?"}', "--outputs",
            '{"response": "Yes, the laptop v9.9 does so since order 1183."}')
    w.equal(len(re.findall(r"Example \d+, judged by people", w.provider.chats()[0].prompt)), 3,
            "retrieval_k=3 shows three cases")
    refused = w.judge("align", "product_quality", "--set", "foo=1", code=None)
    w.check(refused.code in (2, 3) and "foo" in refused.err and "retrieval_k" in refused.err,
            "a parameter that does not exist is refused by name")
    w.provider.forget()
    w.judge("align", "product_quality@v1", "--set", "model=openai:/other")
    w.check("other" in {one.model for one in w.provider.chats()}, "the guide's `model=` is reflection_lm")
    return f"reflector asked {len(reflections)} times, {len(texts)} texts embedded once each"


@row("A23", "register under a name, with tags")
def register_as(w):
    product_store(w, 50)
    w.judge("run", "product_quality", "--quiet")
    w.judge("align", "product_quality", "--quiet")
    registered = w.data("register", "product_quality", "--as", "product_quality_aligned", "--tag",
                        "alignment_date=2025-10-23", "--tag", "num_traces=50")
    w.equal((registered["judge"], registered["version"]), ("product_quality_aligned", 1),
            "it is version 1 of the new name")
    message = w.git("tag", "-l", "--format=%(contents)", registered["tag"])
    w.check(re.search(r"alignment_date\s*[:=]?\s*2025-10-23", message) and re.search(
        r"num_traces\s*[:=]?\s*50", message), "both tags stand in the git tag's message")
    version = w.data("log", "product_quality_aligned")["versions"][0]
    w.equal(version["tags"], {"alignment_date": "2025-10-23", "num_traces": "50"}, "the log has both tags")
    w.data("run", "product_quality_aligned")
    trace = w.ids()["q1"]
    names = sorted(one["assessment_name"] for one in w.assessments(trace)
                   if one["source"]["source_type"] == "LLM_JUDGE")
    w.equal(names, ["product_quality", "product_quality_aligned"], "each verdict has its judge's name")
    listed = w.data("trace", "list", "--where", "feedback.product_quality_aligned IS NOT NULL")["traces"]
    w.equal(len(listed), 50, "a search finds the verdicts under the new name")
    run = w.data("runs", "list")["runs"][0]
    w.check(any(key.startswith("product_quality_aligned/") for key in run["metrics"]),
            "the run's metrics have the new name")
    agreement = w.data("agreement", "product_quality_aligned", "--open-test")
    judges = {one["version"]: one["accuracy"] for one in agreement["judges"]}
    w.check(judges.get("product_quality_aligned@v1") == 1.0, "the labels of product_quality still measure it")
    return "name, tags, verdicts, search and metrics are product_quality_aligned"


@row("A24", "alignment tells its steps")
def verbose(w):
    product_store(w, 50)
    outcome = w.judge("align", "product_quality", "--verbose")
    w.check("An answer without a version number is poor" in outcome.err, "each guideline is printed")
    w.check("distil" in outcome.err.lower() and len(outcome.err.splitlines()) >= 4, "so are the steps")
    w.check("An answer without" not in w.judge("align", "product_quality").err,
            "without --verbose they are not printed")
    return f"--verbose prints {len(outcome.err.splitlines())} lines of steps"


@row("A25", "agreement before and after, counted")
def validation(w):
    product_store(w, 50)
    aligned = w.data("align", "product_quality")
    w.judge("register", "product_quality", "--quiet")
    w.judge("run", "product_quality@v1", "product_quality@v2", "--quiet")
    # The guide's function: for each labeled trace, does the verdict equal the person's value?
    right = {1: 0, 2: 0}
    hashes = {one["hash"]: one["version"] for one in w.data("log", "product_quality")["versions"]}
    numbers = {trace: int(key[1:]) for key, trace in w.ids().items()}
    for verdict in w.data("verdicts", "list", "--name", "product_quality")["verdicts"]:
        value = "excellent" if is_good(numbers[verdict["trace_id"]]) else "poor"
        right[hashes[verdict["judge"]]] += verdict["feedback"]["value"] == value
    w.equal(right, {1: 20, 2: 50}, "20 of 50 and 50 of 50 verdicts are right, counted from the store")
    w.near(aligned["original_accuracy"], 20 / 50, "original_accuracy is 0.4")
    w.near(aligned["aligned_accuracy"], 50 / 50, "aligned_accuracy is 1")
    w.near(aligned["improvement"], 30 / 50, "improvement is 0.6")
    low, high = aligned["aligned"]["accuracy_interval"]
    w.check(0 < low < 1 and high == 1 and aligned["selection"]["difference_lower_95"] > 0,
            "with intervals, and a gain that is more than luck")
    w.check(aligned["aligned"]["n"] >= 10 and aligned["aligned"]["n"] < 50,
            "the gain is decided and reported on cases that alignment never saw")
    return f"0.4 → 1.0 on all 50; test set of {aligned['aligned']['n']} apart"


@row("A27", "an optimizer of one's own")
def own_optimizer(w):
    product_store(w, 50, share=0)
    command = w.program("my_optimizer.py", PROGRAM)
    aligned = w.data("align", "product_quality", "--optimizer", command)
    w.equal((aligned["improved"], aligned["program"]), (True, "./my_optimizer.py"), "its judge is proved better")
    w.equal(w.data("register", "product_quality")["version"], 2, "its judge is version 2")
    shown = w.data("show", "product_quality@v2")
    w.check("Experts say:" in shown["instructions"], "the instructions are the program's")
    log = w.data("log", "product_quality")["versions"][0]
    w.equal(log["program"], "./my_optimizer.py", "the report card names the program")
    w.program("broken.py", "import sys\nsys.exit('no idea')\n")
    broken = w.judge("align", "product_quality", "--optimizer", "./broken.py", code=None)
    w.check(broken.code == 3 and "no idea" in broken.err, "a program that fails is an error with its words")
    return "a Python program improves the judge, and the card names it"


@row("A28", "judges of sessions are not aligned")
def sessions(w):
    product_store(w, 12)
    w.git("config", "judge.model", "openai:/gpt-4.1-mini")
    for name in ("conversation_completeness", "ConversationCompleteness"):
        outcome = w.judge("align", name, code=None)
        w.check(outcome.code == 3 and "session" in outcome.err.lower(), f"{name} is refused with the reason")
    w.judge("new", "cc", "--instructions", "Is {{ conversation }} complete?", "--values", "yes,no", "--model",
            "openai:/m", "--quiet")
    outcome = w.judge("align", "cc", code=None)
    w.check(outcome.code == 3 and "session" in outcome.err.lower(),
            "a judge of one's own with {{ conversation }} is refused too")
    return "refused with the reason, exit code 3"


@row("A29", "judges with expectations and of traces are aligned")
def expectations(w):
    traces = [dict(one, expectations={"expected_response": f"It does, says note {n}."})
              for n, one in enumerate(products(40))]
    w.store("expectations", traces)
    w.provider.rule = taught("yes", "no")
    w.judge("new", "correctness", "--builtin", "correctness", "--model", "openai:/m", "--quiet")
    w.judge("feedback", "import", w.jsonl("l.jsonl", labels(40, "yes", "no", "correctness")), "--quiet")
    aligned = w.data("align", "correctness")
    w.equal(aligned["improved"], True, "correctness, which needs expectations, is aligned")
    case = [one for one in w.provider.chats() if "says note 3." in one.case]
    w.check(case, "its prompt has the expected response")
    # A judge of whole traces.
    spans = []
    for n in range(30):
        item = mlflow_trace(f"tr-{n:032x}", f"Question {n}: which?", "Answer" + (" v1.2" if is_good(n) else " it"))
        item["info"]["client_request_id"] = f"q{n}"
        spans.append(item)
    w.judge("experiment", "create", "traces", "--quiet")
    w.judge("trace", "import", w.jsonl("spans.jsonl", spans), "--quiet")

    def good(request):
        return "yes" if " v1.2" in request.case else "no"

    rule = taught("yes", "no")
    rule.right = good
    rule.mistaken = lambda request: "no" if good(request) == "yes" else "yes"
    w.provider.rule = rule
    w.judge("new", "helpful", "--instructions", "Is the answer of {{ trace }} helpful?", "--values", "yes,no",
            "--pass", "yes", "--model", "openai:/m", "--quiet")
    w.judge("feedback", "import", w.jsonl("h.jsonl", labels(30, "yes", "no", "helpful")), "--quiet")
    aligned = w.data("align", "helpful")
    w.equal(aligned["improved"], True, "a {{ trace }} judge is aligned")
    return "correctness and a {{ trace }} judge improve"


@row("A30", "monitoring in production, and judges of code")
def monitoring(w):
    product_store(w, 30, share=5, options=("--values", "excellent,good,fair,poor", "--pass", "excellent,good"))
    first = w.data("run", "product_quality", "--new")
    w.equal(first["n"], 30, "the first job judges all 30 traces")
    # Three releases, of which the second names no version.
    later = [dict(product(n, not 113 <= n < 127), client_request_id=f"new-{n}",
                  tags={"release": "one" if n < 113 else "two" if n < 127 else "three"})
             for n in range(100, 140)]
    w.judge("trace", "import", w.jsonl("later.jsonl", later), "--quiet")
    w.provider.forget()
    sample = w.data("run", "product_quality", "--new", "--sample", "0.5")
    w.check(0 < sample["n"] < 40, "--sample takes a part of the new traces")
    w.equal(len(w.provider.chats()), sample["n"], "nothing that has a verdict is asked again")
    rest = w.data("run", "product_quality", "--new")
    w.equal(sample["n"] + rest["n"], 40, "the next job takes the rest")
    w.equal(w.data("run", "product_quality", "--new")["n"], 0, "then there is nothing to do")
    report = w.data("monitor", "product_quality")
    w.equal(report["all"]["judged"], 70, "monitor counts 70 verdicts")
    w.near(report["all"]["pass_rate"], 41 / 70, "its pass rate is 41 of 70")
    w.near(report["all"]["agreement"], 1.0, "it shows the agreement with the 30 labels")
    drift = w.judge("monitor", "product_quality", "--by", "release", "--reference", "one", "--window", "two", "--json",
                    code=None)
    w.check(drift.code == 1 and drift.json["drift"]["drifted"] is True,
            "a release whose answers all fail is a drift, exit code 1")
    same = w.judge("monitor", "product_quality", "--by", "release", "--reference", "one", "--window", "three",
                   code=None)
    w.check(same.code == 0, "a release like the reference is none")
    w.judge("alias", "product_quality@v1", "production", "--allow-unfit", "--quiet")
    w.equal(w.data("run", "product_quality@production", "--new")["n"], 0, "a job can name an alias, which can move")
    command = w.program("short.py", "import json, sys\nrow = json.load(sys.stdin)\n"
                        "print(json.dumps(len(row['outputs']['response']) < 50))\n")
    w.judge("new", "short", "--exec", command, "--quiet")
    wanted = sum(len(one["outputs"]["response"]) < 50 for one in products(30) + later)
    w.equal(w.data("run", "short")["verdicts"]["short"].get("true"), wanted, "a judge of code gives its values")
    return "new traces once each, half of them by --sample; monitor finds the release that drifted"
