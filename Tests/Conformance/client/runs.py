import time

import mlflow
from mlflow.entities import Metric, Param, RunTag, ViewType

from checks import check, contains, equal, raises
from client.common import client, fresh_experiment, unique


@check("start_run creates a run in the experiment, and its end finishes it")
def _():
    experiment = fresh_experiment()
    with mlflow.start_run() as run:
        equal(mlflow.get_run(run.info.run_id).info.status, "RUNNING")
    found = mlflow.get_run(run.info.run_id)
    equal(found.info.experiment_id, experiment)
    equal(found.info.status, "FINISHED")
    assert found.info.end_time >= found.info.start_time


@check("a run id is 32 hexadecimal digits")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        pass
    assert len(run.info.run_id) == 32 and int(run.info.run_id, 16) >= 0, run.info.run_id


@check("an exception in a run leaves the state FAILED")
def _():
    fresh_experiment()
    try:
        with mlflow.start_run() as run:
            raise ValueError("no")
    except ValueError:
        pass
    equal(mlflow.get_run(run.info.run_id).info.status, "FAILED")


@check("the name of a run is kept, and one is made up if none is given")
def _():
    fresh_experiment()
    with mlflow.start_run(run_name="r 1 é") as run:
        pass
    equal(mlflow.get_run(run.info.run_id).info.run_name, "r 1 é")
    with mlflow.start_run() as other:
        pass
    assert mlflow.get_run(other.info.run_id).info.run_name


@check("tags of the client and of the user are kept")
def _():
    fresh_experiment()
    with mlflow.start_run(tags={"a": "b"}, description="words") as run:
        mlflow.set_tag("c", "d")
        mlflow.set_tags({"e": "f", "g": 1})
    tags = mlflow.get_run(run.info.run_id).data.tags
    equal({k: tags.get(k) for k in "aceg"}, {"a": "b", "c": "d", "e": "f", "g": "1"})
    contains(tags, "mlflow.user")
    equal(tags["mlflow.note.content"], "words")


@check("a tag of a run is deleted")
def _():
    fresh_experiment()
    with mlflow.start_run(tags={"a": "b", "c": "d"}) as run:
        mlflow.delete_tag("a")
    tags = mlflow.get_run(run.info.run_id).data.tags
    assert "a" not in tags and tags["c"] == "d", tags


@check("deleting a tag that is not there fails with RESOURCE_DOES_NOT_EXIST")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        pass
    raises("RESOURCE_DOES_NOT_EXIST", client().delete_tag, run.info.run_id, "absent")


@check("parameters are text")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        mlflow.log_param("k", 5)
        mlflow.log_params({"model": "gpt", "t": 0.5})
    equal(mlflow.get_run(run.info.run_id).data.params, {"k": "5", "model": "gpt", "t": "0.5"})


@check("a parameter may be logged twice with the same value, not with another")
def _():
    fresh_experiment()
    with mlflow.start_run():
        mlflow.log_param("model", "gpt")
        mlflow.log_param("model", "gpt")
        raises("INVALID_PARAMETER_VALUE", mlflow.log_param, "model", "other")


@check("the last value of a metric counts, and the history keeps all")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        for step, value in enumerate([0.1, 0.5, 0.9]):
            mlflow.log_metric("acc", value, step=step)
    equal(mlflow.get_run(run.info.run_id).data.metrics["acc"], 0.9)
    history = client().get_metric_history(run.info.run_id, "acc")
    equal([(m.step, m.value) for m in history], [(0, 0.1), (1, 0.5), (2, 0.9)])


@check("the metric with the highest step counts, whatever came last")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        mlflow.log_metric("acc", 0.9, step=7)
        mlflow.log_metric("acc", 0.2, step=3)
    equal(mlflow.get_run(run.info.run_id).data.metrics["acc"], 0.9)


@check("metrics: several at once, negative, tiny and large values")
def _():
    fresh_experiment()
    values = {"a": -1.5, "b": 1e-12, "c": 1e15, "d": 0.0}
    with mlflow.start_run() as run:
        mlflow.log_metrics(values)
    equal(mlflow.get_run(run.info.run_id).data.metrics, values)


@check("names of metrics with slashes, dots and blanks")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        mlflow.log_metric("compare/0a1b2c3d/tone of voice/p.value", 0.25)
    equal(mlflow.get_run(run.info.run_id).data.metrics, {"compare/0a1b2c3d/tone of voice/p.value": 0.25})


@check("the history of a metric that was never logged is empty")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        pass
    equal(list(client().get_metric_history(run.info.run_id, "absent")), [])


