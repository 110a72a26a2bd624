import mlflow
from mlflow.entities import ViewType

from checks import check, contains, equal, raises
from client.common import client, unique


@check("create returns an id that is a decimal number of at most 31 bits")
def _():
    identity = mlflow.create_experiment(unique())
    assert identity.isdecimal() and int(identity) < 2**31, identity


@check("get by id returns name, state and times")
def _():
    name = unique()
    found = mlflow.get_experiment(mlflow.create_experiment(name))
    equal(found.name, name)
    equal(found.lifecycle_stage, "active")
    assert found.creation_time and found.last_update_time >= found.creation_time


@check("the location of artifacts is one that the client can write to")
def _():
    found = mlflow.get_experiment(mlflow.create_experiment(unique()))
    assert found.artifact_location.startswith("mlflow-artifacts:"), found.artifact_location


@check("get by name returns the same experiment")
def _():
    name = unique()
    identity = mlflow.create_experiment(name)
    equal(mlflow.get_experiment_by_name(name).experiment_id, identity)


@check("get by a name that does not exist returns None")
def _():
    equal(mlflow.get_experiment_by_name(unique("absent")), None)


@check("names with slashes, as workspaces have them")
def _():
    name = "/Shared/team a/" + unique()
    identity = mlflow.create_experiment(name)
    equal(mlflow.get_experiment_by_name(name).experiment_id, identity)
    equal(mlflow.get_experiment(identity).name, name)


@check("names in Japanese, with accents, emoji, plus, percent and ampersand")
def _():
    name = "審査 é 🙂 a+b 100% x&y=z #1 ? " + unique()
    identity = mlflow.create_experiment(name)
    equal(mlflow.get_experiment_by_name(name).experiment_id, identity)
    equal(mlflow.get_experiment(identity).name, name)


@check("set_experiment creates the experiment, and finds it the second time")
def _():
    name = "/Shared/" + unique()
    first = mlflow.set_experiment(name)
    equal(mlflow.set_experiment(name).experiment_id, first.experiment_id)


@check("set_experiment by id")
def _():
    identity = mlflow.create_experiment(unique())
    equal(mlflow.set_experiment(experiment_id=identity).experiment_id, identity)


@check("creating a name twice fails with RESOURCE_ALREADY_EXISTS")
def _():
    name = unique()
    mlflow.create_experiment(name)
    raises("RESOURCE_ALREADY_EXISTS", mlflow.create_experiment, name)


@check("an id that does not exist fails with RESOURCE_DOES_NOT_EXIST")
def _():
    raises("RESOURCE_DOES_NOT_EXIST", mlflow.get_experiment, "99999999")


@check("an experiment can be created with tags")
def _():
    identity = mlflow.create_experiment(unique(), tags={"team": "judges", "空": "値"})
    tags = mlflow.get_experiment(identity).tags
    equal((tags["team"], tags["空"]), ("judges", "値"))


@check("tags are set and replaced")
def _():
    identity = mlflow.create_experiment(unique())
    client().set_experiment_tag(identity, "stage", "dev")
    client().set_experiment_tag(identity, "stage", "prod")
    equal(mlflow.get_experiment(identity).tags["stage"], "prod")


@check("a tag is deleted")
def _():
    identity = mlflow.create_experiment(unique(), tags={"a": "1", "b": "2"})
    client().delete_experiment_tag(identity, "a")
    tags = mlflow.get_experiment(identity).tags
    assert "a" not in tags and tags["b"] == "2", tags


@check("rename: the new name finds it, the old one does not")
def _():
    name = unique()
    identity = mlflow.create_experiment(name)
    client().rename_experiment(identity, name + "-new")
    equal(mlflow.get_experiment_by_name(name + "-new").experiment_id, identity)
    equal(mlflow.get_experiment_by_name(name), None)


@check("the old name of a renamed experiment is free again")
def _():
    name = unique()
    first = mlflow.create_experiment(name)
    client().rename_experiment(first, name + "-new")
    second = mlflow.create_experiment(name)
    assert second != first
    equal(mlflow.get_experiment_by_name(name).experiment_id, second)


