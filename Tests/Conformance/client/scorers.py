import json
import time
from typing import Literal

import mlflow
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import (
    Correctness, ExpectationsGuidelines, Guidelines, RelevanceToQuery, Safety, delete_scorer, get_scorer, list_scorers, scorer)

from checks import Skip, check, contains, equal, raises
from client.common import fresh_experiment, http, unique

TONE = "Is {{ outputs }} a kind answer to {{ inputs }}?"


def tone(name="tone", instructions=TONE, **options):
    options.setdefault("feedback_value_type", Literal["kind", "cold"])
    return make_judge(name=name, instructions=instructions, model="openai:/gpt-4o-mini", **options)


def listed(experiment):
    from mlflow.genai.scorers.registry import list_scorers

    return {s.name: s for s in list_scorers(experiment_id=experiment)}


def register_raw(experiment, name, payload):
    text = payload if isinstance(payload, str) else json.dumps(payload)
    answer = http("POST", "/api/3.0/mlflow/scorers/register",
                  {"experiment_id": experiment, "name": name, "serialized_scorer": text})
    equal(answer.status_code, 200, answer.text)
    return answer.json()


def raw(experiment, name, version=None):
    query = f"experiment_id={experiment}&name={name}" + (f"&version={version}" if version else "")
    answer = http("GET", "/api/3.0/mlflow/scorers/get?" + query)
    equal(answer.status_code, 200, answer.text)
    return answer.json()["scorer"]


@check("a judge is registered, and get_scorer returns it")
def _():
    experiment = fresh_experiment()
    tone().register(experiment_id=experiment)
    found = get_scorer(name="tone", experiment_id=experiment)
    equal((found.name, found.instructions, found.model), ("tone", TONE, "openai:/gpt-4o-mini"))


@check("the allowed values of a judge are kept, in their order")
def _():
    experiment = fresh_experiment()
    tone(feedback_value_type=Literal["z", "a", "m"]).register(experiment_id=experiment)
    payload = json.loads(raw(experiment, "tone")["serialized_scorer"])
    equal(payload["instructions_judge_pydantic_data"]["feedback_value_type"]["enum"], ["z", "a", "m"])


@check("every type of value: text, int, float, bool, list, map, or nothing")
def _():
    experiment = fresh_experiment()
    kinds = {"s": str, "i": int, "f": float, "b": bool, "l": list[str], "d": dict[str, float], "o": int | None,
             "li": Literal[1, 2, 3], "one": Literal["only"]}
    for name, kind in kinds.items():
        before = tone(name=name, feedback_value_type=kind)
        before.register(experiment_id=experiment)
        found = get_scorer(name=name, experiment_id=experiment)
        equal(found.model_dump()["instructions_judge_pydantic_data"],
              before.model_dump()["instructions_judge_pydantic_data"], name)
    equal(set(listed(experiment)), set(kinds))


@check("description, inference parameters and order of the rationale are kept")
def _():
    experiment = fresh_experiment()
    before = tone(description="Kind or cold", inference_params={"temperature": 0.2, "max_tokens": 50},
                  generate_rationale_first=True)
    before.register(experiment_id=experiment)
    found = get_scorer(name="tone", experiment_id=experiment)
    equal(found.description, "Kind or cold")
    equal(found.model_dump(), before.model_dump())


@check("registering again makes the next version, and the newest is returned")
def _():
    experiment = fresh_experiment()
    for number in (1, 2, 3):
        tone(instructions=f"v{number} {{{{ outputs }}}}").register(experiment_id=experiment)
    equal(get_scorer(name="tone", experiment_id=experiment).instructions, "v3 {{ outputs }}")
    equal(get_scorer(name="tone", experiment_id=experiment, version=1).instructions, "v1 {{ outputs }}")
    from mlflow.genai.scorers.registry import list_scorer_versions

    versions = list_scorer_versions(name="tone", experiment_id=experiment)
    equal([(s.instructions, v) for s, v in versions],
          [("v1 {{ outputs }}", 1), ("v2 {{ outputs }}", 2), ("v3 {{ outputs }}", 3)])


@check("registering the same judge twice makes two versions")
def _():
    experiment = fresh_experiment()
    tone().register(experiment_id=experiment)
    tone().register(experiment_id=experiment)
    equal(raw(experiment, "tone")["scorer_version"], 2)


