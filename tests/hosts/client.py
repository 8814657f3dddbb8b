"""Asks the shop for its page every 0.1 s, whatever became of the last time, and prints one line of
JSON for each: when it was due on the system's clock [s], whether it came, and from where. Ends with
SIGTERM. By sockets alone: it shares nothing with firedrill's probes."""
import json
import signal
import socket
import sys
import threading
import time

PERIOD, PATIENCE = 0.1, 0.8
lines, lock, is_over = [], threading.Lock(), threading.Event()


def ask(due):
    answer = b""
    try:
        with socket.create_connection(("10.93.9.1", 8080), timeout=PATIENCE) as connection:
            connection.settimeout(PATIENCE)
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            while part := connection.recv(4096):
                answer += part
    except OSError:
        pass
    with lock:
        lines.append({"due": due, "ok": b"from " in answer,
                      "from": answer.rsplit(b"from ", 1)[-1].decode().strip()})


signal.signal(signal.SIGTERM, lambda *_: is_over.set())
threads, due = [], time.time()
while not is_over.is_set():
    threads.append(threading.Thread(target=ask, args=(due,)))
    threads[-1].start()
    due += PERIOD
    is_over.wait(max(0.0, due - time.time()))
for thread in threads:
    thread.join()
for line in sorted(lines, key=lambda one: one["due"]):
    print(json.dumps(line))
sys.stdout.flush()
