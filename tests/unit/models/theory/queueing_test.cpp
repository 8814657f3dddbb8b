// Textbook values, and laws that hold between the formulas: Little's, and each formula as a special
// case of the next.
#include "models/theory/queueing.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/unit/printed.hpp"

using namespace firedrill;

TEST_CASE("M/M/1 at a load of 0.8 has the textbook values") {
  const SingleServerQueue queue{0.8, 1.0};
  CHECK(queue.load() == Approx(0.8).epsilon(1e-12));
  CHECK(queue.mean_in_system() == Approx(4.0).epsilon(1e-12));
  CHECK(queue.mean_waiting() == Approx(3.2).epsilon(1e-12));
  CHECK(queue.mean_response() == Approx(5.0).epsilon(1e-12));
  CHECK(queue.mean_wait() == Approx(4.0).epsilon(1e-12));
  CHECK(queue.response_quantile(0.99) == printed(23.0259, 4));
  CHECK(queue.wait_quantile(0.99) == printed(21.9101, 4));
  CHECK(queue.probability_of_at_least(10) == Approx(0.1073741824).epsilon(1e-12));
  CHECK(queue.probability_of_at_least(0) == 1.0);
}

TEST_CASE("M/M/1 in other units of time: times scale, shares stay") {
  const SingleServerQueue per_second{8.0, 10.0};
  const SingleServerQueue per_minute{480.0, 600.0};
  CHECK(per_second.mean_in_system() == Approx(per_minute.mean_in_system()));
  CHECK(per_second.mean_wait() == Approx(60.0 * per_minute.mean_wait()));
  CHECK(per_second.wait_quantile(0.9) == Approx(60.0 * per_minute.wait_quantile(0.9)));
  // Little's law
  CHECK(per_second.mean_waiting() == Approx(8.0 * per_second.mean_wait()));
}

TEST_CASE("waits of M/M/1 are zero with probability 1 - load") {
  const SingleServerQueue queue{0.3, 1.0};
  CHECK(queue.wait_quantile(0.69) == 0.0);
  CHECK(queue.wait_quantile(0.71) > 0.0);
  CHECK(SingleServerQueue{0.0, 1.0}.wait_quantile(0.999) == 0.0);
}

TEST_CASE("Erlang's formulas have the published values") {
  CHECK(erlang_b(100, 100.0) == printed(0.0757004527109, 13));
  CHECK(erlang_c(2, 1.5) == printed(0.642857142857, 12));
  CHECK(erlang_c(4, 3.0) == printed(0.509433962264, 12));
  CHECK(erlang_c(8, 6.4) == printed(0.457644925442, 12));
  CHECK(mean_wait(2, 1.5, 1.0) == printed(1.285714, 6));
  CHECK(mean_wait(4, 3.0, 1.0) == printed(0.509434, 6));
  CHECK(mean_wait(8, 6.4, 1.0) == printed(0.286028, 6));
}

TEST_CASE("Erlang B is the ratio of a^c/c! to the sum of its like") {
  const double load = 3.7;
  double term = 1.0;
  double sum = 1.0;
  for (int servers = 1; servers <= 12; ++servers) {
    term *= load / servers;
    sum += term;
    CHECK(erlang_b(servers, load) == Approx(term / sum).epsilon(1e-12));
  }
  CHECK(erlang_b(0, load) == 1.0);
  CHECK(erlang_b(100'000, 90'000.0) < 1e-200);
}

TEST_CASE("with one server, M/M/c and M/G/1 are M/M/1") {
  const SingleServerQueue queue{0.8, 1.25};
  CHECK(erlang_c(1, queue.load()) == Approx(queue.load()).epsilon(1e-12));
  CHECK(mean_wait(1, 0.8, 1.25) == Approx(queue.mean_wait()).epsilon(1e-12));
  CHECK(mean_wait_general(0.8, 1.0 / 1.25, 1.0) == Approx(queue.mean_wait()).epsilon(1e-12));
}

TEST_CASE("Pollaczek and Khinchine: the wait grows with the variance of service") {
  CHECK(mean_wait_general(0.8, 1.0, 0.0) == Approx(2.0).epsilon(1e-12));
  CHECK(mean_wait_general(0.8, 1.0, 1.0) == Approx(4.0).epsilon(1e-12));
  CHECK(mean_wait_general(0.8, 1.0, 4.0) == Approx(10.0).epsilon(1e-12));
}

TEST_CASE("eight machines with one and with two repairers have the published values") {
  struct Row {
    int repairers;
    double all_up, mean_down, two_or_more;
  };
  const auto row = GENERATE(values<Row>({{1, 0.936537293351, 0.0671616689, 0.00352431987},
                                         {2, 0.938230750911, 0.0635337350, 0.00172248103}}));
  const auto share = machines_down(8, row.repairers, 1.0 / 500.0, 1.0 / 4.0);
  REQUIRE(share.size() == 9);
  double mean = 0.0;
  for (std::size_t down = 0; down < share.size(); ++down) {
    mean += static_cast<double>(down) * share[down];
  }
  CHECK(share[0] == printed(row.all_up, 12));
  CHECK(mean == printed(row.mean_down, 10));
  CHECK(std::accumulate(share.begin() + 2, share.end(), 0.0) == printed(row.two_or_more, 11));
}

TEST_CASE("with a repairer a machine, machines are independent: a binomial law") {
  const auto share = machines_down(3, 3, 1.0, 4.0);
  CHECK(share[0] == Approx(0.512).epsilon(1e-12));
  CHECK(share[1] == Approx(3 * 0.128).epsilon(1e-12));
  CHECK(share[2] == Approx(3 * 0.032).epsilon(1e-12));
  CHECK(share[3] == Approx(0.008).epsilon(1e-12));
}