@check("log_batch writes metrics, parameters and tags in one request")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        now = int(time.time() * 1000)
        client().log_batch(
            run.info.run_id,
            metrics=[Metric("f1", 0.7, now, 0), Metric("f1", 0.8, now, 1)],
            params=[Param("p", "v")], tags=[RunTag("t", "u")])
    data = mlflow.get_run(run.info.run_id).data
    equal((data.metrics["f1"], data.params["p"], data.tags["t"]), (0.8, "v", "u"))


@check("log_inputs keeps a dataset with its digest, source and context")
def _():
    import pandas

    fresh_experiment()
    data = mlflow.data.from_pandas(pandas.DataFrame({"q": ["1", "2"]}), name="questions")
    with mlflow.start_run() as run:
        mlflow.log_input(data, context="evaluation")
    inputs = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    equal([(i.dataset.name, i.dataset.digest) for i in inputs], [("questions", data.digest)])
    equal({t.key: t.value for t in inputs[0].tags}, {"mlflow.data.context": "evaluation"})


@check("set_terminated and update_run change state and name")
def _():
    experiment = fresh_experiment()
    run = client().create_run(experiment, run_name="before")
    client().update_run(run.info.run_id, name="after")
    client().set_terminated(run.info.run_id, "KILLED")
    found = mlflow.get_run(run.info.run_id).info
    equal((found.run_name, found.status), ("after", "KILLED"))


@check("a run is resumed by its id")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        mlflow.log_metric("a", 1)
    with mlflow.start_run(run_id=run.info.run_id):
        equal(mlflow.get_run(run.info.run_id).info.status, "RUNNING")
        mlflow.log_metric("b", 2)
    equal(mlflow.get_run(run.info.run_id).data.metrics, {"a": 1.0, "b": 2.0})


@check("a nested run names its parent")
def _():
    fresh_experiment()
    with mlflow.start_run() as parent:
        with mlflow.start_run(nested=True) as child:
            pass
    equal(mlflow.get_run(child.info.run_id).data.tags["mlflow.parentRunId"], parent.info.run_id)
    equal(mlflow.get_parent_run(child.info.run_id).info.run_id, parent.info.run_id)


@check("delete and restore of a run")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        pass
    mlflow.delete_run(run.info.run_id)
    equal(mlflow.get_run(run.info.run_id).info.lifecycle_stage, "deleted")
    client().restore_run(run.info.run_id)
    equal(mlflow.get_run(run.info.run_id).info.lifecycle_stage, "active")


@check("a run that does not exist fails with RESOURCE_DOES_NOT_EXIST")
def _():
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.get_run, "0" * 32)


def three_runs():
    experiment = fresh_experiment()
    ids = []
    for name, accuracy, model in [("one", 0.5, "gpt"), ("two", 0.7, "gpt"), ("three", 0.9, "claude")]:
        with mlflow.start_run(run_name=name, tags={"round": name}) as run:
            mlflow.log_metric("acc", accuracy)
            mlflow.log_param("model", model)
        ids.append(run.info.run_id)
    return experiment, ids


def found_ids(experiment, condition="", **options):
    return [r.info.run_id for r in client().search_runs([experiment], condition, **options)]


@check("search runs by metric, parameter, tag and combination")
def _():
    experiment, (one, two, three) = three_runs()
    equal(set(found_ids(experiment, "metrics.acc > 0.6")), {two, three})
    equal(set(found_ids(experiment, "params.model = 'gpt'")), {one, two})
    equal(found_ids(experiment, "metrics.acc > 0.6 and params.model = 'gpt'"), [two])
    equal(found_ids(experiment, "tags.round = 'one'"), [one])
    equal(set(found_ids(experiment, "params.model != 'claude'")), {one, two})
    equal(set(found_ids(experiment, "tags.round LIKE 't%'")), {two, three})


@check("search runs by attribute: status, name, id, start time")
def _():
    experiment, (one, two, three) = three_runs()
    equal(len(found_ids(experiment, "attributes.status = 'FINISHED'")), 3)
    equal(found_ids(experiment, "attributes.status = 'FAILED'"), [])
    equal(found_ids(experiment, "attributes.run_name = 'two'"), [two])
    equal(set(found_ids(experiment, f"attributes.run_id IN ('{one}','{three}')")), {one, three})
    equal(len(found_ids(experiment, "attributes.start_time > 0")), 3)


@check("search runs in the order of a metric, of a parameter and of time")
def _():
    experiment, (one, two, three) = three_runs()
    equal(found_ids(experiment, order_by=["metrics.acc DESC"]), [three, two, one])
    equal(found_ids(experiment, order_by=["metrics.acc ASC"]), [one, two, three])
    equal(found_ids(experiment, order_by=["params.model ASC", "metrics.acc DESC"]), [three, two, one])
    equal(found_ids(experiment, order_by=["attributes.start_time ASC"]), [one, two, three])
    equal(found_ids(experiment), [three, two, one])


