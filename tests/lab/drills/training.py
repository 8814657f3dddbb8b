"""The loss of a worker: the scheduler's own tools and the checkpoints tell what became of it."""
from cluster import last_step, progress, states
from drill import check, drill, steps_of
from lab import until
from training_reference import losses

HOME, RUN = "us-east-1", "drill"


def test_node_loss(lab, folder):
    run, _ = drill(lab, "lab-node-loss", folder, "--binding",
                   "scenarios/bindings/lab-training.json")
    outcomes = steps_of(run)
    for step in ("redistribute_jobs", "replace_node"):
        check("the conductor has carried out " + step, outcomes.get(step) == "succeeded",
              outcomes.get(step))
    gap = run["probes"][0]["unavailable_s"]
    check("training was measured to stop and to go on", gap is not None and 1 <= gap <= 60, gap)
    lines = progress(lab, HOME, RUN)
    epochs = sorted({line["epoch"] for line in lines})
    workers = {line["workers"] for line in lines if line["epoch"] == 2}
    # On all eight if the scheduler looked only after the replacement had come.
    check("the job was started once more, on the nodes that were left",
          epochs == [1, 2] and workers in ({7}, {8}), (epochs, workers))
    # No step was left out, and none has another loss than an independent computation says.
    again = [line["step"] for line in lines if line["epoch"] == 2][0]
    before = max(line["step"] for line in lines if line["epoch"] == 1)
    check("it went on from its last checkpoint", 0 <= before + 1 - again <= 10,
          "step %d after %d" % (again, before))
    right = losses(min(40, last_step(lab, HOME, RUN)))
    worst = max(abs(line["loss"] / right[line["step"] - 1] - 1) for line in lines
                if line["step"] <= len(right))
    check("with the right losses", worst < 1e-9, "differ by %.1e at most" % worst)
    until(lambda: any(key.endswith("/00000002.us-east-1/checkpoint") for key in
                      lab.s3("us-west-2", "ls", "-r", "s3://checkpoints/%s/" % RUN,
                                    check=False).split()), 60,
          "its checkpoint is in the second region")
    check("its checkpoint is in the second region's store", True)
    check("all eight nodes are in the cluster again", states(lab, HOME) == {"idle": 8},
          states(lab, HOME))
