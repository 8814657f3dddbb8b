// Queues whose rare events have known probabilities, as processes for splitting. Jumps only: what
// is asked does not depend on how long they take.
// Example: ProcessWalker{TandemQueue{14}, key}  // docs/ORACLES.md, rare events
#pragma once

#include "models/chance/random.hpp"

namespace firedrill {

// Arrival 3, services 2 and 6, both queues hold at most `capacity`; from (0, 1): the second queue
// fills before it empties.
struct TandemQueue {
  int capacity = 8;
  int first = 0, second = 1;

  [[nodiscard]] bool is_over() const { return second == 0 || second == capacity; }
  [[nodiscard]] double importance() const { return second; }
  void step(Draws& draws) {
    const double u = 11.0 * draws.uniform();  // uniformised: what cannot happen changes nothing
    if (u < 3.0) {
      first += first < capacity ? 1 : 0;
    } else if (u < 5.0) {
      if (first > 0) {
        --first;
        ++second;
      }
    } else {
      --second;
    }
  }
};

// The same queues for ever: who finds the second full is lost. From both empty until they are
// again, or the second is full.
struct TandemCycle {
  int capacity = 8;
  int first = 0, second = 0;
  bool has_left = false;

  [[nodiscard]] bool is_empty() const { return has_left && first == 0 && second == 0; }
  [[nodiscard]] bool is_over() const { return is_empty() || second == capacity; }
  [[nodiscard]] double importance() const { return second; }
  void step(Draws& draws) {
    const double u = 11.0 * draws.uniform();
    if (u < 3.0) {
      first += first < capacity ? 1 : 0;
      has_left = true;
    } else if (u < 5.0) {
      if (first > 0) {
        --first;
        second += second < capacity ? 1 : 0;
      }
    } else {
      second -= second > 0 ? 1 : 0;
    }
  }
};

// Arrival 1, services 4 and 2, from (1, 0): thirty customers before none.
struct JacksonNetwork {
  int first = 1, second = 0;

  [[nodiscard]] bool is_over() const { return first + second == 0 || first + second == 30; }
  [[nodiscard]] double importance() const { return first + second; }
  void step(Draws& draws) {
    const double u = 7.0 * draws.uniform();
    if (u < 1.0) {
      ++first;
    } else if (u < 5.0) {
      if (first > 0) {
        --first;
        ++second;
      }
    } else if (second > 0) {
      --second;
    }
  }
};

// A buffer filled by five sources each of two types, which go on with rates 3 and 1, off with 2 and
// 4, and send at 3 and 6; a server of rate 100 that fails with 3 and is repaired with 4. From one
// packet, a source of the second type on, the server failed: the buffer fills before it empties.
// Source: Kroese and Nicola, Performance Evaluation 36-37 (1999).
struct BreakdownQueue {
  int capacity = 40;
  int packets = 1;
  int first_on = 0, second_on = 1;
  bool works = false;

  [[nodiscard]] bool is_over() const { return packets == 0 || packets == capacity; }
  [[nodiscard]] double importance() const { return packets; }
  void step(Draws& draws) {
    const double send = 3.0 * first_on + 6.0 * second_on;
    const double first_up = 3.0 * (5 - first_on), first_down = 2.0 * first_on;
    const double second_up = 1.0 * (5 - second_on), second_down = 4.0 * second_on;
    const double serve = works ? 100.0 : 0.0;
    const double turn = works ? 3.0 : 4.0;
    double u =
        draws.uniform() * (send + first_up + first_down + second_up + second_down + serve + turn);
    if ((u -= serve) < 0.0) {
      --packets;
    } else if ((u -= send) < 0.0) {
      ++packets;
    } else if ((u -= first_up) < 0.0) {
      ++first_on;
    } else if ((u -= first_down) < 0.0) {
      --first_on;
    } else if ((u -= second_up) < 0.0) {
      ++second_on;
    } else if ((u -= second_down) < 0.0) {
      --second_on;
    } else {
      works = !works;
    }
  }
};

}  // namespace firedrill
