"""Mistakes by which parts of a plan, each right by itself, do not fit together."""
from mutation import PLAN, Fault, Mutation, is_parameter_file, kind, members, put, swapped

REFERENCES = {"region", "serves", "control_plane", "kept_in", "written_in", "replica_of", "replica",
              "route", "database", "rebuilt", "service", "backup", "performer", "cluster", "zone",
              "target", "rule", "component", "resumes_with", "checkpoints", "needs"}
LISTS = {"depends_on", "vantage_points", "data", "after", "clusters", "includes"}
LAWS = {"uniform", "triangular"}


def references(path, text):
    for value in text.values:
        is_item = value.parent is not None and value.parent.is_array \
            and value.parent.key in LISTS
        is_name = isinstance(value.data, str) and not value.inside("settings")
        is_member = value.key in REFERENCES and not (
            value.key == "target" and not value.parent.member("zone"))
        if is_name and (is_item or is_member) and value.data != "automatic" \
                and not is_parameter_file(path):
            yield value


def shortened(word):
    return word[:-2] + word[-1]


@kind(16)
def dangling_reference(path, text):
    for value in references(path, text):
        if "gaudi3" in path:
            yield put(value, f'"{shortened(value.data)}"', "FD3001",
                      f'did you mean "{value.data}"?')


@kind(8)
def component_of_wrong_kind(path, text):
    for value in references(path, text):
        if path == PLAN and value.key in ("replica_of", "replica", "route", "database", "rebuilt"):
            yield put(value, '"grafana"', "FD3006", is_alone=False)
        if "gaudi3" in path and value.key in ("cluster", "zone", "component"):
            yield put(value, '"grafana"', "FD3006")


@kind()
def primary_for_replica(path, text):
    for value in references(path, text):
        if value.inside("data") and value.key == "replica" and value.data == "bucket-replica":
            yield put(value, '"bucket"', "FD3005", "name the component that receives the copy")
        if value.inside("promote") or value.key == "database" and value.parent.key == "promote":
            yield put(value, '"database-primary"', "FD3005")
        if value.parent.key == "fence" and value.key == "database":
            yield put(value, '"database-replica"', "FD3005")


@kind(8)
def name_twice(path, text):
    for value in text.values:
        if value.is_array and "reference" not in path and value.key in (
                "components", "services", "data", "roles", "objectives", "steps") \
                and len(value.children) > 1 and value.children[0].member("name") \
                and not value.inside("governance"):
            first, second = (child.member("name") for child in value.children[:2])
            yield put(second, text.of(first), "FD3002", "names must differ", is_alone=False)


@kind(6)
def step_after_itself(path, text):
    for value in members(text, {"after"}):
        name = value.parent.member("name").data
        yield put(value, f'["{name}"]', "FD3003", "remove one of these links")


@kind()
def part_of_itself(path, text):
    for value in members(text, {"depends_on", "includes"}):
        if text.is_on_one_line(value.begin, value.end):
            name = value.parent.member("name").data
            yield put(value, f'["{name}"]', "FD3003", "remove one of these links")


@kind()
def missing_region(path, text):
    for value in members(text, {"region"}):
        kinds = ("cluster", "database", "object_store", "prometheus")
        if path == PLAN and any(value.parent.member(key) for key in kinds):
            yield Mutation(value.key_begin, value.end + 1, "",
                           [Fault("FD3004", value.parent.begin, 'add "region"')])


@kind()
def unknown_parameter(path, text):
    for value in members(text, {"parameter"}):
        yield put(value, f'"{shortened(value.data)}"', "FD3009", f'did you mean "{value.data}"?')


@kind()
def parameter_of_wrong_dimension(path, text):
    for value in members(text, {"parameter"}):
        if value.data.startswith(("step.", "people.acknowledge", "dns.edit", "backup.git")):
            yield put(value, '"outage.control_plane_loss"', "FD3010")
        if value.data.endswith(("_probability", ".rate", ".size")):
            yield put(value, '"dns.ttl"', "FD3010")


@kind()
def law_for_single_value(path, text):
    for value in members(text, {"parameter"}):
        if value.parent.key in ("hold", "group_wait", "ttl", "patience", "sustained", "timeout",
                                "probe_interval", "escalate_after"):
            yield put(value, '"step.verify"', "FD3014")


@kind()
def parameter_without_origin(path, text):
    for value in members(text, {"assumed"}):
        yield Mutation(value.key_begin, value.key_end, '"comment"',
                       [Fault("FD3011", value.parent.begin, 'say in "assumed"')])


@kind()
def parameter_with_two_origins(path, text):
    for value in members(text, {"source"}):
        if is_parameter_file(path):
            yield Mutation(value.key_begin, value.key_begin, '"assumed": "a guess", ',
                           [Fault("FD3011", value.parent.begin)])


@kind(8)
def descending_law(path, text):
    for value in members(text, LAWS):
        first, second = value.children[:2]
        new = text.of(value).replace(text.of(first), "@").replace(text.of(second), text.of(first))
        yield put(value, new.replace("@", text.of(second)), "FD3008",
                  "put the smallest value first", is_alone=False)
    for value in members(text, {"median"}):
        if value.parent.key == "lognormal":
            yield put(value, '"0 s"', "FD3008", "greater than zero", is_alone=False)


@kind(6)
def misspelt_law(path, text):
    for value in members(text, LAWS | {"lognormal", "exponential"}):
        yield Mutation(value.key_begin, value.key_end, f'"{swapped(value.key)}"',
                       [Fault("FD2003", value.key_begin, f'did you mean "{value.key}"?')],
                       is_alone=False)


@kind()
def two_kinds_at_once(path, text):
    for value in members(text, {"facility"}):
        new = '"external_report": {"delay": "1 min"}, '
        yield Mutation(value.key_begin, value.key_begin, new,
                       [Fault("FD3012", value.begin + len(new), "keep one of them")])


@kind(9)
def wrong_format(path, text):
    for value in members(text, {"format"}):
        yield put(value, '"firedrill/plan/2"', "FD3013", "name the kind of file")


@kind()
def too_many_nodes(path, text):
    for value in members(text, {"nodes"}):
        if value.parent.key == "scale_out":
            yield put(value, "16", "FD3017")


@kind()
def escalation_without_policy(path, text):
    for value in members(text, {"on_failure"}):
        escalation = value.parent.member("escalation")
        if escalation:
            moved = escalation.begin - (value.end - value.begin) + len('"stop"')
            yield Mutation(value.begin, value.end, '"stop"',
                           [Fault("FD3018", moved, 'add "on_failure": "escalate"')])
        elif "gaudi3-failover-hardened" in path:
            yield put(value, '"escalate"', "FD3018", 'add "escalation"')


@kind()
def half_a_scenario(path, text):
    for value in members(text, {"plan", "runbook"}):
        if "/library/" in path:
            yield Mutation(value.key_begin, value.end + 1, "",
                           [Fault("FD3015", value.parent.begin, f'add "{value.key}"')])


@kind()
def missing_file(path, text):
    for value in members(text, {"plan", "runbook"}):
        if "/library/" in path and value.data:
            yield Mutation(value.begin, value.end, f'"{value.data[:-6]}.json"',
                           [Fault("FD1001", None, "did you mean")])


@kind()
def change_of_nothing(path, text):
    for value in text.values:
        if value.parent and value.parent.key == "changes":
            new = value.key.replace("database", "databse")
            yield Mutation(value.key_begin, value.key_end, f'"{new}"',
                           [Fault("FD1019", value.key_begin, 'did you mean "database"?')])
