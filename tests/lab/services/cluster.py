"""Compute: the training job is right, survives the loss of a worker, fences off the past, grows."""
import json
import os
import time

from lab import until
from training_reference import losses

HOME = "us-east-1"


def progress(lab, region, run):
    """Lines of a run: one for each step and epoch."""
    path = "%s/shared/%s/checkpoints/%s.progress.jsonl" % (lab.root, region, run)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.endswith("\n")]


def last_step(lab, region, run):
    return max((line["step"] for line in progress(lab, region, run)), default=0)


def job_state(lab, region, job):
    return lab.slurm(region, "squeue", "-h", "-j", job, "-o", "%T %N", check=False)


def is_over(lab, region, job):
    return job_state(lab, region, job) == ""


def states(lab, region):
    """How many nodes are in which state."""
    counted = {}
    for line in lab.slurm(region, "sinfo", "-h", "-N", "-p", "train", "-o", "%N %t").splitlines():
        counted[line.split()[1]] = counted.get(line.split()[1], 0) + 1
    return counted


def mend(lab):
    """All eight nodes of the first region idle, whatever an earlier test has left."""
    for line in lab.slurm(HOME, "sinfo", "-h", "-N", "-p", "train", "-o", "%N %t").splitlines():
        name, state = line.split()
        node = HOME + "/" + name
        if state.startswith("down"):
            lab.firedrill("power", node, "on")
            lab.service(node + "/slurmd", "start")
            lab.wait_for_stage(node + "/slurmd", "ready", 40)
    until(lambda: states(lab, HOME) == {"idle": 8}, 60, "all eight are idle")


def test_nodes_are_idle_with_eight_accelerators_each(lab):
    assert states(lab, HOME) == {"idle": 8}, states(lab, HOME)
    gres = set(lab.slurm(HOME, "sinfo", "-h", "-N", "-p", "train", "-o", "%G").split())
    assert gres == {"gaudi:8"}, gres


def test_the_loss_is_that_of_an_independent_computation(lab):
    """Eight workers, against another program on one; equal to 1e-9."""
    job = lab.act("start-training", HOME, "reference", "8", "8", "6")
    until(lambda: last_step(lab, HOME, "reference") == 6, 40, "six steps")
    until(lambda: is_over(lab, HOME, job), 20, "the job has ended")
    lines = progress(lab, HOME, "reference")
    assert [line["step"] for line in lines] == [1, 2, 3, 4, 5, 6], lines
    assert all(line["workers"] == 8 for line in lines), lines
    worst = max(abs(line["loss"] / loss - 1) for line, loss in zip(lines, losses(6)))
    assert worst < 1e-9, worst
    return "differs by %.1e at most" % worst


def trains_again(lab, job):
    """Slurm shows a job as queued before it has put its beginning off: told again until it runs."""
    if "PENDING" in job_state(lab, HOME, job):
        lab.act("release-training", HOME, job)
        time.sleep(1)
    return max(line["epoch"] for line in progress(lab, HOME, "survivor")) > 1


def test_a_lost_worker_costs_time_but_changes_no_loss(lab):
    """The plug of one of eight nodes is pulled; the scheduler is told; the job goes on, on seven,
    from its last checkpoint. All steps have the loss of an undisturbed run, bit by bit."""
    job = lab.act("start-training", HOME, "survivor", "4", "8", "60")
    until(lambda: last_step(lab, HOME, "survivor") >= 20, 40, "twenty steps")
    begin = time.monotonic()
    lab.firedrill("power", HOME + "/gpu-5", "off")
    lost_at = last_step(lab, HOME, "survivor")
    lab.act("give-up-node", HOME + "/gpu-5")
    until(lambda: "PENDING" in job_state(lab, HOME, job), 20, "queued again")
    requeued = time.monotonic() - begin
    until(lambda: trains_again(lab, job), 60, "trains again")
    running = time.monotonic() - begin
    until(lambda: last_step(lab, HOME, "survivor") == 60, 60, "sixty steps")
    until(lambda: is_over(lab, HOME, job), 20, "the job has ended")
    lines = progress(lab, HOME, "survivor")
    second = [line for line in lines if line["epoch"] == 2]
    assert all(line["workers"] == 7 for line in second), second[0]
    again = lost_at + 1 - second[0]["step"]
    assert 0 <= again <= 8 + 2, (lost_at, second[0])

    job = lab.act("start-training", HOME, "undisturbed", "4", "4", "60")
    until(lambda: last_step(lab, HOME, "undisturbed") == 60, 60, "sixty steps")
    right = {line["step"]: line["loss"] for line in progress(lab, HOME, "undisturbed")}
    assert all(line["loss"] == right[line["step"]] for line in lines), "bit by bit"

    mend(lab)
    return "queued again %.1f s, training again %.1f s after the loss; %d steps done again" % (
        requeued, running, again)


