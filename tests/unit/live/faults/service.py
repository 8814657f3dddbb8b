"""A service for faults to hurt, and what measures it from outside.

    service.py serve FOLDER PORT      answers TCP, syncs a file every 20 ms, notes how long it took
    service.py connect ADDRESS PORT   prints "answered", "refused" or "silent"
    service.py receive PORT SECONDS   prints datagrams, bytes on the wire, seconds they took
    service.py send ADDRESS PORT DATAGRAMS [BIT/S]
"""
import errno
import os
import select
import socket
import sys
import threading
import time

FRAME = 14 + 20 + 8  # Ethernet, IPv4 and UDP before each datagram's payload
PAYLOAD = 1400


def answer(listener):
    while True:
        client, _ = listener.accept()
        threading.Thread(target=greet, args=(client,), daemon=True).start()


def greet(client):
    client.sendall(b"hello\n")
    try:
        client.recv(1)  # until the other side has enough
    except OSError:
        pass
    client.close()


def serve(folder, port):
    listener = socket.create_server(("", int(port)), backlog=500)
    threading.Thread(target=answer, args=(listener,), daemon=True).start()
    with open(f"{folder}/data", "wb") as data, open(f"{folder}/syncs", "w") as syncs:
        while True:
            data.seek(0)
            data.write(b"x")
            data.flush()
            begin = time.monotonic()
            try:
                os.fsync(data.fileno())
                result = "ok"
            except OSError as error:
                result = errno.errorcode[error.errno]
            took = time.monotonic() - begin
            syncs.write(f"{result} {took:.6f} {time.time():.3f}\n")
            syncs.flush()
            select.select([], [], [], 0.02)  # libfaketime breaks time.sleep


def connect(address, port):
    try:
        with socket.create_connection((address, int(port)), timeout=1.5) as client:
            client.settimeout(1.5)
            print("answered" if client.recv(6) == b"hello\n" else "closed")
    except socket.timeout:
        print("silent")
    except OSError as error:
        print("refused" if error.errno == errno.ECONNREFUSED else "unreachable")


def receive(port, seconds):
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, 33, 1 << 25)  # SO_RCVBUFFORCE
    receiver.bind(("", int(port)))
    receiver.settimeout(15.0)
    count = size = 0
    first = last = None
    try:
        while True:
            message = receiver.recv(65536)
            last = time.monotonic()
            if first is None:
                first = last  # the clock runs from it, so it is not counted
                receiver.settimeout(float(seconds))
            else:
                count, size = count + 1, size + len(message) + FRAME
    except socket.timeout:
        pass
    print(count + (first is not None), size, f"{(last or 0) - (first or 0):.6f}")


def send(address, port, datagrams, rate="40000000"):
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    pace = (PAYLOAD + FRAME) * 8 / float(rate)
    due = time.monotonic()
    for _ in range(int(datagrams)):
        now = time.monotonic()
        if due - now > 0.002:
            time.sleep(due - now)
        # What a busy machine held up is not made up for: a burst would show another loss.
        due = max(due, now - 0.004) + pace
        try:
            sender.sendto(b"x" * PAYLOAD, (address, int(port)))
        except OSError:
            pass  # no room in the queue: lost as on the way


if __name__ == "__main__":
    {"serve": serve, "connect": connect, "receive": receive, "send": send}[sys.argv[1]](
        *sys.argv[2:])