@check("rename to a name that is in use fails")
def _():
    name = unique()
    mlflow.create_experiment(name)
    other = mlflow.create_experiment(unique())
    try:
        client().rename_experiment(other, name)
    except mlflow.exceptions.MlflowException as error:
        # MLflow's database answers BAD_REQUEST; RESOURCE_ALREADY_EXISTS says more.
        contains({"BAD_REQUEST", "RESOURCE_ALREADY_EXISTS", "INVALID_PARAMETER_VALUE"}, error.error_code)
        return
    raise AssertionError("the rename was accepted")


@check("delete: get shows the state deleted")
def _():
    identity = mlflow.create_experiment(unique())
    mlflow.delete_experiment(identity)
    equal(mlflow.get_experiment(identity).lifecycle_stage, "deleted")


@check("restore makes a deleted experiment active")
def _():
    identity = mlflow.create_experiment(unique())
    mlflow.delete_experiment(identity)
    client().restore_experiment(identity)
    equal(mlflow.get_experiment(identity).lifecycle_stage, "active")


@check("set_experiment refuses the name of a deleted experiment")
def _():
    name = unique()
    mlflow.delete_experiment(mlflow.create_experiment(name))
    raises("INVALID_PARAMETER_VALUE", mlflow.set_experiment, name)


@check("search by name")
def _():
    name = unique()
    identity = mlflow.create_experiment(name)
    found = mlflow.search_experiments(filter_string=f"name = '{name}'")
    equal([e.experiment_id for e in found], [identity])


@check("search with LIKE and ILIKE")
def _():
    stem = unique("Like")
    identity = mlflow.create_experiment(stem + "-end")
    equal([e.experiment_id for e in mlflow.search_experiments(filter_string=f"name LIKE '{stem}%'")], [identity])
    lower = stem.lower()
    equal([e.experiment_id for e in mlflow.search_experiments(filter_string=f"name ILIKE '{lower}%'")], [identity])


@check("search by tag")
def _():
    mark = unique("mark")
    identity = mlflow.create_experiment(unique(), tags={"mark": mark})
    mlflow.create_experiment(unique(), tags={"mark": mark + "x"})
    found = mlflow.search_experiments(filter_string=f"tags.mark = '{mark}'")
    equal([e.experiment_id for e in found], [identity])


@check("search shows active, deleted or all experiments")
def _():
    stem = unique()
    active = mlflow.create_experiment(stem + "-a")
    deleted = mlflow.create_experiment(stem + "-b")
    mlflow.delete_experiment(deleted)
    condition = f"name LIKE '{stem}%'"

    def ids(view):
        return {e.experiment_id for e in mlflow.search_experiments(view_type=view, filter_string=condition)}

    equal(ids(ViewType.ACTIVE_ONLY), {active})
    equal(ids(ViewType.DELETED_ONLY), {deleted})
    equal(ids(ViewType.ALL), {active, deleted})


@check("search in an order, and in pages")
def _():
    stem = unique()
    ids = [mlflow.create_experiment(f"{stem}-{i}") for i in range(5)]
    condition = f"name LIKE '{stem}%'"
    found = mlflow.search_experiments(filter_string=condition, order_by=["name DESC"])
    equal([e.experiment_id for e in found], ids[::-1])
    page, seen = None, []
    for _ in range(10):
        page = client().search_experiments(
            filter_string=condition, order_by=["name ASC"], max_results=2,
            page_token=page.token if page else None)
        seen += [e.experiment_id for e in page]
        if not page.token:
            break
    equal(seen, ids)


@check("search finds nothing for an unknown name")
def _():
    equal(list(mlflow.search_experiments(filter_string=f"name = '{unique('absent')}'")), [])


@check("a search that cannot be read fails with INVALID_PARAMETER_VALUE")
def _():
    raises("INVALID_PARAMETER_VALUE", mlflow.search_experiments, filter_string="nonsense ==== 3")


@check("the experiment Default has the id 0")
def _():
    found = mlflow.get_experiment("0")
    equal(found.name, "Default")
    equal(found.lifecycle_stage, "active")
