import time

import mlflow
from mlflow.entities import AssessmentSource

from checks import check, equal, raises
from client.common import client, flush, fresh_experiment, http, traced, unique

HUMAN = AssessmentSource("HUMAN", "ann@example.org")
MEMO = {}


def six():
    """Six traces in an experiment of their own, made once: even and odd, sessions s0 and s1."""
    if "six" not in MEMO:
        experiment = fresh_experiment("searching")
        ids = []
        for number in range(6):
            @mlflow.trace(name="even" if number % 2 == 0 else "odd", span_type="CHAIN" if number < 3 else "AGENT")
            def app(q):
                mlflow.update_current_trace(
                    tags={"n": str(q), "par": "even" if q % 2 == 0 else "odd", "dotted.key": f"d{q}"},
                    metadata={"mlflow.trace.session": f"s{q % 2}", "mlflow.trace.user": f"user{q % 3}"},
                    client_request_id=f"request-{experiment}-{q}")
                if q == 5:
                    raise ValueError("five")
                return f"answer {q}"

            try:
                app(number)
            except ValueError:
                pass
            flush()
            ids.append(mlflow.get_last_active_trace_id())
            time.sleep(0.01)
        MEMO["six"] = experiment, ids
    return MEMO["six"]


def numbers(condition=None, **options):
    experiment, ids = six()
    found = client().search_traces(locations=[experiment], filter_string=condition, **options)
    return [ids.index(t.info.trace_id) for t in found]


@check("without a filter all are found, newest first")
def _():
    equal(numbers(), [5, 4, 3, 2, 1, 0])


@check("by tag: equal, unequal, LIKE, ILIKE")
def _():
    equal(numbers("tags.par = 'even'"), [4, 2, 0])
    equal(numbers("tag.par = 'even'"), [4, 2, 0])
    equal(numbers("tags.par != 'even'"), [5, 3, 1])
    equal(numbers("tags.par LIKE 'ev%'"), [4, 2, 0])
    equal(numbers("tags.par ILIKE 'EV%'"), [4, 2, 0])
    equal(numbers("tags.par LIKE '%d'"), [5, 3, 1])


@check("by a tag whose key has a dot")
def _():
    equal(numbers("tags.`dotted.key` = 'd3'"), [3])


@check("by several conditions joined with AND")
def _():
    equal(numbers("tags.par = 'even' AND tags.n = '2'"), [2])
    equal(numbers("tags.par = 'even' AND trace.status = 'OK' AND tags.n != '0'"), [4, 2])
    equal(numbers("tags.par = 'even' AND tags.par = 'odd'"), [])


@check("by name")
def _():
    equal(numbers("trace.name = 'even'"), [4, 2, 0])
    equal(numbers("trace.name != 'even'"), [5, 3, 1])
    equal(numbers("trace.name LIKE 'o%'"), [5, 3, 1])
    equal(numbers("name = 'odd'"), [5, 3, 1])
    equal(numbers("attributes.name = 'odd'"), [5, 3, 1])


@check("by status")
def _():
    equal(numbers("trace.status = 'OK'"), [4, 3, 2, 1, 0])
    equal(numbers("trace.status = 'ERROR'"), [5])
    equal(numbers("status != 'OK'"), [5])
    equal(numbers("attributes.status = 'ERROR'"), [5])


@check("by status in a list")
def _():
    equal(numbers("trace.status IN ('OK','ERROR')"), [5, 4, 3, 2, 1, 0])


@check("by time")
def _():
    experiment, ids = six()
    moments = {i: mlflow.get_trace(t).info.request_time for i, t in enumerate(ids)}
    equal(numbers(f"trace.timestamp_ms >= {moments[4]}"), [5, 4])
    equal(numbers(f"timestamp_ms > {moments[4]}"), [5])
    equal(numbers(f"attributes.timestamp_ms < {moments[2]}"), [1, 0])
    equal(numbers(f"trace.timestamp <= {moments[0]}"), [0])
    equal(numbers(f"timestamp_ms > {moments[1]} AND timestamp_ms < {moments[4]}"), [3, 2])


@check("by duration")
def _():
    experiment = fresh_experiment()
    quick = traced("quick")
    with mlflow.start_span("slow") as span:
        time.sleep(0.3)
    flush()
    found = client().search_traces(locations=[experiment], filter_string="trace.execution_time_ms > 250")
    equal([t.info.trace_id for t in found], [span.trace_id])
    found = client().search_traces(locations=[experiment], filter_string="attributes.execution_time_ms < 250")
    equal([t.info.trace_id for t in found], [quick])


@check("by the id of the request")
def _():
    experiment, ids = six()
    equal(numbers(f"trace.client_request_id = 'request-{experiment}-3'"), [3])


@check("by the id of the trace")
def _():
    experiment, ids = six()
    equal(numbers(f"trace.request_id = '{ids[2]}'"), [2])


@check("by session, in backticks and in double quotes")
def _():
    equal(numbers("metadata.`mlflow.trace.session` = 's0'"), [4, 2, 0])
    equal(numbers('metadata."mlflow.trace.session" = \'s1\''), [5, 3, 1])
    equal(numbers("request_metadata.`mlflow.trace.session` = 's0'"), [4, 2, 0])


