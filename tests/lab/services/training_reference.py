"""The lab's training run again, in plain Python and by other code: what the loss of its first steps
has to be (live/lab/programs/training_model.hpp says what is computed). Nothing is shared with the
program but the definition; sums are taken in another order, so equal means to 1e-9."""
import math
import struct

MASK = (1 << 64) - 1
INPUTS, HIDDEN, OUTPUTS, BATCH, SHARDS = 16, 32, 4, 32, 8
SEED, RATE, KEPT = 20260131, 0.05, 0.9
INCREMENT = 0x9e3779b97f4a7c15


def mix(word):
    """SplitMix64's finaliser (Steele, Lea and Flood, 2014)."""
    word = ((word ^ (word >> 30)) * 0xbf58476d1ce4e5b9) & MASK
    word = ((word ^ (word >> 27)) * 0x94d049bb133111eb) & MASK
    return word ^ (word >> 31)


def stream_key(name):
    bits = mix((SEED + INCREMENT) & MASK)
    data = name.encode()
    for begin in range(0, len(data), 8):
        word = int.from_bytes(data[begin:begin + 8], "big")
        bits = mix(bits ^ mix((word + INCREMENT) & MASK))
    return mix((bits + len(data)) & MASK)


def member(key, index):
    return mix(mix((key + INCREMENT) & MASK) ^ mix((index + 2 * INCREMENT) & MASK))


def philox(counter, key):
    """Philox2x64-10 (Salmon et al., 2011)."""
    left, right = counter
    for _ in range(10):
        product = 0xd2b74407b1ce6e93 * left
        left, right = (product >> 64) ^ key ^ right, product & MASK
        key = (key + INCREMENT) & MASK
    return left, right


def uniforms(key, replication):
    """Numbers between -1 and 1."""
    block = 0
    while True:
        for bits in philox((block, replication), key):
            one = struct.unpack("<d", struct.pack("<Q", 0x3ff0000000000000 | bits >> 12))[0]
            yield 2 * (one - (1 - 2.0 ** -53)) - 1
        block += 1


def softsign(x):
    return x / (1 + abs(x))


class Network:
    def __init__(self):
        draw = uniforms(stream_key("training/weights"), 0)
        near, far = 1 / math.sqrt(INPUTS), 1 / math.sqrt(HIDDEN)
        # Eigen's matrices lie column by column.
        columns = [[next(draw) * near for _ in range(HIDDEN)] for _ in range(INPUTS)]
        self.hidden = [[columns[i][h] for i in range(INPUTS)] for h in range(HIDDEN)]
        self.hidden_offset = [next(draw) * near for _ in range(HIDDEN)]
        columns = [[next(draw) * far for _ in range(OUTPUTS)] for _ in range(HIDDEN)]
        self.output = [[columns[h][o] for h in range(HIDDEN)] for o in range(OUTPUTS)]
        self.output_offset = [next(draw) * far for _ in range(OUTPUTS)]
        self.momentum = None

    def rows(self):
        return self.hidden + [self.hidden_offset] + self.output + [self.output_offset]

    def step(self, number):
        """One step; the loss before it."""
        slopes = [[0.0] * len(row) for row in self.rows()]
        loss = 0.0
        for shard in range(SHARDS):
            draw = uniforms(member(stream_key("training/examples"), shard), number)
            for _ in range(BATCH):
                loss += self.example([next(draw) for _ in range(INPUTS)], slopes)
        if self.momentum is None:
            self.momentum = [[0.0] * len(row) for row in slopes]
        for row, speeds, changes in zip(self.rows(), self.momentum, slopes):
            for index, change in enumerate(changes):
                speeds[index] = KEPT * speeds[index] + change / SHARDS
                row[index] -= RATE * speeds[index]
        return loss / (SHARDS * BATCH * OUTPUTS)

    def example(self, x, slopes):
        """Adds one example's slopes; its squared error."""
        sums = [sum(w * v for w, v in zip(row, x)) + b
                for row, b in zip(self.hidden, self.hidden_offset)]
        act = [softsign(s) for s in sums]
        errors = [sum(w * a for w, a in zip(row, act)) + c - (x[k] * x[k + 1] + x[k + 2] / 2)
                  for k, (row, c) in enumerate(zip(self.output, self.output_offset))]
        ends = [2 * e / (OUTPUTS * BATCH) for e in errors]
        for k, end in enumerate(ends):
            slopes[HIDDEN + 1 + OUTPUTS][k] += end
            for h in range(HIDDEN):
                slopes[HIDDEN + 1 + k][h] += end * act[h]
        for h in range(HIDDEN):
            back = sum(end * self.output[k][h] for k, end in enumerate(ends))
            back /= (1 + abs(sums[h])) ** 2
            slopes[HIDDEN][h] += back
            for i in range(INPUTS):
                slopes[h][i] += back * x[i]
        return sum(e * e for e in errors)


def losses(steps):
    network = Network()
    return [network.step(number) for number in range(steps)]
