#include "models/chance/elementary.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "models/chance/normal_pieces.hpp"
#include "models/chance/roots_of_two.hpp"

namespace firedrill {
namespace {

// ln 2 in two parts: the first has 32 trailing zero bits, so that k * high is exact for |k| < 2^11.
constexpr double ln2_high = 0x1.62e42fee00000p-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;
// ln 2 / 64 likewise, with 30 trailing zero bits.
constexpr double step_high = 0x1.62e42c0000000p-7;
constexpr double step_low = 0x1.f7d1cf79abc9ep-30;
constexpr double inverse_step = 0x1.71547652b82fep+6;
constexpr double rounder = 0x1.8p52;  // adding it leaves no bits behind the point
constexpr std::array<double, 4> taylor{1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120};  // of e^r
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// 2^exponent for exponents of normal numbers.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

template <std::size_t Size>
[[gnu::always_inline]] inline double polynomial(const std::array<double, Size>& coefficients,
                                                double x) {
  // Estrin's scheme, pairs and pairs of pairs: a chain of log2(Size) steps where Horner's has Size.
  if constexpr (Size == 1) {
    return coefficients[0];
  } else {
    std::array<double, (Size + 1) / 2> pairs{};
    for (std::size_t index = 0; index < Size / 2; ++index) {
      pairs[index] = coefficients[2 * index] + coefficients[2 * index + 1] * x;
    }
    if constexpr (Size % 2 == 1) {
      pairs[Size / 2] = coefficients[Size - 1];
    }
    return polynomial(pairs, x * x);
  }
}

// e^x = 2^exponent (root + rest) (1 + power), `root` and `rest` from the table.
struct ReducedPower {
  double root, rest, power;
  int exponent;
};

[[gnu::always_inline]] inline ReducedPower reduced_power(double x) {
  // x = k ln 2 / 64 + r with |r| <= ln 2 / 128; e^r = 1 + r + r^2 (1/2! + ... + r^3/5!): what is
  // left out is below 4e-17, and only the last addition rounds at the size of the result.
  const double k = (x * inverse_step + rounder) - rounder;
  const double r = (x - k * step_high) - k * step_low;
  const double power = r + r * r * polynomial(taylor, r);
  const int whole = static_cast<int>(k);
  const auto& [root, rest] = roots_of_two[static_cast<std::size_t>(whole) % roots_of_two.size()];
  return {root, rest, power, whole >> 6};
}

// For |x| up to this nothing in e^x comes near the limits of a double.
constexpr double moderate = 600.0;

[[gnu::always_inline]] inline double moderate_exp(double x) {
  const auto [root, rest, power, exponent] = reduced_power(x);
  const double scale = power_of_two(exponent);  // exact, and ready before `power` is
  return scale * root + (scale * rest + scale * root * power);
}

}  // namespace

double det_exp(double x) {
  if (x >= -moderate && x <= moderate) {
    return moderate_exp(x);
  }
  if (!(x > -745.2)) {
    return x <= -745.2 ? 0.0 : not_a_number;
  }
  if (x > 709.8) {
    return infinity;
  }
  // In two factors: 2^exponent alone may over- or underflow where the product does not.
  const auto [root, rest, power, exponent] = reduced_power(x);
  const double value = root + (rest + root * power);
  const int half = exponent / 2;
  return value * power_of_two(half) * power_of_two(exponent - half);
}

double det_log(double x) {
  if (!(x > 0.0)) {
    return x == 0.0 ? -infinity : not_a_number;
  }
  if (x == infinity) {
    return infinity;
  }
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // subnormal
    x *= 0x1p54;
    exponent = -54;
  }
  // x = 2^exponent m with m from sqrt 1/2 up to sqrt 2, which keeps |s| below 0.1716: found by
  // subtracting the bits of the least m, without a branch that cannot be foreseen.
  constexpr auto least = std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcep-1);
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto octaves = static_cast<std::int64_t>(bits - least) >> 52;
  exponent += static_cast<int>(octaves);
  const double mantissa = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(octaves) << 52));
  // ln m = 2 artanh s = 2 s (1 + z/3 + z^2/5 + ...), s = (m - 1) / (m + 1), z = s^2; the terms
  // beyond s^21 are below 1e-17.
  constexpr std::array<double, 10> series{1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11,
                                          1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};
  const double f = mantissa - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  // 2 s = f - s f, and f is exact: only the small terms are rounded.
  const double small = 2.0 * s * z * polynomial(series, z);
  const double k = exponent;
  return k * ln2_high + (f - (s * f - (small + k * ln2_low)));
}