@check("a judge is registered under another name")
def _():
    experiment = fresh_experiment()
    tone().register(name="tone_aligned", experiment_id=experiment)
    equal(get_scorer(name="tone_aligned", experiment_id=experiment).instructions, TONE)
    raises("RESOURCE_DOES_NOT_EXIST", get_scorer, name="tone", experiment_id=experiment)


@check("the list has the newest version of each name")
def _():
    experiment = fresh_experiment()
    tone("a", "a1 {{ outputs }}").register(experiment_id=experiment)
    tone("a", "a2 {{ outputs }}").register(experiment_id=experiment)
    tone("b", "b1 {{ outputs }}").register(experiment_id=experiment)
    equal({n: s.instructions for n, s in listed(experiment).items()}, {"a": "a2 {{ outputs }}", "b": "b1 {{ outputs }}"})


@check("the list of an experiment without scorers is empty")
def _():
    equal(list_scorers(experiment_id=fresh_experiment()), [])


@check("two experiments have their own judges of one name")
def _():
    first, second = fresh_experiment(), fresh_experiment()
    tone(instructions="one {{ outputs }}").register(experiment_id=first)
    tone(instructions="two {{ outputs }}").register(experiment_id=second)
    equal(get_scorer(name="tone", experiment_id=first).instructions, "one {{ outputs }}")
    equal(get_scorer(name="tone", experiment_id=second).instructions, "two {{ outputs }}")


@check("the experiment is the active one if none is given")
def _():
    fresh_experiment()
    tone().register()
    equal(get_scorer(name="tone").instructions, TONE)


@check("one version is deleted, the others stay")
def _():
    experiment = fresh_experiment()
    for number in (1, 2, 3):
        tone(instructions=f"v{number} {{{{ outputs }}}}").register(experiment_id=experiment)
    delete_scorer(name="tone", experiment_id=experiment, version=2)
    raises("RESOURCE_DOES_NOT_EXIST", get_scorer, name="tone", experiment_id=experiment, version=2)
    equal(get_scorer(name="tone", experiment_id=experiment, version=1).instructions, "v1 {{ outputs }}")
    equal(get_scorer(name="tone", experiment_id=experiment).instructions, "v3 {{ outputs }}")


@check("all versions are deleted")
def _():
    experiment = fresh_experiment()
    tone().register(experiment_id=experiment)
    tone().register(experiment_id=experiment)
    delete_scorer(name="tone", experiment_id=experiment, version="all")
    raises("RESOURCE_DOES_NOT_EXIST", get_scorer, name="tone", experiment_id=experiment)
    equal(list_scorers(experiment_id=experiment), [])


@check("a name or a version that does not exist fails with RESOURCE_DOES_NOT_EXIST")
def _():
    experiment = fresh_experiment()
    tone().register(experiment_id=experiment)
    raises("RESOURCE_DOES_NOT_EXIST", get_scorer, name="absent", experiment_id=experiment)
    raises("RESOURCE_DOES_NOT_EXIST", get_scorer, name="tone", experiment_id=experiment, version=9)


@check("names are told apart exactly: case, blanks, other scripts, slashes")
def _():
    experiment = fresh_experiment()
    names = ["tone", "Tone", "tone of voice", "語調", "team/tone"]
    for name in names:
        tone(name, f"{name}: {{{{ outputs }}}}").register(experiment_id=experiment)
    for name in names:
        equal(get_scorer(name=name, experiment_id=experiment).instructions, f"{name}: {{{{ outputs }}}}")
    equal(set(listed(experiment)), set(names))


@check("Guidelines keep name and rules")
def _():
    experiment = fresh_experiment()
    rules = ["Answer politely.", "日本語 for Japanese customers"]
    Guidelines(name="polite", guidelines=rules, model="openai:/gpt-4o-mini").register(experiment_id=experiment)
    found = get_scorer(name="polite", experiment_id=experiment)
    equal((type(found).__name__, found.guidelines, found.model), ("Guidelines", rules, "openai:/gpt-4o-mini"))


