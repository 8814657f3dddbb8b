#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "models/text/reader.hpp"

using namespace firedrill;

namespace {

// The value of the JSON text `json`, or its diagnostic without the source line.
struct Reading {
  std::optional<double> value;
  std::string problem;
};

Reading read(const std::string& json, Dimension dimension) {
  const Result<Document> document = parse_document("a.json", "{\n  \"x\": " + json + "\n}");
  REQUIRE(document);
  ReadContext context;
  const auto value = read_quantity(*document->root.find("x"), dimension, context);
  REQUIRE(value.has_value() == context.diagnostics().empty());
  if (value) {
    return {value, {}};
  }
  REQUIRE(context.diagnostics().size() == 1);
  const std::string text = render(context.diagnostics().front());
  return {std::nullopt, text.substr(0, text.find('\n'))};
}

double seconds(const std::string& text) {
  return read('"' + text + '"', Dimension::time).value.value_or(-1.0);
}
double bytes(const std::string& text) {
  return read('"' + text + '"', Dimension::bytes).value.value_or(-1.0);
}
double rate(const std::string& text) {
  return read('"' + text + '"', Dimension::rate).value.value_or(-1.0);
}

std::string problem(const std::string& json, Dimension dimension) {
  return read(json, dimension).problem;
}

const std::string at = " a.json:2:8 /x: ";

}  // namespace

TEST_CASE("durations in every unit, in seconds") {
  CHECK(seconds("3 ns") == 3e-9);
  CHECK(seconds("3 us") == 3e-6);
  CHECK(seconds("3 µs") == 3e-6);
  CHECK(seconds("3 ms") == 3e-3);
  CHECK(seconds("90 s") == 90.0);
  CHECK(seconds("15 min") == 900.0);
  CHECK(seconds("4 h") == 14400.0);
  CHECK(seconds("1 d") == 86400.0);
  CHECK(seconds("2 weeks") == 1209600.0);
  CHECK(seconds("1 month") == 30.0 * 86400.0);
  CHECK(seconds("1 year") == 365.0 * 86400.0);
  for (const std::string unit : {"nanosecond", "microsecond", "millisecond", "second", "minute",
                                 "hour", "day", "week", "month", "year"}) {
    CHECK(seconds("1 " + unit) > 0.0);
    CHECK(seconds("2 " + unit + "s") == Approx(2.0 * seconds("1 " + unit)).epsilon(1e-15));
  }
}

TEST_CASE("amounts of data in every unit, in bytes") {
  CHECK(bytes("7 B") == 7.0);
  CHECK(bytes("7 kB") == 7e3);
  CHECK(bytes("7 MB") == 7e6);
  CHECK(bytes("200 GB") == 2e11);
  CHECK(bytes("7 TB") == 7e12);
  CHECK(bytes("7 PB") == 7e15);
  CHECK(bytes("1 KiB") == 1024.0);
  CHECK(bytes("1 MiB") == 1048576.0);
  CHECK(bytes("1 GiB") == 1073741824.0);
  CHECK(bytes("1 TiB") == 1099511627776.0);
  CHECK(bytes("1 PiB") == 1125899906842624.0);
  CHECK(bytes("100 Mbit") == 12.5e6);
}

TEST_CASE("rates are amounts per time, in bytes/s") {
  CHECK(rate("8 bit/s") == 1.0);
  CHECK(rate("8 kbit/s") == 1e3);
  CHECK(rate("100 Mbit/s") == 12.5e6);
  CHECK(rate("5 Gbit/s") == 6.25e8);
  CHECK(rate("1 Tbit/s") == 1.25e11);
  CHECK(rate("3 B/s") == 3.0);
  CHECK(rate("200 MB/s") == 2e8);
  CHECK(rate("1 TB/s") == 1e12);
  CHECK(rate("1 KiB/s") == 1024.0);
  CHECK(rate("86.4 GB/day") == Approx(1e6).epsilon(1e-15));
  CHECK(rate("36 kB/h") == 10.0);
}

TEST_CASE("ratios are numbers or percentages") {
  CHECK(read("0.95", Dimension::ratio).value == 0.95);
  CHECK(read("3", Dimension::ratio).value == 3.0);
  CHECK(read("\"95 %\"", Dimension::ratio).value == 0.95);
  CHECK(read("\"0.1%\"", Dimension::ratio).value == 0.001);
  CHECK(read("\"120 %\"", Dimension::ratio).value == 1.2);
}

TEST_CASE("numbers may have fractions and exponents, and the space is optional") {
  CHECK(seconds("1.5h") == 5400.0);
  CHECK(seconds("1e3 s") == 1000.0);
  CHECK(seconds("  2   min ") == 120.0);
  CHECK(seconds("0 s") == 0.0);
  CHECK_FALSE(std::signbit(seconds("-0 s")));
}

TEST_CASE("FD2101: no unit") {
  CHECK(problem("15", Dimension::time) ==
        "FD2101" + at + "15 has no unit; write it as text with one, like \"15 min\"");
  CHECK(problem("1e3", Dimension::bytes) ==
        "FD2101" + at + "1e3 has no unit; write it as text with one, like \"1e3 GB\"");
  CHECK(problem("5", Dimension::rate) ==
        "FD2101" + at + "5 has no unit; write it as text with one, like \"5 Mbit/s\"");
  CHECK(problem("\"15\"", Dimension::time) ==
        "FD2101" + at + "\"15\" has no unit; write it like \"90 s\" or \"15 min\"");
  CHECK(problem("\"0.5\"", Dimension::ratio) ==
        "FD2101" + at + "\"0.5\" has no unit; write it like 0.95 or \"95 %\"");
}