def test_a_worker_that_was_cut_off_cannot_overwrite_what_came_after(lab):
    """A partition: the scheduler gives the node up and starts the job elsewhere, while the old
    worker trains on. It must stop at its next checkpoint, and its successor's must stay."""
    mend(lab)
    job = lab.act("start-training", HOME, "fenced", "1", "1", "400")
    until(lambda: last_step(lab, HOME, "fenced") >= 10, 40, "ten steps")
    old = job_state(lab, HOME, job).split()[1]
    node = HOME + "/" + old
    pids = lab.run(node, "pgrep", "-f", "lab-program train --config").split()
    # The switch's end of its cable: with its own the node would lose its address, and the worker
    # could no longer speak to the step that started it.
    port = ["ip", "link", "set", "n" + lab.address[node].rsplit(".", 1)[1]]
    lab.run(HOME + "/gateway", *port, "down")
    try:
        begin = time.monotonic()
        until(lambda: any(line["epoch"] == 2 for line in progress(lab, HOME, "fenced")), 90,
              "a successor trains")
        took = time.monotonic() - begin
        assert job_state(lab, HOME, job).split()[1] != old
        until(lambda: not lab.run(node, "pgrep", "-f", "lab-program train --config", check=False),
              20, "the old worker has stopped by itself")
        until(lambda: os.path.exists("%s/shared/%s/checkpoints/fenced/00000002.%s/checkpoint" %
                                     (lab.root, HOME, HOME)), 20, "the successor has saved")
    finally:
        lab.run(HOME + "/gateway", *port, "up")
    lines = progress(lab, HOME, "fenced")
    claimed = next(line["at"] for line in lines if line["epoch"] == 2)
    late = [line for line in lines if line["epoch"] == 1 and line["at"] > claimed]
    with open("%s/shared/%s/fenced.out" % (lab.root, HOME), encoding="utf-8") as file:
        assert pids and '"event":"fenced","epoch":1' in file.read(), "it was never refused"
    assert len(late) <= 10, "it trained on past a checkpoint"
    folder = "%s/shared/%s/checkpoints/fenced" % (lab.root, HOME)
    newest = json.loads(open(folder + "/00000002.%s/checkpoint" % HOME, "rb").readline())
    first = json.loads(open(folder + "/00000001.%s/checkpoint" % HOME, "rb").readline())
    assert newest["epoch"] == 2 and first["epoch"] == 1, (newest, first)
    resumed = next(line["step"] for line in lines if line["epoch"] == 2) - 1
    assert first["step"] == resumed, "it saved after its successor had begun"
    lab.slurm(HOME, "scancel", job)
    mend(lab)
    return "successor trains %.1f s after the cut; the old one did %d more steps, saved none" % (
        took, len(late))


def test_checkpoints_are_in_the_second_region_and_go_on_there(lab):
    """Another region takes over from the object store, with a token above all of the first's."""
    keys = until_listed(lab, "us-west-2", "survivor")
    assert any(key.endswith("/00000002.us-east-1/checkpoint") for key in keys), keys
    job = lab.act("start-training", "us-west-2", "survivor", "4", "4", "64", "takes-over")
    until(lambda: last_step(lab, "us-west-2", "survivor") == 64, 60, "it goes on")
    until(lambda: is_over(lab, "us-west-2", job), 20, "the job has ended")
    lines = progress(lab, "us-west-2", "survivor")
    assert [line["step"] for line in lines] == [61, 62, 63, 64], lines
    assert lines[0]["epoch"] == 1000, lines[0]


def until_listed(lab, region, run):
    """Object names of a run's checkpoints, once they say it has come to its end."""
    def listed():
        return lab.s3(region, "ls", "-r", "s3://checkpoints/%s/" % run).split()
    until(lambda: any(key.endswith("checkpoint") for key in listed()), 60, "checkpoints are there")
    return listed()


def test_nodes_can_be_added(lab):
    """The second region grows from four to eight, and back."""
    assert states(lab, "us-west-2") == {"idle": 4, "idle~": 4}, states(lab, "us-west-2")
    begin = time.monotonic()
    lab.act("power-up-nodes", "us-west-2", "gpu-5,gpu-6,gpu-7,gpu-8")
    until(lambda: states(lab, "us-west-2") == {"idle": 8}, 40, "eight are idle")
    took = time.monotonic() - begin
    job = lab.act("start-training", "us-west-2", "grown", "8", "8", "4")
    until(lambda: last_step(lab, "us-west-2", "grown") == 4, 40, "it trains on eight")
    started = time.monotonic() - begin - took
    assert progress(lab, "us-west-2", "grown")[-1]["workers"] == 8
    until(lambda: is_over(lab, "us-west-2", job), 20, "the job has ended")
    lab.act("power-down-nodes", "us-west-2", "gpu-5,gpu-6,gpu-7,gpu-8")
    until(lambda: states(lab, "us-west-2").get("idle~") == 4, 60, "four are off again")
    return "idle after %.1f s, trained %.1f s after that" % (took, started)