@check("search runs in pages, with a token only if more follows")
def _():
    experiment, ids = three_runs()
    first = client().search_runs([experiment], max_results=2, order_by=["metrics.acc ASC"])
    second = client().search_runs([experiment], max_results=2, order_by=["metrics.acc ASC"], page_token=first.token)
    equal([r.info.run_id for r in [*first, *second]], ids)
    assert first.token and not second.token


@check("search leaves out deleted runs, unless they are asked for")
def _():
    experiment, (one, two, three) = three_runs()
    mlflow.delete_run(two)
    equal(set(found_ids(experiment)), {one, three})
    equal(found_ids(experiment, run_view_type=ViewType.DELETED_ONLY), [two])
    equal(len(found_ids(experiment, run_view_type=ViewType.ALL)), 3)


@check("search_runs as a table has columns of metrics, parameters and tags")
def _():
    experiment, (one, two, three) = three_runs()
    table = mlflow.search_runs([experiment], order_by=["metrics.acc ASC"])
    equal(list(table["run_id"]), [one, two, three])
    equal(list(table["metrics.acc"]), [0.5, 0.7, 0.9])
    equal(list(table["params.model"]), ["gpt", "gpt", "claude"])


@check("search in two experiments at once")
def _():
    first, a = three_runs()
    second, b = three_runs()
    found = client().search_runs([first, second], "metrics.acc > 0.8")
    equal({r.info.run_id for r in found}, {a[2], b[2]})


@check("artifacts: log_text, load_text and the list")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        mlflow.log_text("hello", "notes/a.txt")
        mlflow.log_text("zwölf 🙂", "notes/ü b.txt")
        mlflow.log_dict({"k": [1, 2]}, "d.json")
    uri = run.info.artifact_uri
    equal(mlflow.artifacts.load_text(uri + "/notes/a.txt"), "hello")
    equal(mlflow.artifacts.load_text(uri + "/notes/ü b.txt"), "zwölf 🙂")
    equal(mlflow.artifacts.load_dict(uri + "/d.json"), {"k": [1, 2]})
    files = {f.path: (f.is_dir, f.file_size) for f in client().list_artifacts(run.info.run_id)}
    equal(files, {"notes": (True, None), "d.json": (False, files["d.json"][1])})
    files = {f.path: f.file_size for f in client().list_artifacts(run.info.run_id, "notes")}
    equal(files, {"notes/a.txt": 5, "notes/ü b.txt": len("zwölf 🙂".encode())})


@check("artifacts: a binary file comes back byte for byte")
def _():
    import os
    import tempfile

    fresh_experiment()
    data = bytes(range(256)) * 4096
    with tempfile.TemporaryDirectory() as folder, mlflow.start_run() as run:
        path = os.path.join(folder, "data.bin")
        with open(path, "wb") as file:
            file.write(data)
        mlflow.log_artifact(path, "deep/er")
        copy = client().download_artifacts(run.info.run_id, "deep/er/data.bin", folder)
        with open(copy, "rb") as file:
            assert file.read() == data


@check("artifacts: a whole folder is downloaded, and an artifact is replaced")
def _():
    import pathlib
    import tempfile

    fresh_experiment()
    with mlflow.start_run() as run:
        mlflow.log_text("1", "f/a.txt")
        mlflow.log_text("2", "f/g/b.txt")
        mlflow.log_text("3", "f/a.txt")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(client().download_artifacts(run.info.run_id, "f", folder))
        equal((root / "a.txt").read_text(), "3")
        equal((root / "g" / "b.txt").read_text(), "2")


@check("artifacts: log_table and load_table")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        mlflow.log_table({"q": ["a", "b"], "n": [1, 2]}, "t.json")
        mlflow.log_table({"q": ["c"], "n": [3]}, "t.json")
    table = mlflow.load_table("t.json", run_ids=[run.info.run_id])
    equal(list(table["q"]), ["a", "b", "c"])


@check("an artifact that does not exist fails and is not retried")
def _():
    fresh_experiment()
    with mlflow.start_run() as run:
        pass
    begun = time.monotonic()
    try:
        mlflow.artifacts.load_text(run.info.artifact_uri + "/absent.txt")
    except Exception:
        assert time.monotonic() - begun < 10
        return
    raise AssertionError("the artifact was read")


@check("a run in an experiment that does not exist fails")
def _():
    raises("RESOURCE_DOES_NOT_EXIST", client().create_run, "99999999")