double det_pow(double x, double y) { return det_exp(y * det_log(x)); }

namespace {

// The quantile of a probability p < 2^-8, or 1/2, or none: rational functions of sqrt(-ln p).
// Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (1988).
[[gnu::noinline]] double rare_normal_quantile(double p) {
  constexpr std::array<double, 8> middle_top{1.42343711074968357734e0,  4.63033784615654529590e0,
                                             5.76949722146069140550e0,  3.64784832476320460504e0,
                                             1.27045825245236838258e0,  2.41780725177450611770e-1,
                                             2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr std::array<double, 8> middle_bottom{1.0,
                                                2.05319162663775882187e0,
                                                1.67638483018380384940e0,
                                                6.89767334985100004550e-1,
                                                1.48103976427480074590e-1,
                                                1.51986665636164571966e-2,
                                                5.47593808499534494600e-4,
                                                1.05075007164441684324e-9};
  constexpr std::array<double, 8> far_top{6.65790464350110377720e0,  5.46378491116411436990e0,
                                          1.78482653991729133580e0,  2.96560571828504891230e-1,
                                          2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                          2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr std::array<double, 8> far_bottom{1.0,
                                             5.99832206555887937690e-1,
                                             1.36929880922735805310e-1,
                                             1.48753612908506148525e-2,
                                             7.86869131145613259100e-4,
                                             1.84631831751005468180e-5,
                                             1.42151175831644588870e-7,
                                             2.04426310338993978564e-15};
  if (p == 0.5) {
    return 0.0;
  }
  if (!(p > 0.0)) {
    return p == 0.0 ? -infinity : not_a_number;
  }
  const double r = std::sqrt(-det_log(p));
  return r <= 5.0 ? -polynomial(middle_top, r - 1.6) / polynomial(middle_bottom, r - 1.6)
                  : -polynomial(far_top, r - 5.0) / polynomial(far_bottom, r - 5.0);
}

// The quantile is odd about 1/2, and 1 - p is exact from there on.
[[gnu::always_inline]] inline double lower_tail(double p) { return std::min(p, 1.0 - p); }
[[gnu::always_inline]] inline bool is_in_pieces(double lower) {
  return lower >= 0x1p-8 && lower < 0.5;
}

constexpr int bits_within_piece = 48;  // of 52: the other four name one of an octave's 16 pieces
constexpr std::uint64_t first_piece = std::bit_cast<std::uint64_t>(0x1p-8) >> bits_within_piece;

// The leading bits of the lower probability name its piece, and with the rest cleared and the next
// one set, the piece's middle.
[[gnu::always_inline]] inline double quantile_by_pieces(double p, double lower) {
  const auto bits = std::bit_cast<std::uint64_t>(lower);
  const std::uint64_t piece = bits >> bits_within_piece;
  const double middle = std::bit_cast<double>((2 * piece + 1) << (bits_within_piece - 1));
  const auto& c = normal_pieces[piece - first_piece];
  const double x = lower - middle;
  const double x2 = x * x;
  const double low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
  const double high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
  return (p - 0.5) * (low + high * (x2 * x2));
}

#if defined(__x86_64__)
// All lanes side by side in the widest registers there are: the operations of quantile_by_pieces()
// and moderate_exp() in their order, none of them fused, hence the same bits.
using Doubles [[gnu::vector_size(sizeof(double) * lanes)]] = double;
using Words [[gnu::vector_size(sizeof(double) * lanes)]] = std::int64_t;
using Pair [[gnu::vector_size(sizeof(double) * 2)]] = double;

// Eight rows of eight become columns.
[[gnu::always_inline]] inline void transpose(std::array<Doubles, lanes>& m) {
  std::array<Doubles, lanes> t = m;
  for (std::size_t row = 0; row < lanes; row += 2) {
    t[row] = __builtin_shufflevector(m[row], m[row + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    t[row + 1] = __builtin_shufflevector(m[row], m[row + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (const std::size_t row : {0U, 1U, 4U, 5U}) {
    m[row] = __builtin_shufflevector(t[row], t[row + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    m[row + 2] = __builtin_shufflevector(t[row], t[row + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  }
  for (std::size_t row = 0; row < lanes / 2; ++row) {
    t[row] = __builtin_shufflevector(m[row], m[row + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    t[row + 4] = __builtin_shufflevector(m[row], m[row + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  m = t;
}

// Eight rows of two likewise.
[[gnu::always_inline]] inline void transpose(const std::array<Pair, lanes>& rows, Doubles& left,
                                             Doubles& right) {
  const auto e = __builtin_shufflevector(rows[0], rows[2], 0, 1, 2, 3);
  const auto f = __builtin_shufflevector(rows[4], rows[6], 0, 1, 2, 3);
  const auto g = __builtin_shufflevector(rows[1], rows[3], 0, 1, 2, 3);
  const auto h = __builtin_shufflevector(rows[5], rows[7], 0, 1, 2, 3);
  const Doubles even = __builtin_shufflevector(e, f, 0, 1, 2, 3, 4, 5, 6, 7);
  const Doubles odd = __builtin_shufflevector(g, h, 0, 1, 2, 3, 4, 5, 6, 7);
  left = __builtin_shufflevector(even, odd, 0, 8, 2, 10, 4, 12, 6, 14);
  right = __builtin_shufflevector(even, odd, 1, 9, 3, 11, 5, 13, 7, 15);
}

// A bit for each lane that is beyond the common formulas, and whose result is wrong.
[[gnu::target("avx512f,avx512dq,avx512vl")]] unsigned lognormal_in_lanes(
    std::array<double, lanes>& values, double log_sd) {
  Doubles p{};
  std::memcpy(&p, values.data(), sizeof p);
  const Doubles upper = 1.0 - p;
  const Doubles lower = upper < p ? upper : p;
  const Words is_inside = (lower >= 0x1p-8) & (lower < 0.5);
  const Doubles inner = is_inside ? lower : Doubles{} + 0.25;
  const Words piece = reinterpret_cast<Words>(inner) >> bits_within_piece;
  std::array<Doubles, lanes> c{};
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const auto& row = normal_pieces[static_cast<std::size_t>(piece[lane]) - first_piece];
    std::memcpy(&c[lane], row.data(), sizeof row);
  }
  transpose(c);
  const Doubles x = inner - reinterpret_cast<Doubles>((2 * piece + 1) << (bits_within_piece - 1));
  const Doubles x2 = x * x;
  const Doubles low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
  const Doubles high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
  const Doubles exponent = log_sd * ((p - 0.5) * (low + high * (x2 * x2)));

  const Words is_common = is_inside & (exponent >= -moderate) & (exponent <= moderate);
  const Doubles shifted = exponent * inverse_step + rounder;
  const Doubles k = shifted - rounder;
  const Doubles r = (exponent - k * step_high) - k * step_low;
  const Doubles sum = (taylor[0] + taylor[1] * r) + (taylor[2] + taylor[3] * r) * (r * r);
  const Doubles power = r + r * r * sum;
  const Words whole = reinterpret_cast<Words>(shifted) - std::bit_cast<std::int64_t>(rounder);
  std::array<Pair, lanes> rows{};
  unsigned uncommon = 0;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const auto& row = roots_of_two[static_cast<std::size_t>(whole[lane]) % roots_of_two.size()];
    std::memcpy(&rows[lane], row.data(), sizeof row);
    uncommon |= static_cast<unsigned>(is_common[lane] + 1) << lane;
  }
  Doubles root{}, rest{};
  transpose(rows, root, rest);
  const Doubles scale = reinterpret_cast<Doubles>(((whole >> 6) + 1023) << 52);
  const Doubles results = scale * root + (scale * rest + scale * root * power);
  std::memcpy(values.data(), &results, sizeof results);
  return uncommon;
}

bool has_lanes() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
}
#else
unsigned lognormal_in_lanes(std::array<double, lanes>& /*values*/, double /*log_sd*/) { return 0; }
bool has_lanes() { return false; }
#endif

}  // namespace

double normal_quantile(double p) {
  const double lower = lower_tail(p);
  return is_in_pieces(lower) ? quantile_by_pieces(p, lower)
                             : std::copysign(rare_normal_quantile(lower), p - 0.5);
}

void lognormal_quantiles(std::array<double, lanes>& values, double log_sd) {
  static const bool is_wide = has_lanes();
  const std::array<double, lanes> probabilities = values;
  unsigned left = is_wide ? lognormal_in_lanes(values, log_sd) : (1U << lanes) - 1;
  for (; left != 0; left &= left - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(left));
    values[lane] = lognormal_quantile(probabilities[lane], log_sd);
  }
}

}  // namespace firedrill
