import json

import mlflow
from mlflow.genai.datasets import (
    add_dataset_to_experiments, create_dataset, delete_dataset, delete_dataset_tag, get_dataset,
    remove_dataset_from_experiments, search_datasets, set_dataset_tags)

from checks import check, contains, equal, raises
from client.common import client, fresh_experiment, traced, unique

ROWS = [
    {"inputs": {"q": "capital of France?"}, "expectations": {"expected_response": "Paris"}},
    {"inputs": {"q": "日本の首都は?"}, "expectations": {"expected_facts": ["東京"]}, "tags": {"lang": "ja"}},
]


def records(dataset):
    return {r["inputs"]["q"]: r for r in dataset.to_df().to_dict("records")}


def made(**options):
    return create_dataset(name=unique("ds"), experiment_id=fresh_experiment(), **options)


@check("create and get by id and by name")
def _():
    experiment = fresh_experiment()
    name = unique("ds")
    dataset = create_dataset(name=name, experiment_id=experiment, tags={"a": "b"})
    assert dataset.dataset_id.startswith("d-"), dataset.dataset_id
    found = get_dataset(dataset_id=dataset.dataset_id)
    equal((found.name, found.tags["a"]), (name, "b"))
    equal(get_dataset(name=name).dataset_id, dataset.dataset_id)
    equal(found.experiment_ids, [experiment])


@check("merge_records adds rows, which come back with inputs, expectations and tags")
def _():
    dataset = made()
    dataset.merge_records([dict(r) for r in ROWS])
    found = records(get_dataset(dataset_id=dataset.dataset_id))
    equal(set(found), {r["inputs"]["q"] for r in ROWS})
    equal(found["capital of France?"]["expectations"], {"expected_response": "Paris"})
    equal(found["日本の首都は?"]["tags"]["lang"], "ja")


@check("merge_records with the same inputs merges expectations, and adds no row")
def _():
    dataset = made()
    dataset.merge_records([dict(r) for r in ROWS])
    dataset.merge_records([{"inputs": {"q": "capital of France?"}, "expectations": {"guidelines": "short"}}])
    found = records(get_dataset(dataset_id=dataset.dataset_id))
    equal(len(found), 2)
    equal(found["capital of France?"]["expectations"], {"expected_response": "Paris", "guidelines": "short"})


@check("merge_records from traces takes inputs and expectations of people")
def _():
    from mlflow.entities import AssessmentSource

    dataset = made()
    trace = traced(inputs={"q": "from a trace"}, outputs="answer")
    mlflow.log_expectation(trace_id=trace, name="expected_response", value="answer",
                           source=AssessmentSource("HUMAN", "ann"))
    dataset.merge_records([mlflow.get_trace(trace)])
    found = records(get_dataset(dataset_id=dataset.dataset_id))
    equal(found["from a trace"]["expectations"], {"expected_response": "answer"})
    equal(found["from a trace"]["source"].source_type, "TRACE")


@check("the digest changes with the records")
def _():
    dataset = made()
    before = dataset.digest
    dataset.merge_records([dict(ROWS[0])])
    middle = get_dataset(dataset_id=dataset.dataset_id).digest
    dataset.merge_records([dict(ROWS[1])])
    after = get_dataset(dataset_id=dataset.dataset_id).digest
    equal(len({before, middle, after}), 3)


@check("a dataset as a table")
def _():
    dataset = made()
    dataset.merge_records([dict(r) for r in ROWS])
    table = get_dataset(dataset_id=dataset.dataset_id).to_df()
    equal(len(table), 2)
    contains(list(table.columns), "inputs")


@check("records are deleted by id")
def _():
    dataset = made()
    dataset.merge_records([dict(r) for r in ROWS])
    found = records(get_dataset(dataset_id=dataset.dataset_id))
    gone = found["capital of France?"]["dataset_record_id"]
    equal(get_dataset(dataset_id=dataset.dataset_id).delete_records([gone]), 1)
    equal(set(records(get_dataset(dataset_id=dataset.dataset_id))), {"日本の首都は?"})


@check("tags of a dataset are set and deleted")
def _():
    dataset = made(tags={"a": "1"})
    set_dataset_tags(dataset_id=dataset.dataset_id, tags={"b": "2"})
    delete_dataset_tag(dataset_id=dataset.dataset_id, key="a")
    tags = get_dataset(dataset_id=dataset.dataset_id).tags
    assert "a" not in tags and tags["b"] == "2", tags


@check("search by experiment, name and tag")
def _():
    experiment = fresh_experiment()
    first = create_dataset(name=unique("first"), experiment_id=experiment, tags={"k": "1"})
    second = create_dataset(name=unique("second"), experiment_id=experiment, tags={"k": "2"})
    made()

    def ids(condition=None, **options):
        return {d.dataset_id for d in search_datasets(experiment_ids=[experiment], filter_string=condition, **options)}

    equal(ids(), {first.dataset_id, second.dataset_id})
    equal(ids(f"name = '{first.name}'"), {first.dataset_id})
    equal(ids("name LIKE 'second%'"), {second.dataset_id})
    equal(ids("tags.k = '2'"), {second.dataset_id})


@check("a dataset is added to another experiment, and removed from it")
def _():
    dataset = made()
    other = fresh_experiment()
    add_dataset_to_experiments(dataset.dataset_id, [other])
    equal([d.dataset_id for d in search_datasets(experiment_ids=[other])], [dataset.dataset_id])
    remove_dataset_from_experiments(dataset.dataset_id, [other])
    equal(list(search_datasets(experiment_ids=[other])), [])


@check("a dataset is deleted")
def _():
    dataset = made()
    delete_dataset(dataset_id=dataset.dataset_id)
    raises("RESOURCE_DOES_NOT_EXIST", get_dataset, dataset_id=dataset.dataset_id)


@check("a dataset that does not exist fails with RESOURCE_DOES_NOT_EXIST")
def _():
    raises("RESOURCE_DOES_NOT_EXIST", get_dataset, dataset_id="d-" + "0" * 32)


@check("150 records come back whole")
def _():
    dataset = made()
    dataset.merge_records([{"inputs": {"q": f"{n}"}, "expectations": {"n": n}} for n in range(150)])
    found = records(get_dataset(dataset_id=dataset.dataset_id))
    equal({int(q): r["expectations"]["n"] for q, r in found.items()}, {n: n for n in range(150)})