TEST_CASE("FD2102: wrong dimension") {
  CHECK(problem("\"5 GB\"", Dimension::time) ==
        "FD2102" + at +
            "\"5 GB\" is an amount of data, not a duration; "
            "write it like \"90 s\" or \"15 min\"");
  CHECK(problem("\"5 GB\"", Dimension::rate) ==
        "FD2102" + at + "\"5 GB\" is an amount of data, not a data rate; did you mean \"5 GB/s\"?");
  CHECK(problem("\"4 h\"", Dimension::bytes) == "FD2102" + at +
                                                    "\"4 h\" is a duration, not an amount of data; "
                                                    "write it like \"200 GB\" or \"64 MiB\"");
  CHECK(problem("\"5 MB/s\"", Dimension::bytes) ==
        "FD2102" + at +
            "\"5 MB/s\" is a data rate, not an amount of data; "
            "write it like \"200 GB\" or \"64 MiB\"");
  CHECK(problem("\"5 %\"", Dimension::time) ==
        "FD2102" + at + "\"5 %\" is a ratio, not a duration; write it like \"90 s\" or \"15 min\"");
  CHECK(problem("\"5 s\"", Dimension::ratio) ==
        "FD2102" + at + "\"5 s\" is a duration, not a ratio; write it like 0.95 or \"95 %\"");
}

TEST_CASE("FD2103: not a quantity, with the nearest unit") {
  CHECK(problem("\"4 hourz\"", Dimension::time) ==
        "FD2103" + at + "\"4 hourz\" is not a duration; did you mean \"4 hours\"?");
  CHECK(problem("\"1 h 30 min\"", Dimension::time) ==
        "FD2103" + at + "\"1 h 30 min\" is not a duration; write it like \"90 s\" or \"15 min\"");
  CHECK(problem("\"soon\"", Dimension::time) ==
        "FD2103" + at + "\"soon\" is not a duration; write it like \"90 s\" or \"15 min\"");
  CHECK(problem("\"\"", Dimension::bytes) ==
        "FD2103" + at + "\"\" is not an amount of data; write it like \"200 GB\" or \"64 MiB\"");
  CHECK(problem("\"many %\"", Dimension::ratio) ==
        "FD2103" + at + "\"many %\" is not a ratio; write it like 0.95 or \"95 %\"");
  const auto suggestion = [](const std::string& text, Dimension dimension) {
    const std::string line = problem('"' + text + '"', dimension);
    REQUIRE(line.starts_with("FD2103"));
    return line.substr(line.find("; ") + 2);
  };
  CHECK(suggestion("5 m", Dimension::time) == "did you mean \"5 min\"?");
  CHECK(suggestion("5hrs", Dimension::time) == "did you mean \"5 h\"?");
  CHECK(suggestion("5 Min", Dimension::time) == "did you mean \"5 min\"?");
  CHECK(suggestion("5 gb", Dimension::bytes) == "did you mean \"5 GB\"?");
  CHECK(suggestion("5 G", Dimension::bytes) == "did you mean \"5 GB\"?");
  CHECK(suggestion("5 Gbps", Dimension::rate) == "did you mean \"5 Gbit/s\"?");
  CHECK(suggestion("5 Mb/s", Dimension::rate) == "did you mean \"5 Mbit/s\"?");
  CHECK(suggestion("2 w", Dimension::time) == "did you mean \"2 weeks\"?");
  CHECK(suggestion("5 gbit/s", Dimension::rate) == "did you mean \"5 Gbit/s\"?");
  CHECK(suggestion("5 MB/hr", Dimension::rate) == "did you mean \"5 MB/h\"?");
  CHECK(suggestion("5 MB/fortnight", Dimension::rate) ==
        "write it like \"5 Gbit/s\" or \"200 MB/s\"");
  CHECK(suggestion("5 MB/hous", Dimension::rate) == "did you mean \"5 MB/hours\"?");
  CHECK(suggestion(".", Dimension::time) == "write it like \"90 s\" or \"15 min\"");
  CHECK(suggestion("-", Dimension::time) == "write it like \"90 s\" or \"15 min\"");
}

TEST_CASE("FD2104: negative") {
  CHECK(problem("\"-5 min\"", Dimension::time) ==
        "FD2104" + at + "\"-5 min\" is negative; a duration counts from 0 up");
  CHECK(problem("-0.5", Dimension::ratio) ==
        "FD2104" + at + "-0.5 is negative; a ratio counts from 0 up");
}

TEST_CASE("FD2105: too large, or no number") {
  CHECK(problem("\"293 years\"", Dimension::time) ==
        "FD2105" + at + "\"293 years\" is too large; durations end at 292 years");
  CHECK(seconds("290 years") > 0.0);
  CHECK(problem("\"10000 PB\"", Dimension::bytes) ==
        "FD2105" + at + "\"10000 PB\" is too large; amounts of data end at 9200 PB");
  CHECK(bytes("9199 PB") == 9.199e18);
  CHECK(problem("\"1e300 TB/s\"", Dimension::rate) ==
        "FD2105" + at + "\"1e300 TB/s\" is too large; it is not finite");
  for (const std::string text : {"inf", "infinity s", "-inf s", "nan", "NaN h", "1e999 s"}) {
    CHECK(problem('"' + text + '"', Dimension::time) == "FD2105" + at + '"' + text +
                                                            "\" is not a number to compute with; "
                                                            "write it like \"90 s\" or \"15 min\"");
  }
}

TEST_CASE("FD2005: a quantity of the wrong JSON type") {
  CHECK(problem("true", Dimension::time) ==
        "FD2005" + at + "true is not a duration; write it like \"90 s\" or \"15 min\"");
  CHECK(problem("[1, 2]", Dimension::ratio) ==
        "FD2005" + at + "[1,2] is not a ratio; write it like 0.95 or \"95 %\"");
}