@check("by user")
def _():
    equal(numbers("metadata.`mlflow.trace.user` = 'user1'"), [4, 1])


@check("by run")
def _():
    experiment = fresh_experiment()
    with mlflow.start_run() as run:
        identity = traced()
    traced()
    found = client().search_traces(locations=[experiment], filter_string=f"attribute.run_id = '{run.info.run_id}'")
    equal([t.info.trace_id for t in found], [identity])
    found = mlflow.search_traces(locations=[experiment], run_id=run.info.run_id, return_type="list")
    equal([t.info.trace_id for t in found], [identity])


@check("by feedback and by expectation")
def _():
    experiment = fresh_experiment()
    good, bad, none = traced(), traced(), traced()
    mlflow.log_feedback(trace_id=good, name="quality", value="good", source=HUMAN)
    mlflow.log_feedback(trace_id=bad, name="quality", value="bad", source=HUMAN)
    mlflow.log_expectation(trace_id=bad, name="expected", value="yes", source=HUMAN)

    def ids(condition):
        return {t.info.trace_id for t in client().search_traces(locations=[experiment], filter_string=condition)}

    equal(ids("feedback.quality = 'good'"), {good})
    equal(ids("feedback.quality = 'bad'"), {bad})
    equal(ids("expectation.expected = 'yes'"), {bad})
    equal(ids("feedback.quality = 'good' AND expectation.expected = 'yes'"), set())
    equal(ids("feedback.quality = 'bad' AND expectation.expected = 'yes'"), {bad})
    equal(ids("feedback.quality IS NOT NULL"), {good, bad})
    equal(ids("feedback.quality IS NULL"), {none})


@check("by feedback that is a number or true")
def _():
    experiment = fresh_experiment()
    one, two = traced(), traced()
    mlflow.log_feedback(trace_id=one, name="ok", value=True, source=HUMAN)
    mlflow.log_feedback(trace_id=two, name="ok", value=False, source=HUMAN)

    def ids(condition):
        return {t.info.trace_id for t in client().search_traces(locations=[experiment], filter_string=condition)}

    equal(ids("feedback.ok = 'true'"), {one})
    equal(ids("feedback.ok = 'false'"), {two})


@check("by the name and the type of a span")
def _():
    equal(numbers("span.name = 'even'"), [4, 2, 0])
    equal(numbers("span.type = 'AGENT'"), [5, 4, 3])
    equal(numbers("span.name LIKE 'ev%' AND span.type = 'CHAIN'"), [2, 0])


@check("by the status of a span")
def _():
    equal(numbers("span.status = 'ERROR'"), [5])


@check("by text in the trace")
def _():
    equal(numbers("trace.text LIKE '%answer 3%'"), [3])


@check("values may stand in double quotes, and operators in small letters")
def _():
    equal(numbers('tags.par = "even" and tags.n = "4"'), [4])
    equal(numbers("tags.par like 'ev%'"), [4, 2, 0])


@check("a value with an apostrophe, a percent sign and blanks")
def _():
    experiment = fresh_experiment()
    identity = traced()
    mlflow.set_trace_tag(identity, "note", "it's 100% done  now")
    traced()
    found = client().search_traces(locations=[experiment], filter_string='tags.note = "it\'s 100% done  now"')
    equal([t.info.trace_id for t in found], [identity])


@check("in the order of time, both ways")
def _():
    equal(numbers(order_by=["timestamp_ms ASC"]), [0, 1, 2, 3, 4, 5])
    equal(numbers(order_by=["timestamp_ms DESC"]), [5, 4, 3, 2, 1, 0])
    equal(numbers(order_by=["timestamp ASC"]), [0, 1, 2, 3, 4, 5])


@check("in the order of a tag and of the status")
def _():
    equal(numbers(order_by=["tags.n ASC"]), [0, 1, 2, 3, 4, 5])
    equal(numbers(order_by=["status ASC", "timestamp_ms ASC"]), [5, 0, 1, 2, 3, 4])


@check("in the order of the duration")
def _():
    experiment = fresh_experiment()
    waits = {}
    for seconds in (0.2, 0.0, 0.1):
        with mlflow.start_span("s") as span:
            time.sleep(seconds)
        waits[span.trace_id] = seconds
    flush()
    found = client().search_traces(locations=[experiment], order_by=["execution_time_ms DESC"])
    equal([waits[t.info.trace_id] for t in found], [0.2, 0.1, 0.0])


@check("in pages of two, each trace once, and a token that ends")
def _():
    experiment, ids = six()
    token, seen = None, []
    for _ in range(5):
        page = client().search_traces(locations=[experiment], max_results=2, page_token=token,
                                      order_by=["timestamp_ms ASC"])
        seen += [t.info.trace_id for t in page]
        token = page.token
        if not token:
            break
    equal(seen, ids)


@check("a last page that is full has no token", ours="MLflow 3.17.2 issued one; 3.18.0 does not")
def _():
    experiment, ids = six()
    equal(client().search_traces(locations=[experiment], max_results=6).token, None)
    page = client().search_traces(locations=[experiment], max_results=3)
    equal(client().search_traces(locations=[experiment], max_results=3, page_token=page.token).token, None)


