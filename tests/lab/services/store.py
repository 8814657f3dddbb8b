"""The object store: one account in three regions, copies that follow, an archive tier, rot that is
mended."""
import os
import subprocess
import time

from lab import until

STORES = {region: region + "/store-1" for region in ("us-east-1", "us-west-2", "eu-west-1")}


def disks(lab, region):
    return "%s/nodes/%s/swift/disks" % (lab.root, STORES[region])


def copies(lab, region, size):
    """Files of exactly `size` bytes on a region's disks: the copies of an object of that size."""
    found = []
    for folder, _, names in os.walk(disks(lab, region)):
        found += [os.path.join(folder, name) for name in names
                  if name.endswith(".data") and "quarantined" not in folder
                  and os.path.getsize(os.path.join(folder, name)) == size]
    return found


def put(lab, region, bucket, key, size):
    """An object of `size` random bytes; the bytes. Written where the node can read it."""
    content = os.urandom(size)
    path = "%s/shared/put-%s" % (lab.root, key)
    with open(path, "wb") as file:
        file.write(content)
    lab.s3(region, "put", path, "s3://%s/%s" % (bucket, key))
    os.remove(path)
    return content


def get(lab, region, bucket, key):
    path = "%s/shared/got-%s" % (lab.root, key)
    if os.path.exists(path):
        os.remove(path)
    lab.s3(region, "get", "--force", "s3://%s/%s" % (bucket, key), path, check=False)
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def holds_segment(lab, region, segment):
    """Whether an archived segment is on a disk there: names are listed before objects come."""
    listed = lab.s3(region, "ls", "-r", "s3://pgbackrest/lab/archive/").splitlines()
    sizes = [int(line.split()[2]) for line in listed if segment in line]
    return bool(sizes) and bool(copies(lab, region, sizes[0]))


def test_buckets_are_there_in_every_region(lab):
    for region in STORES:
        listed = lab.s3(region, "ls")
        for bucket in ("pgbackrest", "checkpoints", "documents", "archive"):
            assert "s3://" + bucket in listed, (region, listed)


def test_an_object_comes_to_every_region(lab):
    """Three copies at home at once, in the end one in each region."""
    size = 700_001
    content = put(lab, "us-east-1", "documents", "spread", size)
    begin = time.monotonic()
    until(lambda: all(len(copies(lab, region, size)) == 1 for region in STORES), 60,
          "one copy in each region")
    took = time.monotonic() - begin
    assert get(lab, "eu-west-1", "documents", "spread") == content
    return "everywhere %.1f s after the PUT" % took


def test_an_isolated_region_goes_on_writing(lab):
    """What it writes is not to be had elsewhere until the cut heals, and then it is."""
    size = 300_007
    lab.isolate("us-east-1")
    try:
        begin = time.monotonic()
        content = put(lab, "us-east-1", "documents", "alone", size)
        wrote = time.monotonic() - begin
        assert get(lab, "us-west-2", "documents", "alone") is None
    finally:
        lab.isolate("us-east-1", "--heal")
    took = until(lambda: get(lab, "us-west-2", "documents", "alone") == content, 60,
                 "readable in the second region")
    return "PUT %.1f s while cut off, elsewhere %.1f s after the heal" % (wrote, took)


def test_the_archive_is_in_the_third_region_alone(lab):
    size = 200_003
    content = put(lab, "us-east-1", "archive", "long-term", size)
    until(lambda: len(copies(lab, "eu-west-1", size)) == 3, 30, "three copies in the third region")
    assert not copies(lab, "us-east-1", size) and not copies(lab, "us-west-2", size)
    assert get(lab, "us-west-2", "archive", "long-term") == content


def test_rot_is_found_and_mended(lab):
    """One flipped byte in place: the auditor puts the copy aside, the replicator brings one."""
    size = 150_011
    content = put(lab, "us-east-1", "documents", "rotten", size)
    until(lambda: all(len(copies(lab, region, size)) == 1 for region in STORES), 60, "spread")
    path = copies(lab, "us-west-2", size)[0]
    with open(path, "r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 0xff]))

    def is_mended():
        paths = copies(lab, "us-west-2", size)
        return len(paths) == 1 and open(paths[0], "rb").read() == content
    took = until(is_mended, 90, "a good copy again")
    quarantined = subprocess.run(["find", disks(lab, "us-west-2"), "-path", "*quarantined*",
                                  "-name", "*.data"], capture_output=True, text=True, check=True)
    assert quarantined.stdout, "nothing was put aside"
    return "mended after %.1f s" % took


def test_a_wrong_key_is_refused(lab):
    said = lab.firedrill("shell", "eu-west-1/user-1", "--", "s3cmd", "-c", "/dev/null",
                         "--access_key=lab:admin", "--secret_key=wrong",
                         "--host=store.eu-west-1.lab.test:8080",
                         "--host-bucket=store.eu-west-1.lab.test:8080", "--no-ssl",
                         "--region=eu-west-1", "ls", check=False)
    assert "403" in said.stderr, said.stderr