@check("built-in judges come back as their class")
def _():
    experiment = fresh_experiment()
    for made in (RelevanceToQuery(), Safety(name="safe"), Correctness(model="openai:/x"), ExpectationsGuidelines()):
        made.register(experiment_id=experiment)
        found = get_scorer(name=made.name, experiment_id=experiment)
        equal((type(found), found.name), (type(made), made.name))
        equal(found.model_dump(), made.model_dump())
    equal(len(listed(experiment)), 4)


@check("built-in checks without a model: RegexMatch, ResponseLength")
def _():
    try:
        from mlflow.genai.scorers import RegexMatch, ResponseLength
    except ImportError:
        raise Skip("this client does not have them") from None
    experiment = fresh_experiment()
    for made in (RegexMatch(pattern=r"^\d+$"), ResponseLength(max_length=10)):
        made.register(experiment_id=experiment)
        equal(get_scorer(name=made.name, experiment_id=experiment).model_dump(), made.model_dump())


@check("the payload is returned byte for byte")
def _():
    experiment = fresh_experiment()
    data = {"name": "odd", "aggregations": [], "mlflow_version": mlflow.__version__, "serialization_version": 1,
            "instructions_judge_pydantic_data": {
                "instructions": "é \u2028 {{ outputs }} \"q\"", "model": "openai:/m", "extra": 1.0,
                "feedback_value_type": {"title": "Result", "type": "string"}}}
    for text in (json.dumps(data), json.dumps(data, indent=3, ensure_ascii=False), json.dumps(data, separators=(",", ":"))):
        register_raw(experiment, "odd", text)
        equal(raw(experiment, "odd")["serialized_scorer"], text)


def memory_payload(base="quality", version="3.17.2"):
    nested = {"name": base, "aggregations": [], "description": None, "is_session_level_scorer": False, "timeout": 0,
              "mlflow_version": version, "serialization_version": 1, "builtin_scorer_class": None,
              "builtin_scorer_pydantic_data": None, "call_source": None, "call_signature": None,
              "original_func_name": None, "instructions_judge_pydantic_data": {
                  "instructions": "Rate {{ outputs }}", "model": "openai:/gpt-4o-mini",
                  "feedback_value_type": {"enum": ["good", "bad"], "type": "string"}},
              "memory_augmented_judge_data": None, "third_party_scorer_data": None, "ensemble_scorer_data": None}
    return {**nested, "instructions_judge_pydantic_data": None, "memory_augmented_judge_data": {
        "base_judge": nested, "episodic_trace_ids": ["tr-" + "4" * 32],
        "semantic_memory": [{"guideline_text": "Short answers are good.", "source_trace_ids": ["tr-" + "4" * 32]}],
        "reflection_lm": "openai:/gpt-4o", "retrieval_k": 5, "embedding_model": "openai:/text-embedding-3-small",
        "embedding_dim": 512}}


@check("the payload of a MemAlign judge is returned byte for byte")
def _():
    experiment = fresh_experiment()
    text = json.dumps(memory_payload())
    equal(register_raw(experiment, "quality", text)["version"], 1)
    equal(raw(experiment, "quality")["serialized_scorer"], text)


@check("a MemAlign judge of client 3.18 is given to client 3.17 without keys that it does not know",
       ours="MLflow's server answers the stored text, which client 3.17 cannot load")
def _():
    experiment = fresh_experiment()
    payload = memory_payload(version="3.18.0")
    payload["session_level"] = None
    payload["memory_augmented_judge_data"]["base_judge"]["session_level"] = None
    register_raw(experiment, "quality", payload)

    def seen_by(version):
        answer = http("GET", f"/api/3.0/mlflow/scorers/get?experiment_id={experiment}&name=quality",
                      headers={"X-MLflow-Client-Version": version, "User-Agent": "mlflow-python-client/" + version})
        return json.loads(answer.json()["scorer"]["serialized_scorer"])

    equal(seen_by("3.18.0"), payload)
    older = seen_by("3.17.2")
    assert '"session_level"' not in json.dumps(older), older
    equal(older["memory_augmented_judge_data"]["episodic_trace_ids"], ["tr-" + "4" * 32])


@check("the payload of a decorated function is returned byte for byte",
       ours="MLflow's server refuses it unless MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS is set; we never run it")