@check("pages go on with the same filter")
def _():
    experiment, ids = six()
    first = client().search_traces(locations=[experiment], filter_string="tags.par = 'odd'", max_results=2)
    second = client().search_traces(locations=[experiment], filter_string="tags.par = 'odd'", max_results=2,
                                    page_token=first.token)
    equal([ids.index(t.info.trace_id) for t in [*first, *second]], [5, 3, 1])


@check("max_results limits the result")
def _():
    equal(numbers(max_results=3), [5, 4, 3])


@check("spans are left out if the program does not want them")
def _():
    experiment, ids = six()
    for trace in client().search_traces(locations=[experiment], include_spans=False):
        equal(trace.data.spans, [])


@check("the result has spans, tags and assessments")
def _():
    experiment = fresh_experiment()
    identity = traced(outputs="x")
    mlflow.log_feedback(trace_id=identity, name="quality", value="good", source=HUMAN)
    found = mlflow.search_traces(locations=[experiment], return_type="list")[0]
    equal(found.data.spans[0].outputs, "x")
    equal([(a.name, a.value) for a in found.info.assessments], [("quality", "good")])


@check("as a table")
def _():
    experiment, ids = six()
    table = mlflow.search_traces(locations=[experiment], order_by=["timestamp_ms ASC"])
    equal(list(table["trace_id"]), ids)
    for column in ("request", "response", "state", "request_time", "execution_duration", "tags", "spans", "assessments"):
        assert column in table.columns, (column, list(table.columns))
    equal(table["response"][0], "answer 0")


@check("in two experiments at once")
def _():
    experiment, ids = six()
    other = fresh_experiment()
    identity = traced()
    found = client().search_traces(locations=[experiment, other])
    equal({t.info.trace_id for t in found}, {*ids, identity})


@check("by the older parameter experiment_ids")
def _():
    experiment, ids = six()
    import warnings

    warnings.simplefilter("ignore")
    found = mlflow.search_traces(experiment_ids=[experiment], max_results=10, return_type="list")
    equal([t.info.trace_id for t in found], ids[::-1])


@check("of a session, through mlflow.search_sessions")
def _():
    experiment, ids = six()
    sessions = mlflow.search_sessions(locations=[experiment])
    found = sorted(sorted(ids.index(t.info.trace_id) for t in session) for session in sessions)
    equal(found, [[0, 2, 4], [1, 3, 5]])


@check("an experiment without traces gives an empty list")
def _():
    experiment = fresh_experiment()
    equal(list(client().search_traces(locations=[experiment])), [])


@check("230 traces come in pages of 100, whatever the program asks for")
def _():
    experiment = fresh_experiment()

    @mlflow.trace
    def app(n):
        return n

    for number in range(230):
        app(number)
    flush()
    found = mlflow.search_traces(locations=[experiment], return_type="list", max_results=1000)
    equal(sorted(t.data.spans[0].outputs for t in found), list(range(230)))
    equal(len(mlflow.search_traces(locations=[experiment], return_type="list", max_results=150)), 150)


@check("a filter that cannot be read fails with INVALID_PARAMETER_VALUE")
def _():
    experiment, ids = six()
    for condition in ("nonsense ==== 3", "unknown_key = 'x'", "tags.a = "):
        raises("INVALID_PARAMETER_VALUE", client().search_traces, locations=[experiment], filter_string=condition)


@check("an order that cannot be read fails with INVALID_PARAMETER_VALUE")
def _():
    experiment, ids = six()
    raises("INVALID_PARAMETER_VALUE", client().search_traces, locations=[experiment], order_by=["nonsense_key ASC"])


@check("a page token that is not one fails at once")
def _():
    experiment, ids = six()
    raises("INVALID_PARAMETER_VALUE", client().search_traces, locations=[experiment], page_token="!!!")


@check("more than 500 results a page are refused or given, not cut silently")
def _():
    experiment, ids = six()
    answer = http("POST", "/api/3.0/mlflow/traces/search", {
        "locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}}],
        "max_results": 501})
    assert answer.status_code in (200, 400), answer.status_code
    if answer.status_code == 200:
        equal(len(answer.json()["traces"]), 6)


@check("batchGet returns the traces that exist, with spans")
def _():
    experiment, ids = six()
    query = "&".join(f"trace_ids={i}" for i in [ids[0], "tr-" + "2" * 32, ids[3]])
    answer = http("GET", "/api/3.0/mlflow/traces/batchGet?" + query)
    equal(answer.status_code, 200)
    found = {t["trace_info"]["trace_id"]: len(t["spans"]) for t in answer.json()["traces"]}
    equal(found, {ids[0]: 1, ids[3]: 1})


@check("a deleted trace is not found")
def _():
    experiment = fresh_experiment()
    kept, gone = traced(), traced()
    client().delete_traces(experiment, trace_ids=[gone])
    equal([t.info.trace_id for t in client().search_traces(locations=[experiment])], [kept])
