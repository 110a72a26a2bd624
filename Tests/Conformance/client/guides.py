"""MLflow's guides with its own alignment: needs dspy and litellm, as MLflow does.

Judge and optimizer run in the client, with the stub model; the server stores what they read and write.
"""

import contextlib
import importlib.util
import json
import os
from typing import Literal

import mlflow
from mlflow.entities import AssessmentSource
from mlflow.genai.judges import make_judge
from mlflow.genai.scorers import RelevanceToQuery, get_scorer

from checks import Skip, check, contains, equal
from client.common import flush, fresh_experiment, http, unique
from client.evaluating import evaluate, model

INSTRUCTIONS = "Rate {{ outputs }} as an answer to {{ inputs }}: good or poor."


def needs_dspy():
    for name in ("dspy", "litellm"):
        if not importlib.util.find_spec(name):
            raise Skip(f"{name} is not installed")
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import logging

    for name in ("LiteLLM", "dspy", "litellm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextlib.contextmanager
def quiet():
    """dspy shows progress on both streams."""
    with open(os.devnull, "w") as nothing, contextlib.redirect_stderr(nothing), model() as server:
        yield server


def made_judge(name="product_quality"):
    return make_judge(name=name, instructions=INSTRUCTIONS, model="openai:/stub", feedback_value_type=Literal["good", "poor"])


@mlflow.trace
def app(question):
    return {"response": f"About {question}: " + ("here is a step" if len(question) % 2 else "no idea")}


def labeled(judge, count=12, flushed=True):
    """Traces with the judge's verdict and a person's label, as the guide makes them."""
    for number in range(count):
        app("question " + "x" * number)
        trace_id = mlflow.get_last_active_trace_id()
        if flushed:
            flush()
        mlflow.log_assessment(trace_id, judge(trace=mlflow.get_trace(trace_id)))
        mlflow.log_feedback(trace_id=trace_id, name=judge.name, value="good" if number % 2 else "poor",
                            rationale="A step is named." if number % 2 else "No step.",
                            source=AssessmentSource(source_type="HUMAN", source_id="reviewer@example.org"))
    return mlflow.search_traces(return_type="list", max_results=100)


def both(traces, name):
    return [t for t in traces if {"LLM_JUDGE", "HUMAN"} <= {a.source.source_type for a in t.search_assessments(name)}]


@check("align judges: MemAlign learns from the labels of the server, is registered, and loads")
def _():
    needs_dspy()
    from mlflow.genai.judges.optimizers import MemAlignOptimizer

    experiment = fresh_experiment()
    judge = made_judge()
    with quiet():
        traces = both(labeled(judge), "product_quality")
        equal(len(traces), 12)
        aligned = judge.align(traces, MemAlignOptimizer(reflection_lm="openai:/stub", embedding_model="openai:/stub", embedding_dim=64))
        aligned.register(experiment_id=experiment)
        loaded = get_scorer(name="product_quality", experiment_id=experiment)
        feedback = loaded(inputs={"question": "x"}, outputs={"response": "a step"})
    contains(("good", "poor"), feedback.value)
    equal(type(loaded).__name__, "MemoryAugmentedJudge")
    answer = http("GET", f"/api/3.0/mlflow/scorers/get?experiment_id={experiment}&name=product_quality")
    memory = json.loads(answer.json()["scorer"]["serialized_scorer"])["memory_augmented_judge_data"]
    equal(len(set(memory["episodic_trace_ids"])), 12)


@check("align judges: a MemAlign judge is registered under another name, as the guide says")
def _():
    needs_dspy()
    from mlflow.genai.judges.optimizers import MemAlignOptimizer
    from mlflow.genai.scorers import list_scorers

    experiment = fresh_experiment()
    judge = made_judge()
    with quiet():
        aligned = judge.align(labeled(judge, 4), MemAlignOptimizer(reflection_lm="openai:/stub", embedding_model="openai:/stub", embedding_dim=64))
        aligned.register(experiment_id=experiment, name="product_quality_aligned")
        judge.register(experiment_id=experiment)
        equal(len(list_scorers(experiment_id=experiment)), 2)
        get_scorer(name="product_quality_aligned", experiment_id=experiment)


@check("align judges: labels that are added later are learned in a second alignment")
def _():
    needs_dspy()
    from mlflow.genai.judges.optimizers import MemAlignOptimizer

    experiment = fresh_experiment()
    judge = made_judge()
    optimizer = MemAlignOptimizer(reflection_lm="openai:/stub", embedding_model="openai:/stub", embedding_dim=64)
    with quiet():
        first = judge.align(labeled(judge, 4), optimizer)
        second = first.align(labeled(judge, 3), optimizer)
        second.register(experiment_id=experiment)
        loaded = get_scorer(name="product_quality", experiment_id=experiment)
        loaded(inputs={"question": "x"}, outputs={"response": "y"})
    equal(len(set(loaded._episodic_trace_ids)), 7)


@check("align judges: a built-in judge is aligned and registered")
def _():
    needs_dspy()
    from mlflow.genai.judges.optimizers import MemAlignOptimizer

    experiment = fresh_experiment()
    judge = RelevanceToQuery(name="relevance", model="openai:/stub")
    with quiet():
        for number in range(3):
            app("question " + "x" * number)
            flush()
            mlflow.log_feedback(trace_id=mlflow.get_last_active_trace_id(), name="relevance", value="yes" if number else "no",
                                rationale="why", source=AssessmentSource(source_type="HUMAN", source_id="ann"))
        traces = mlflow.search_traces(return_type="list")
        aligned = judge.align(traces, MemAlignOptimizer(reflection_lm="openai:/stub", embedding_model="openai:/stub", embedding_dim=64))
        aligned.register(experiment_id=experiment)
        get_scorer(name="relevance", experiment_id=experiment)


@check("end to end: SIMBA, register, get and evaluate")
def _():
    needs_dspy()
    from mlflow.genai.judges.optimizers import SIMBAAlignmentOptimizer

    name = unique("support-judge-development")
    experiment = mlflow.create_experiment(name)
    mlflow.set_experiment(experiment_id=experiment)
    judge = made_judge("support_quality")
    with quiet():
        with mlflow.start_run(experiment_id=experiment):
            traces = both(labeled(judge), "support_quality")
        aligned = judge.align(traces, SIMBAAlignmentOptimizer(
            model="openai:/stub", batch_size=4, simba_kwargs={"max_steps": 1, "num_candidates": 2, "num_threads": 1}))
        aligned.register(experiment_id=experiment)
        loaded = get_scorer(name="support_quality", experiment_id=experiment)
        result = evaluate([{"inputs": {"issue": "a"}, "outputs": {"response": "so good"}}], [loaded])
    table = result.tables["eval_results"]
    equal(list(table["support_quality/value"]), ["good"])


@check("the guide without a flush: ask, judge, label, align", ours="the client's export is a race with MLflow's server")
def _():
    needs_dspy()
    from mlflow.genai.judges.optimizers import MemAlignOptimizer

    experiment = fresh_experiment()
    judge = made_judge()
    with quiet():
        for number in range(4):
            outputs = app(f"question {number}")
            trace_id = mlflow.get_last_active_trace_id()
            mlflow.log_assessment(trace_id, judge(inputs={"question": f"question {number}"}, outputs=outputs))
            mlflow.log_feedback(trace_id=trace_id, name="product_quality", value="good" if number % 2 else "poor",
                                rationale="why", source=AssessmentSource(source_type="HUMAN", source_id="ann"))
        traces = both(mlflow.search_traces(locations=[experiment], return_type="list"), "product_quality")
        equal(len(traces), 4)
        judge.align(traces, MemAlignOptimizer(reflection_lm="openai:/stub", embedding_model="openai:/stub", embedding_dim=64))