def _():
    experiment = fresh_experiment()
    payload = {"name": "exact", "aggregations": None, "description": None, "is_session_level_scorer": False,
               "mlflow_version": mlflow.__version__, "serialization_version": 1,
               "call_source": "return outputs == 'x'", "call_signature": "(outputs)", "original_func_name": "exact"}
    text = json.dumps(payload)
    register_raw(experiment, "exact", text)
    equal(raw(experiment, "exact")["serialized_scorer"], text)


@check("families that the server does not know are returned byte for byte")
def _():
    experiment = fresh_experiment()
    text = json.dumps({"name": "new", "serialization_version": 1, "mlflow_version": "9.0.0",
                       "quantum_scorer_data": {"spin": [1, 2]}})
    register_raw(experiment, "new", text)
    equal(raw(experiment, "new")["serialized_scorer"], text)


@check("a family that the client cannot load does not break its list of scorers",
       ours="with MLflow's server, one such scorer makes list_scorers of the experiment fail")
def _():
    experiment = fresh_experiment()
    tone().register(experiment_id=experiment)
    register_raw(experiment, "new", {"name": "new", "serialization_version": 1, "mlflow_version": "9.0.0",
                                     "quantum_scorer_data": {"spin": [1, 2]}})
    register_raw(experiment, "code", {"name": "code", "serialization_version": 1, "mlflow_version": mlflow.__version__,
                                      "call_source": "return True", "call_signature": "(outputs)",
                                      "original_func_name": "code"})
    contains(set(listed(experiment)), "tone")


@check("an ensemble and a third-party payload are returned byte for byte")
def _():
    experiment = fresh_experiment()
    member = {"name": "m", "mlflow_version": "3.17.2", "serialization_version": 1,
              "instructions_judge_pydantic_data": {"instructions": "{{ outputs }}", "model": "openai:/m"}}
    for name, data in {
        "panel": {"ensemble_scorer_data": {"ensemble_fn": "majority_vote", "scorers": [member, member]}},
        "other": {"third_party_scorer_data": {"module": "ragas", "class": "F", "metric_name": "f", "model": None, "kwargs": {}}},
    }.items():
        text = json.dumps({"name": name, "mlflow_version": "3.17.2", "serialization_version": 1, **data})
        register_raw(experiment, name, text)
        equal(raw(experiment, name)["serialized_scorer"], text)


@check("numbers in the answers: the version, the experiment and the time")
def _():
    experiment = fresh_experiment()
    answer = register_raw(experiment, "new", memory_payload("new"))
    equal((answer["version"], answer["experiment_id"], answer["name"]), (1, experiment, "new"))
    assert answer["scorer_id"]
    found = raw(experiment, "new")
    equal((found["experiment_id"], found["scorer_name"], found["scorer_version"], found["scorer_id"]),
          (int(experiment), "new", 1, answer["scorer_id"]))
    assert abs(found["creation_time"] - time.time() * 1000) < 600_000, found["creation_time"]


@check("all versions of one name have one scorer_id")
def _():
    experiment = fresh_experiment()
    first = register_raw(experiment, "new", memory_payload("new"))
    second = register_raw(experiment, "new", memory_payload("new"))
    equal((second["version"], second["scorer_id"]), (2, first["scorer_id"]))
    answer = http("GET", f"/api/3.0/mlflow/scorers/versions?experiment_id={experiment}&name=new")
    equal([(s["scorer_version"], s["scorer_id"]) for s in answer.json()["scorers"]],
          [(1, first["scorer_id"]), (2, first["scorer_id"])])


@check("instructions of 200 kB")
def _():
    experiment = fresh_experiment()
    text = "{{ outputs }} " + "Sei höflich. " * 15000
    tone(instructions=text).register(experiment_id=experiment)
    equal(get_scorer(name="tone", experiment_id=experiment).instructions, text)


@check("a scorer in an experiment that does not exist fails")
def _():
    raises("RESOURCE_DOES_NOT_EXIST", tone().register, experiment_id="99999999")


@check("a payload without a text is refused")
def _():
    experiment = fresh_experiment()
    for body in ({"experiment_id": experiment, "name": "x"}, {"experiment_id": experiment, "serialized_scorer": "{}"}):
        answer = http("POST", "/api/3.0/mlflow/scorers/register", body)
        equal((answer.status_code, answer.json()["error_code"]), (400, "INVALID_PARAMETER_VALUE"))
