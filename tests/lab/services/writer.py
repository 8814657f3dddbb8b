"""A user who writes through the application, and remembers what was acknowledged."""
import threading
import time

USER = "eu-west-1/user-1"


class Writer:
    """A user who writes a record every 0.2 s, looking the name up each time, and remembers which
    were acknowledged."""

    def __init__(self, lab):
        self.lab, self.acknowledged = lab, []
        self.name = "user-%d" % time.time_ns()  # no other writer's records count
        self.stopping = False
        self.thread = threading.Thread(target=self.work)

    def work(self):
        number = 0
        resolver = self.lab.address["eu-west-1/resolver-1"]
        script = ('a=$(dig +short +time=1 +tries=1 @%s app.lab.test | tail -1); '
                  'curl -s -m 2 -o /dev/null -w "%%{http_code}" -X PUT --data x '
                  'http://$a:8080/records/$0') % resolver
        while not self.stopping:
            number += 1
            status = self.lab.run(USER, "sh", "-c", script,
                                  "%s-%d" % (self.name, number), check=False)
            if status == "201":
                self.acknowledged.append(number)
            time.sleep(0.2)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        self.thread.join()

    def lost(self, node):
        """Numbers of acknowledged records that are not there."""
        there = set(self.lab.sql(node, "select id from records where id like '%s-%%'" %
                                 self.name).split())
        return [one for one in self.acknowledged if "%s-%d" % (self.name, one) not in there]
