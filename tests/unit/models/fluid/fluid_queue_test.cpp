// Backlog and age against hand calculations.
#include "models/fluid/fluid_queue.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;

TEST_CASE("nothing waits while the link keeps up") {
  FluidQueue link{Rate{100.0}};
  link.flow(1000.0, 99.0);
  CHECK(link.backlog() == 0.0);
  CHECK(link.age() == 0.0);
  CHECK(link.departed() == Approx(99'000.0));
}

TEST_CASE("a burst leaves a backlog whose age is read off the arrival curve") {
  FluidQueue link{Rate{100.0}};
  link.flow(10.0, 50.0);   // keeps up: 500 arrived, 500 left
  link.flow(10.0, 300.0);  // 3000 arrive, 1000 leave: 2000 wait
  CHECK(link.backlog() == Approx(2000.0));
  // 1500 have left; byte 1500 arrived (1500 - 500) / 300 s into the burst, at 13.333 s.
  CHECK(link.age() == Approx(20.0 - 13.0 - 1.0 / 3.0));
  link.flow(20.0, 0.0);  // drains 2000 in 20 s
  CHECK(link.backlog() == Approx(0.0).margin(1e-9));
  CHECK(link.age() == 0.0);
}

TEST_CASE("data that arrives at once ages together") {
  FluidQueue link{Rate{100.0}};
  link.flow(5.0, 0.0);
  link.arrive(1000.0);
  link.flow(4.0, 0.0);  // 400 of the 1000 have left
  CHECK(link.backlog() == Approx(600.0));
  CHECK(link.age() == Approx(4.0));
  link.flow(6.0, 0.0);
  CHECK(link.age() == 0.0);
}

TEST_CASE("what arrives behind a jump waits for it") {
  FluidQueue link{Rate{100.0}};
  link.arrive(1000.0);
  link.flow(12.0, 50.0);  // at 12 s 1200 have left: the jump, and 200 of the stream, which took 4 s
  CHECK(link.age() == Approx(8.0));
  link.reset(Rate{10.0});
  CHECK(link.now() == 0.0);
  CHECK(link.backlog() == 0.0);
}
